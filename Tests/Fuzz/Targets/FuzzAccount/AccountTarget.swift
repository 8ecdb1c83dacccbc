import Engine
import FuzzFiles
import FuzzRules
import LiquidationCore
import MarketData

/// Files of positions. The first byte says whether they are an account or a table of positions (bit 0), and whether a
/// wallet and a venue are given beside the file (bits 1 and 2).
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzAccount(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let first = input.first else { return 0 }
    FuzzFile.read(Array(input.dropFirst())) { path in
        guard first & 1 == 0 else { return try table(path) }
        let account = try AccountRequest(
            file: path, shared: first & 4 == 0 ? [:] : ["venue": .text("binance")],
            wallet: first & 2 == 0 ? nil : 1000)
        let json = try account.document().json
        FuzzRules.require(FuzzRules.isPlain(json), "control characters in \(json.debugDescription)")
        for word in [": nan", ": inf", ": -inf"] {
            FuzzRules.require(!json.contains(word), "\(word) in \(json)")
        }
    }
    return 0
}

private func table(_ path: String) throws {
    var batch = PriceMarket.batch(
        venue: nil, symbol: nil, try .init(PriceFields([:], code: .usage) { "--\($0)" }))
    (batch.keepsGoing, batch.threads, batch.chunk) = (true, 1, 256 << 10)
    nonisolated(unsafe) var output: [UInt8] = []
    let summary = try batch.run(path) {
        output += $0
        return true
    }
    for fault in summary.faults { FuzzRules.check("\(fault)") }
    FuzzRules.require(
        output.count { $0 == UInt8(ascii: "\n") } == summary.rows + 1,
        "\(summary.rows) rows gave \(String(decoding: output, as: UTF8.self))")
}
