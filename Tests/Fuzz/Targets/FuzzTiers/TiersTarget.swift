import Engine
import FuzzFiles
import FuzzRules
import LiquidationCore
import MarketData

/// A file of tiers, as `liq tiers import` reads it. The first byte says the venue, or that the file tells it.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzTiers(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let first = input.first else { return 0 }
    let venues = ["", "binance", "bybit", "okx", "bitget", "gate", "kraken", "deribit"]
    var options = TierImport.Options()
    let venue = venues[Int(first) % venues.count]
    options.venue = venue.isEmpty ? nil : venue
    options.day = "2026-01-01"
    options.contractSize = first & 8 == 0 ? nil : 0.01
    FuzzFile.read(Array(input.dropFirst())) { path in
        let found = try TierImport(path, options)
        for remark in found.remarks { FuzzRules.check(remark) }
        for edition in found.editions {
            FuzzRules.check(edition.symbol)
            FuzzRules.require(!edition.table.tiers.isEmpty, "a table without tiers")
        }
    }
    return 0
}
