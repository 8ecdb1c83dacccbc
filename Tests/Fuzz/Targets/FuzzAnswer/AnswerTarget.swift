import FuzzHost

/// What a plugin's function answers, of each kind.
///
/// The first byte says the kind of plugin (bits 0 to 3) and what the rest is: values to be made (bit 7 set), or the
/// text of the function's body.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzAnswer(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let first = input.first else { return 0 }
    let heads = [
        "kind = 'leverage', ladder = {5, 10, 25, 50}, run = function(...)",
        "kind = 'funding', run = function(...)",
        "kind = 'signal', run = function(...)",
        "kind = 'leverage', ladder = {5, 10, 25, 50}, run_all = function(...)",
        "kind = 'entry', run = function(...)",
        "kind = 'split', run = function(...)",
        "kind = 'closing', run = function(...)",
        "kind = 'margin', run = function(...)",
        "kind = 'entry', run_all = function(...)",
        "kind = 'split', run_all = function(...)",
        "kind = 'closing', run_all = function(...)",
    ]
    var body = Array(input.dropFirst())
    if first & 0x80 != 0 {
        var values = AnswerText(body)
        body = Array("return \(values.expression()), \(values.expression())".utf8)
    }
    let head =
        "return { params = { gain = { type = 'number', default = 2 } }, "
        + "\(heads[Int(first & 15) % heads.count]) "
    FuzzHost.shared.ask(Array(head.utf8) + body + Array("\nend }".utf8))
    return 0
}
