import LiquidationCore
import MarketData
import Testing

@Suite("Tier files") struct TierReaderTests {
    /// Figures of the built-in tables, whose sources are named there.
    private func builtIn(_ venue: String, _ symbol: String, _ count: Int) throws -> [Tier] {
        Array(try #require(TierCatalog.table(venue: venue, symbol: symbol)).tiers.prefix(count))
    }

    @Test func `Binance's leverageBracket is read`() throws {
        let file = try TierFixtures.file(TierFixtures.binance)
        #expect(file.format == .binance && file.drafts.map(\.market) == ["BTCUSDT"])
        #expect(file.drafts[0].venue == "binance" && file.drafts[0].day == nil)
        let made = try TierFixtures.table(TierFixtures.binance)
        #expect(made.table.tiers == (try builtIn("binance", "BTCUSDT", 3)))
        #expect(made.table.unit == .quote && made.table.kind == .marginal && made.remarks.isEmpty)
        #expect(made.table.name == "Here BTCUSDT" && made.table.source == "Binance leverageBracket, brackets")
    }

    /// COIN-M: sizes in the coin; rows are put in order.
    @Test func `Binance's leverageBracket of COIN-M is read`() throws {
        let file = try TierFixtures.file(TierFixtures.binanceCoin)
        #expect(file.format == .binance && file.drafts[0].venue == "binance-coinm")
        let table = try TierFixtures.table(TierFixtures.binanceCoin, venue: "binance-coinm").table
        #expect(table.unit == .coin)
        #expect(table.tiers.map(\.cap) == [5, 10] && table.tiers.map(\.maintenanceAmount) == [0, 0.005])
    }

    @Test func `Bybit's risk limits are read, though their ids are no tiers`() throws {
        let file = try TierFixtures.file(TierFixtures.bybit)
        #expect(file.format == .bybit && file.drafts[0].venue == "bybit")
        #expect(file.drafts[0].day == "2025-12-29", "of the answer's time")
        let made = try TierFixtures.table(TierFixtures.bybit, venue: "bybit")
        #expect(made.table.tiers == (try builtIn("bybit", "BTCUSDT", 3)))
        let paged = TierFixtures.bybit.replacing("\"nextPageCursor\":\"\"", with: "\"nextPageCursor\":\"x\"")
        #expect(try TierFixtures.file(paged).notes == ["the answer is one page of several"])
        let inverse = TierFixtures.bybit.replacing("linear", with: "inverse")
        #expect(try TierFixtures.file(inverse).drafts[0].venue == "bybit-inverse")
    }

    @Test func `OKX's position tiers are read, and their gaps of one lot closed`() throws {
        let file = try TierFixtures.file(TierFixtures.okx)
        #expect(file.format == .okx && file.drafts.map(\.market) == ["BTC-USDT-SWAP"])
        #expect(file.drafts[0].venue == "okx" && file.drafts[0].needsContractSize(at: "okx"))
        let made = try TierFixtures.table(TierFixtures.okx, venue: "okx", size: 0.01)
        #expect(made.table.tiers == (try builtIn("okx", "BTC-USDT-SWAP", 2)))
        #expect(made.table.unit == .contracts && made.table.kind == .whole && made.table.contractSize == 0.01)
        #expect(made.remarks == ["1 gaps of one lot between tiers are closed"])
    }

    @Test func `freqtrade's bundle has the venue's own rows`() throws {
        let file = try TierFixtures.file(TierFixtures.freqtrade)
        #expect(file.format == .ccxt && file.drafts[0].venue == "binance")
        #expect(file.drafts[0].symbol(at: "binance") == "0GUSDT")
        let made = try TierFixtures.table(TierFixtures.freqtrade)
        #expect(made.table.tiers.map(\.maintenanceAmount) == [0, 25] && made.remarks.isEmpty)
    }

    @Test func `freqtrade's cache has a day, and amounts are computed`() throws {
        let file = try TierFixtures.file(TierFixtures.cache)
        #expect(file.format == .ccxt && file.drafts[0].venue == nil && file.drafts[0].day == "2025-12-29")
        let made = try TierFixtures.table(TierFixtures.cache, venue: "bybit")
        #expect(made.table.tiers.map(\.maintenanceAmount) == [0, 1200, 3020])
        #expect(made.table.tiers[2].cap == .infinity && made.table.tiers[2].maximumLeverage == .infinity)
        #expect(
            made.remarks == [
                "the file gives no highest leverage: none is refused",
                "amounts that the file lacks are computed: maintenance is continuous",
            ])
    }

    @Test func `a bare list of tiers takes its symbol from outside`() throws {
        let list =
            #"[{"tier":1,"minNotional":0,"maxNotional":10,"maintenanceMarginRate":0.01,"maxLeverage":20}]"#
        #expect(try TierFixtures.file(list).drafts[0].market.isEmpty)
        let named = list.replacing("\"tier\":1", with: "\"symbol\":\"ETH/USDT:USDT\"")
        #expect(try TierFixtures.file(named).drafts[0].symbol(at: "okx") == "ETH-USDT-SWAP")
    }

    @Test func `a CSV is read in any order of columns`() throws {
        let file = try TierFixtures.file(TierFixtures.csv)
        #expect(file.format == .csv && file.drafts.map(\.market) == ["BTCUSDT", "BTC-USD"])
        #expect(file.drafts.map(\.venue) == ["binance", "dydx"])
        #expect(file.drafts.map(\.day) == ["2026-09-29", "2026-04-22"])
        let made = try TierFixtures.table(TierFixtures.csv)
        #expect(made.table.tiers == (try builtIn("binance", "BTCUSDT", 2)))
        #expect(made.table.source == "a page, \"the\" page")
    }

    @Test func `what is written reads back the same, of every built-in table`() throws {
        for venue in TierCatalog.venues {
            for edition in TierCatalog.editions(venue: venue) {
                let file = try TierFixtures.file(TierDocument(edition).csv)
                let terms = TierDraft.Terms(
                    venue: venue, title: String(edition.table.name.dropLast(edition.symbol.count + 1)),
                    symbol: edition.symbol, day: try #require(file.drafts[0].day))
                #expect(file.drafts.count == 1 && file.drafts[0].venue == venue)
                let table = try file.drafts[0].table(terms, file: "x", format: .csv).table
                #expect(table == edition.table, "\(venue) \(edition.symbol)")
            }
        }
    }

    @Test(arguments: [
        ("BTC/USDT:USDT", "binance", "BTCUSDT"), ("BTC/USDT:USDT-261225", "binance", "BTCUSDT_261225"),
        ("BTC/USD:BTC", "binance-coinm", "BTCUSD_PERP"), ("BTC/USDC:USDC", "bybit", "BTCPERP"),
        ("BTC/USDT:USDT", "okx", "BTC-USDT-SWAP"), ("BTC/USD:BTC-261225", "okx", "BTC-USD-261225"),
        ("BTC/USDC:USDC", "hyperliquid", "BTC"), ("ETH/USDC:USDC", "dydx", "ETH-USD"),
        ("PI_XBTUSD", "kraken", "PI_XBTUSD"), ("A/", "binance", "A"), ("/:", "okx", "--SWAP"),
    ])
    func `ccxt's names of markets become the venue's`(market: String, venue: String, symbol: String) throws {
        let text =
            #"{"\#(market)":[{"minNotional":0,"maxNotional":10,"maintenanceMarginRate":0.01,"maxLeverage":20}]}"#
        #expect(try TierFixtures.file(text).drafts[0].symbol(at: venue) == symbol)
    }

    /// Binance lists symbols in Chinese; JSON writers escape them.
    @Test(arguments: [
        (#"\u54c8\u57fa\u7c73USDT"#, "哈基米USDT"), (#"\ud83d\udcb0"#, "💰"), (#"\ud83dX"#, "\u{FFFD}X"),
        (#"a\/b\"\\c"#, #"a/b"\c"#), (#"\u12"#, #"\u12"#), (#"\x\n"#, "\\x\n"), (#"\u+123"#, #"\u+123"#),
    ])
    func `escapes in names are undone`(written: String, read: String) throws {
        let text = #"[{"symbol":"\#(written)","brackets":[]}]"#
        #expect(try TierFixtures.file(text).drafts[0].market == read)
    }
}
