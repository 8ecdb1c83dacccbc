import FuzzFiles
import FuzzRules
import LiquidationCore
import MarketData

/// A file of market data: CSV, JSON, JSON lines, an archive of either.
///
/// The first byte says what is put around the rest (bits 0 and 1: nothing, gzip, zip, zstandard) and whether two threads
/// read it (bit 2), which changes nothing; whether something is said of it (bit 3), of its dates (bit 4).
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzData(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let first = input.first else { return 0 }
    var file = Array(input.dropFirst())
    switch first & 3 {
    case 1: file = FuzzArchive.gzip(file)
    case 2: file = FuzzArchive.zip(file)
    case 3: file = FuzzArchive.zstandard(file)
    default: break
    }
    var limits = Limits()
    limits.bytes = 8 << 20
    limits.ratioFloor = 64 << 10
    limits.rows = 100_000
    limits.now = { Timestamp(milliseconds: 1_750_000_000_000) }
    var options = ReadOptions()
    if first & 8 != 0 {
        options.columns = ["time": "when", "open_interest": "oi", "extra.mine": "mood"]
        options.rows = ["coin": "BTC"]
        options.openInterestUnit = .contracts(0.01)
        options.fundingUnit = .percent
    }
    if first & 16 != 0 {
        options.timeUnit = .dayFirst
        options.openInterestUnit = .contractsOfQuote(100)
    }
    FuzzFile.read(file) { path in
        let data = try MarketData.load(
            path, limits: limits, options: options, threads: first & 4 == 0 ? 1 : 2)
        // A series checks its own prices; what is said of the file is shown as it is.
        FuzzRules.require(!data.series.time.isEmpty, "no bars")
        for line in data.report.lines { FuzzRules.check(line) }
        if let symbol = data.symbol { FuzzRules.check(symbol) }
    }
    return 0
}
