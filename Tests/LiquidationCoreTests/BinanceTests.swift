import Foundation
import LiquidationCore
import TestSupport
import Testing

@Suite("Binance") struct BinanceTests {
    @Test func `three symbols have built-in brackets, each table is sound`() {
        #expect(TierCatalog.symbols(venue: "binance") == ["BTCUSDT", "ETHUSDT", "SOLUSDT"])
        for symbol in TierCatalog.symbols(venue: "binance") {
            #expect(TierCatalog.table(venue: "binance", symbol: symbol) != nil, "\(symbol)")
        }
        #expect(TierCatalog.table(venue: "binance", symbol: "btcusdt") == nil)
    }

    /// leverageBracket of BTCUSDT, 2026-09-29: 12 brackets, the fourth from 3 to 12 million at 1 %.
    @Test func `the fourth bracket of BTC is the exchange's`() throws {
        let table = try #require(TierCatalog.table(venue: "binance", symbol: "BTCUSDT"))
        #expect(table.tiers.count == 12)
        #expect(
            table.tiers[3]
                == Tier(
                    floor: 3e6, cap: 12e6, maximumLeverage: 50, maintenanceRate: 0.01,
                    maintenanceAmount: 12_000))
        #expect(table.day == "2026-09-29")
    }

    @Test(.enabled(if: SharedFolder.has("margin/tiers/binance_usdm.csv"), "needs ../shared"))
    func `every figure is that of the collected brackets`() throws {
        let path = SharedFolder.path("margin/tiers/binance_usdm.csv")
        let rows = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
        for symbol in TierCatalog.symbols(venue: "binance") {
            let expected = rows.filter { $0[1] == symbol }.map { row in
                Tier(
                    floor: Double(row[3]) ?? .nan, cap: Double(row[4]) ?? .nan,
                    maximumLeverage: Double(row[5]) ?? .nan, maintenanceRate: Double(row[6]) ?? .nan,
                    maintenanceAmount: Double(row[7]) ?? .nan)
            }
            #expect(TierCatalog.table(venue: "binance", symbol: symbol)?.tiers == expected, "\(symbol)")
        }
    }
}
