import Foundation
import LiquidationCore
import TestSupport
import Testing

/// Every built-in bracket against the collection that it was taken from, row by row.
@Suite("Collected brackets") struct CollectedTiersTests {
    private struct Row {
        let symbol: String
        let tier: Tier
        let day: String
        let contractSize: Double
    }

    /// Rows of a collected table; a quoted field may hold commas.
    private func rows(_ name: String) throws -> [Row] {
        let path = SharedFolder.path("margin/tiers/\(name).csv")
        let lines = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            .split(whereSeparator: \.isNewline)
        return lines.dropFirst().map { line in
            var fields = [""]
            var isQuoted = false
            for mark in line {
                if mark == "\"" {
                    isQuoted.toggle()
                } else if mark == ",", !isQuoted {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(mark)
                }
            }
            let tier = Tier(
                floor: Double(fields[3]) ?? .nan, cap: Double(fields[4]) ?? .infinity,
                maximumLeverage: Double(fields[5]) ?? .infinity, maintenanceRate: Double(fields[6]) ?? .nan,
                maintenanceAmount: fields[7].isEmpty ? 0 : Double(fields[7]) ?? .nan)
            return Row(
                symbol: fields[1], tier: tier, day: fields[11], contractSize: Double(fields[9]) ?? .nan)
        }
    }

    private func edition(_ venue: String, _ symbol: String, _ day: String) throws -> TierEdition {
        try #require(
            TierCatalog.editions(venue: venue).first {
                $0.symbol == symbol && $0.table.day?.hasPrefix(day.prefix(4)) == true
            }, "\(venue) \(symbol) \(day)")
    }

    @Test(
        .needsShared("margin/tiers/okx.csv"),
        arguments: [
            ("binance", "binance_usdm"), ("binance", "binance_legacy_and_coinm"),
            ("binance-coinm", "binance_legacy_and_coinm"), ("bybit", "bybit"), ("okx", "okx"),
            ("kraken", "kraken_inverse"),
        ])
    func `figures are the collection's, to the last bit`(venue: String, file: String) throws {
        let wanted = try rows(file).filter {
            file != "binance_legacy_and_coinm" || ($0.symbol == "BTCUSD_PERP") == (venue == "binance-coinm")
        }
        for (symbol, rows) in Dictionary(grouping: wanted, by: \.symbol) {
            let name = String(symbol.split(separator: " ")[0])
            let table = try edition(venue, name, rows[0].day).table
            #expect(table.tiers == rows.map(\.tier), "\(symbol)")
            #expect(table.contractSize == rows[0].contractSize, "\(symbol)")
        }
    }

    /// The collection prints ten decimals; rates here are exact halves of `1 / leverage`.
    @Test(.needsShared("margin/tiers/hyperliquid.csv"))
    func `figures of Hyperliquid are the collection's, to its decimals`() throws {
        for (symbol, rows) in Dictionary(grouping: try rows("hyperliquid"), by: \.symbol) {
            let parts = symbol.split(separator: "@").map(String.init)
            let table = try edition("hyperliquid", parts[0], parts.count > 1 ? parts[1] : "2025").table
            #expect(table.tiers.count == rows.count)
            for (tier, row) in zip(table.tiers, rows) {
                #expect(tier.floor == row.tier.floor && tier.cap == row.tier.cap)
                #expect(tier.maximumLeverage == row.tier.maximumLeverage)
                #expect(abs(tier.maintenanceRate - row.tier.maintenanceRate) < 1e-10)
                #expect(abs(tier.maintenanceAmount - row.tier.maintenanceAmount) < 1e-3)
            }
        }
    }

    @Test(.needsShared("margin/tiers/dydx.csv"))
    func `dYdX's large caps are the collection's`() throws {
        let large = try #require(try rows("dydx").first { $0.symbol.hasPrefix("Large-Cap") })
        for symbol in TierCatalog.symbols(venue: "dydx") {
            #expect(TierCatalog.table(venue: "dydx", symbol: symbol)?.tiers == [large.tier])
        }
    }
}
