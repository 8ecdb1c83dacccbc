import Engine
import FuzzFiles
import FuzzRules
import LiquidationCore
import Plugins

/// The list of marks of trust: what is read is written so that it reads the same, and a line that says nothing never
/// lets anything out of isolation.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzTrust(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    FuzzFile.read(Array(UnsafeBufferPointer(start: bytes, count: count))) { path in
        let before = try TrustStore(reading: path)
        for warning in before.warnings { FuzzRules.check(warning) }
        for mark in before.marks { FuzzRules.check(TrustStore.line(mark)) }
        var written = before
        try written.set("sha256:00", isIsolating: true)
        try written.set("sha256:00", isIsolating: nil)
        let after = try TrustStore(reading: path)
        FuzzRules.require(
            after.marks == before.marks.filter { $0.key != "sha256:00" },
            "\(before.marks) were written and read as \(after.marks)")
        FuzzRules.require(
            after.warnings.count == before.warnings.count, "\(before.warnings) became \(after.warnings)")
    }
    return 0
}
