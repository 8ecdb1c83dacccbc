import Foundation
import LiquidationCore
import TestSupport
import Testing

@Suite("TierTable") struct TierTableTests {
    private typealias Row = (floor: Double, cap: Double, leverage: Double, rate: Double, amount: Double)

    private func table(_ rows: [Row]) throws -> TierTable {
        try TierTable(
            name: "test", day: nil, source: "by hand",
            tiers: rows.map {
                Tier(
                    floor: $0.floor, cap: $0.cap, maximumLeverage: $0.leverage, maintenanceRate: $0.rate,
                    maintenanceAmount: $0.amount)
            })
    }

    /// Amounts by the recurrence of formulas.md, section 0: 1000 · (0.02 − 0.01) = 10, 10 + 5000 · 0.03 = 160.
    private let rows: [Row] = [
        (0, 1000, 50, 0.01, 0), (1000, 5000, 25, 0.02, 10), (5000, 9000, 10, 0.05, 160),
    ]

    @Test func `a continuous table is taken, its margin is continuous at every edge`() throws {
        let table = try table(rows)
        for (below, above) in zip(table.tiers, table.tiers.dropFirst()) {
            #expect(
                abs(below.maintenanceMargin(of: below.cap) - above.maintenanceMargin(of: above.floor)) < 1e-9)
        }
    }

    @Test func `the error names the tier that breaks a rule, counted from 1`() {
        let breaks: [(tier: Int, change: (inout [Row]) -> Void)] = [
            (1, { $0 = [] }), (1, { $0[0].floor = 1 }), (1, { $0[0].amount = 1 }), (1, { $0[0].cap = 0 }),
            (1, { $0[0].rate = 0 }), (1, { $0[0].cap = .nan }), (2, { $0[1].rate = 1 }),
            (2, { $0[1].rate = .nan }), (2, { $0[1].rate = 0.01 }), (2, { $0[1].floor = 999 }),
            (2, { $0[1].amount = 10.001 }), (2, { $0[1].amount = .nan }), (3, { $0[2].amount = 150 }),
            (3, { $0[2].cap = 5000 }), (3, { $0[2].leverage = 0.5 }), (3, { $0[2].leverage = .nan }),
        ]
        for (tier, change) in breaks {
            var changed = rows
            change(&changed)
            let error = #expect(throws: CoreError.self) { try table(changed) }
            #expect(error?.code == .invalidTiers)
            #expect(error?.message.contains("tier \(tier)") == true, "\(error?.message ?? "none")")
        }
    }

    @Test func `a floor is inside its tier and a cap outside; above the last cap, the last tier`() throws {
        let table = try table(rows)
        for (notional, tier) in [
            (0, 0), (Double(1000).nextDown, 0), (1000, 1), (4999, 1), (5000, 2), (9000, 2), (1e300, 2),
        ] {
            #expect(table.index(for: try Notional(notional)) == tier, "\(notional)")
        }
    }

    @Test func `the largest notional falls with leverage, nil where no tier admits it`() throws {
        let table = try table(rows)
        for (leverage, notional) in [(1, 9000), (10, 9000), (10.1, 5000), (25, 5000), (50, 1000)]
            as [(Double, Double)]
        {
            #expect(table.largestSize(at: try Leverage(leverage)) == notional, "\(leverage)x")
        }
        #expect(table.largestSize(at: try Leverage(50.1)) == nil)
    }

    @Test func `a flat table has one tier without an end`() throws {
        let flat = try TierTable.flat(maintenanceRate: Rate(0.005))
        #expect(flat.tiers.count == 1)
        #expect(flat.index(for: try Notional(.greatestFiniteMagnitude)) == 0)
        #expect(flat.largestSize(at: try Leverage(1000)) == .infinity)
        #expect(flat.day == nil)
        for rate in [0, 1, -0.1, 2] {
            let error = #expect(throws: CoreError.self) { try TierTable.flat(maintenanceRate: Rate(rate)) }
            #expect(error?.code == .invalidTiers)
        }
    }
}

@Suite("TierCatalog") struct TierCatalogTests {
    private func day(_ text: String) throws -> Timestamp {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        return try #require(Timestamp(year: parts[0], month: parts[1], day: parts[2]))
    }

    /// How many tables each venue has and how many tiers they hold together: rows of the collected sources.
    @Test(arguments: [
        ("binance", 13, 135), ("binance-coinm", 1, 7), ("bybit", 8, 255), ("okx", 6, 570),
        ("hyperliquid", 43, 82), ("dydx", 2, 2), ("kraken", 3, 18),
    ])
    func `every table of a venue is sound and there`(venue: String, tables: Int, tiers: Int) {
        let editions = TierCatalog.editions(venue: venue)
        #expect(editions.count == tables)
        #expect(editions.reduce(0) { $0 + $1.table.tiers.count } == tiers)
        for edition in editions {
            #expect(edition.venue == venue && edition.origin == .builtIn)
            #expect(edition.table.name.hasSuffix(" " + edition.symbol))
            #expect(edition.table.day?.count == 10 && !edition.table.source.isEmpty)
            // A position that may be opened at a leverage is not liquidated by being opened.
            for tier in edition.table.tiers where tier.maximumLeverage < .infinity {
                #expect(tier.maintenanceRate * tier.maximumLeverage <= 1, "\(edition.symbol)")
            }
        }
        #expect(TierCatalog.venues.contains(venue))
    }

    @Test func `a venue or symbol that is not built in has no table`() {
        #expect(TierCatalog.editions(venue: "nowhere").isEmpty)
        #expect(TierCatalog.table(venue: "binance", symbol: "btcusdt") == nil)
        #expect(TierCatalog.table(venue: "dydx", symbol: "SOL-USD") == nil)
    }

    /// leverageBracket of BTCUSDT, 2026-09-29: 12 tiers, the fourth from 3 to 12 million at 1 %.
    @Test func `the fourth tier of BTC is the exchange's`() throws {
        let table = try #require(TierCatalog.table(venue: "binance", symbol: "BTCUSDT"))
        #expect(table.name == "Binance USDⓈ-M BTCUSDT" && table.day == "2026-09-29")
        #expect(table.tiers.count == 12)
        #expect(
            table.tiers[3]
                == Tier(
                    floor: 3e6, cap: 12e6, maximumLeverage: 50, maintenanceRate: 0.01,
                    maintenanceAmount: 12_000))
    }

    /// 300 BTC at 12.5 % less 11.605 BTC: FAQ on COIN-M liquidation prices.
    @Test func `tiers of COIN-M count coins`() throws {
        let table = try #require(TierCatalog.table(venue: "binance-coinm", symbol: "BTCUSD_PERP"))
        #expect(table.unit == .coin && table.contractSize == 100)
        #expect(table.tiers[6].maintenanceRate == 0.125 && table.tiers[6].maintenanceAmount == 11.605)
    }

    /// Position tiers of BTC-USDT-SWAP, 2026-05-28: the last is 1.92 to 1.94 million contracts at 48.75 %, 2x.
    @Test func `tiers of OKX count contracts and take the whole position`() throws {
        let table = try #require(TierCatalog.table(venue: "okx", symbol: "BTC-USDT-SWAP"))
        #expect(table.unit == .contracts && table.kind == .whole && table.contractSize == 0.01)
        #expect(
            table.tiers[98]
                == Tier(
                    floor: 1_920_000, cap: 1_940_000, maximumLeverage: 2, maintenanceRate: 0.4875,
                    maintenanceAmount: 0))
    }

    @Test func `the table of the day counts`() throws {
        func table(_ day: String) throws -> String? {
            TierCatalog.table(venue: "binance", symbol: "BTCUSDT", at: try self.day(day))?.day
        }
        #expect(try table("2020-01-01") == "2021-03-26", "all are later: the oldest")
        #expect(try table("2021-05-19") == "2021-03-26")
        #expect(try table("2025-05-30") == "2026-09-29", "the older has ended")
        #expect(try table("2026-09-29") == "2026-09-29", "on the day itself")
        #expect(try table("2027-01-01") == "2026-09-29")
    }

    @Test func `symbols of other venues find the same contract`() {
        func symbol(_ name: String, _ venue: String) -> String? { TierCatalog.symbol(name, venue: venue) }
        #expect(symbol("BTCUSDT", "okx") == "BTC-USDT-SWAP")
        #expect(symbol("BTC-USDT-SWAP", "binance") == "BTCUSDT")
        #expect(symbol("BTCUSDT", "hyperliquid") == "BTC")
        #expect(symbol("BTC", "binance") == "BTCUSDT")
        #expect(symbol("BTC/USDC:USDC", "bybit") == "BTCPERP")
        #expect(symbol("ETHUSDC", "dydx") == "ETH-USD")
        #expect(symbol("BTCUSD", "kraken") == "PI_XBTUSD")
        #expect(symbol("BTC", "binance-coinm") == "BTCUSD_PERP")
        #expect(symbol("1000PEPEUSDT", "hyperliquid") == "kPEPE")
    }

    @Test func `a contract of another size, quote or date is no alias`() {
        func symbol(_ name: String, _ venue: String) -> String? { TierCatalog.symbol(name, venue: venue) }
        #expect(symbol("1000PEPEUSDT", "okx") == nil, "PEPE-USDT-SWAP counts single coins")
        #expect(symbol("PEPE-USDT-SWAP", "binance") == nil)
        #expect(symbol("BTCUSDC", "okx") == nil)
        #expect(symbol("BTCUSDT", "binance-coinm") == nil, "it settles in the coin")
        #expect(symbol("BTCUSDT", "kraken") == nil)
        #expect(symbol("BTCUSDT_250627", "binance") == nil)
        #expect(symbol("BTC/USDT:USDT-250627", "binance") == nil)
        for name in ["", "/", "-", "--", "USDT", "k", "BTC-", "💰USDT", "_PERP", "PI_"] {
            #expect(symbol(name, "binance") == nil, "\(name)")
        }
    }
}

@Suite("TierEdition") struct TierEditionTests {
    private func edition(
        _ day: String?, _ origin: TierEdition.Origin = .builtIn, until last: String? = nil
    ) throws -> TierEdition {
        let table = try TierTable(
            name: "x", day: day, source: "a test",
            tiers: [
                Tier(
                    floor: 0, cap: .infinity, maximumLeverage: 10, maintenanceRate: 0.01, maintenanceAmount: 0
                )
            ])
        return TierEdition(venue: "x", symbol: "X", table: table, origin: origin, lastDay: last)
    }

    private func time(_ year: Int64, _ month: Int64 = 1, _ day: Int64 = 1) throws -> Timestamp {
        try #require(Timestamp(year: year, month: month, day: day))
    }

    @Test func `the newest that is not later counts, whatever the order`() throws {
        let all = try [edition("2024-01-01"), edition("2026-01-01"), edition("2025-01-01")]
        for editions in [all, all.reversed(), [all[1], all[0], all[2]]] {
            #expect(TierEdition.inForce(editions, at: try time(2025, 6)) == all[2])
            #expect(TierEdition.inForce(editions, at: try time(2020)) == all[0])
            #expect(TierEdition.inForce(editions, at: try time(2030)) == all[1])
            #expect(TierEdition.inForce(editions) == all[1])
        }
        #expect(TierEdition.inForce([]) == nil)
    }

    @Test func `of two of one day the imported counts, also where both are later`() throws {
        let all = try [edition("2024-01-01", .imported), edition("2024-01-01"), edition("2026-01-01")]
        for time in [try time(2024), try time(2023)] {
            #expect(TierEdition.inForce(all, at: time)?.origin == .imported)
            #expect(TierEdition.inForce(all.reversed(), at: time)?.origin == .imported)
        }
        #expect(TierEdition.inForce(all, at: try time(2026)) == all[2], "a newer one wins over an import")
    }

    @Test func `an edition that has ended is passed over where another begins later`() throws {
        let all = try [edition("2021-03-26", until: "2021-12-31"), edition("2026-09-29")]
        #expect(TierEdition.inForce(all, at: try time(2021, 12, 31)) == all[0])
        #expect(TierEdition.inForce(all, at: try time(2022)) == all[1])
        #expect(TierEdition.inForce([all[0]], at: try time(2022)) == all[0], "better than none")
    }

    @Test func `a table without a day is older than all`() throws {
        let all = try [edition(nil), edition("2024-01-01")]
        #expect(TierEdition.inForce(all, at: try time(2023)) == all[0])
        #expect(TierEdition.inForce(all, at: try time(2024)) == all[1])
    }

    /// Bybit XRPUSDT, third tier: 400,000 at 1.5 %: 250,000 · 0.0025 + 400,000 · 0.005 = 2,625.
    @Test func `amounts are the decimals that venues print`() {
        #expect(
            TierTable.decimalAmounts(floors: [0, 250_000, 400_000], rates: [0.0075, 0.01, 0.015])
                == [0, 625, 2625])
        #expect(TierTable.decimalAmounts(floors: [0, 5], rates: [0.004, 0.005]) == [0, 0.005])
        let rates = [1.0 / 30, 1.0 / 20]
        #expect(
            TierTable.decimalAmounts(floors: [0, 100], rates: rates)
                == TierTable.continuousAmounts(floors: [0, 100], rates: rates))
        #expect(TierTable.decimalAmounts(floors: [], rates: []) == [])
    }

    @Test func `amounts of any tiers agree with the recurrence`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 1...40, using: &random)
            var floors = (1..<max(count, 2)).map { _ in Double(Int.random(in: 1...(1 << 40), using: &random))
            }
            floors = [0] + floors.prefix(count - 1).sorted()
            let rates = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }.sorted()
                .map { Bool.random(using: &random) ? ($0 * 1e6).rounded() / 1e6 : $0 }
            let exact = TierTable.decimalAmounts(floors: floors, rates: rates)
            let plain = TierTable.continuousAmounts(floors: floors, rates: rates)
            #expect(exact.count == count)
            for (a, b) in zip(exact, plain) {
                #expect(abs(a - b) <= 1e-12 * max(1, floors[count - 1]), "seed \(seed)")
            }
        }
    }
}

/// Every built-in tier against the collection that it was taken from, row by row.
@Suite("Collected tiers") struct CollectedTiersTests {
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
        .enabled(if: SharedFolder.has("margin/tiers/okx.csv"), "needs ../shared"),
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
    @Test(.enabled(if: SharedFolder.has("margin/tiers/hyperliquid.csv"), "needs ../shared"))
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

    @Test(.enabled(if: SharedFolder.has("margin/tiers/dydx.csv"), "needs ../shared"))
    func `dYdX's large caps are the collection's`() throws {
        let large = try #require(try rows("dydx").first { $0.symbol.hasPrefix("Large-Cap") })
        for symbol in TierCatalog.symbols(venue: "dydx") {
            #expect(TierCatalog.table(venue: "dydx", symbol: symbol)?.tiers == [large.tier])
        }
    }
}
