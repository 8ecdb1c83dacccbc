import FuzzHost

/// A plugin's file of any bytes: loaded, declared, and asked for a few bars where it declares something.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzDeclaration(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    FuzzHost.shared.ask(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
