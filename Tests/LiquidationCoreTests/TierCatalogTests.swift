import LiquidationCore
import Testing

@Suite("TierCatalog") struct TierCatalogTests {
    private func day(_ text: String) throws -> Timestamp {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        return try #require(Timestamp(year: parts[0], month: parts[1], day: parts[2]))
    }

    /// How many tables each venue has and how many brackets they hold together: rows of the collected sources.
    @Test(arguments: [
        ("binance", 13, 135), ("binance-coinm", 1, 7), ("bybit", 8, 255), ("okx", 6, 570),
        ("hyperliquid", 43, 82), ("dydx", 2, 2), ("kraken", 3, 18),
    ])
    func `every table of a venue is sound and there`(venue: String, tables: Int, brackets: Int) {
        let editions = TierCatalog.editions(venue: venue)
        #expect(editions.count == tables)
        #expect(editions.reduce(0) { $0 + $1.table.tiers.count } == brackets)
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

    /// leverageBracket of BTCUSDT, 2026-09-29: 12 brackets, the fourth from 3 to 12 million at 1 %.
    @Test func `the fourth bracket of BTC is the exchange's`() throws {
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
    @Test func `brackets of COIN-M count coins`() throws {
        let table = try #require(TierCatalog.table(venue: "binance-coinm", symbol: "BTCUSD_PERP"))
        #expect(table.unit == .coin && table.contractSize == 100)
        #expect(table.tiers[6].maintenanceRate == 0.125 && table.tiers[6].maintenanceAmount == 11.605)
    }

    /// Position tiers of BTC-USDT-SWAP, 2026-05-28: the last is 1.92 to 1.94 million contracts at 48.75 %, 2x.
    @Test func `brackets of OKX count contracts and take the whole position`() throws {
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
