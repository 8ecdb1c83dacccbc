import LiquidationCore
import MarketData
import Engine
import TestSupport
import Testing

@Suite("TierImport") struct TierImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let list =
        #"[{"minNotional":0,"maxNotional":10,"maintenanceMarginRate":0.01,"maxLeverage":20}]"#

    private func read(
        _ text: String, _ change: (inout TierImport.Options) -> Void = { _ in }
    ) throws -> TierImport {
        var options = TierImport.Options()
        change(&options)
        return try TierImport(folder.write("x.json", text), options)
    }

    @Test func `what the file does not tell must be told`() throws {
        func message(_ text: String, _ change: (inout TierImport.Options) -> Void) -> String {
            let error = #expect(throws: EngineError.self) { try read(text, change) }
            #expect(error?.code == .usage)
            return error?.description ?? ""
        }
        let market = #"{"BTC/USDT:USDT":\#(Self.list)}"#
        #expect(message(market) { $0.day = "2026-01-01" }.contains("--venue"))
        #expect(message(market) { $0.venue = "bybit" }.contains("--day"))
        #expect(
            message(market) { ($0.venue, $0.day) = ("bybitt", "2026-01-01") }.contains(
                "did you mean 'bybit'?"))
        #expect(message(Self.list) { ($0.venue, $0.day) = ("bybit", "2026-01-01") }.contains("--symbol"))
        let unknown = #"{"NEW/USDT:USDT":\#(Self.list)}"#
        #expect(message(unknown) { ($0.venue, $0.day) = ("okx", "2026-01-01") }.contains("--contract-size"))
    }

    @Test func `what is told completes the file`() throws {
        let made = try read(Self.list) {
            ($0.venue, $0.day, $0.symbols) = ("bybit", "2026-01-01", ["BTCUSDT"])
        }
        #expect(made.editions.map(\.symbol) == ["BTCUSDT"])
        #expect(made.editions[0].table.name == "Bybit BTCUSDT" && made.editions[0].origin == .imported)
        let sized = try read(#"{"NEW/USDT:USDT":\#(Self.list)}"#) {
            ($0.venue, $0.day, $0.contractSize) = ("okx", "2026-01-01", 0.1)
        }
        #expect(sized.editions[0].symbol == "NEW-USDT-SWAP")
        #expect(sized.editions[0].table.unit == .contracts && sized.editions[0].table.contractSize == 0.1)
    }

    /// 0.01 BTC: contract size of the built-in table.
    @Test func `the size of a known contract is taken, and that is said`() throws {
        let made = try read(#"{"BTC/USDT:USDT":\#(Self.list)}"#) {
            ($0.venue, $0.day) = ("okx", "2026-01-01")
        }
        #expect(made.editions[0].table.contractSize == 0.01 && made.editions[0].table.kind == .whole)
        #expect(made.remarks.contains { $0.contains("0.01, is that of the built-in table") })
    }

    @Test func `only wanted symbols are read, and a wanted one must be there`() throws {
        let two =
            #"{"BTC/USDT:USDT":\#(Self.list),"BAD/USDT:USDT":[{"minNotional":5,"maintenanceMarginRate":1}]}"#
        func told(_ symbols: [String]) throws -> [String] {
            try read(two) { ($0.venue, $0.day, $0.symbols) = ("binance", "2026-01-01", symbols) }.editions
                .map(\.symbol)
        }
        #expect(try told(["BTCUSDT"]) == ["BTCUSDT"])
        #expect(try told(["BTC/USDT:USDT"]) == ["BTCUSDT"])
        #expect(throws: DataError.self) { try told([]) }
        let error = #expect(throws: EngineError.self) { try told(["BTC/USDT:USDC"]) }
        #expect(error?.code == .inputMissing && error?.hint == "did you mean 'BTC/USDT:USDT'?")
    }

    @Test func `an option that contradicts the file is refused, and so are two tables of one name`() throws {
        let own = #"{"symbol":"X","brackets":[{"notionalCap":9,"initialLeverage":9,"maintMarginRatio":0.1}]}"#
        let error = #expect(throws: EngineError.self) {
            try read(own) { ($0.venue, $0.day) = ("okx", "2026-01-01") }
        }
        #expect(error?.message == "X is of binance by its file, of okx by --venue")
        let twice = #"{"BTC/USDT:USDT":\#(Self.list),"BTC/USDT":\#(Self.list)}"#
        let second = #expect(throws: EngineError.self) {
            try read(twice) { ($0.venue, $0.day) = ("bybit", "2026-01-01") }
        }
        #expect(second?.message.contains("two tables of bybit BTCUSDT") == true)
    }

    @Test func `a day of the file counts more than one that is told, and that is said`() throws {
        let text = "symbol,notional_cap,mmr,as_of,venue\nX,,0.01,2025-02-03,binance\nY,,0.01,,binance\n"
        let made = try read(text) { $0.day = "2026-01-01" }
        #expect(made.editions.map(\.table.day) == ["2025-02-03", "2026-01-01"])
        #expect(made.remarks.contains("--day counts only where the file does not tell the day"))
    }

    @Test(arguments: ["2026-13-45", "01/02/2026", "2025-26", "2026-01-01T00:00Z"])
    func `a day in the file that is none is said, with --day and without`(day: String) throws {
        let text = "symbol,notional_cap,mmr,as_of,venue\nX,,0.01,\(day),binance\n"
        let error = #expect(throws: EngineError.self) { try read(text) { _ in } }
        #expect(error?.message == "X: as_of '\(day)' is no day")
        let made = try read(text) { $0.day = "2026-01-01" }
        #expect(made.editions.map(\.table.day) == ["2026-01-01"])
        #expect(made.remarks.contains("as_of '\(day)' is no day: --day counts"))
    }

    @Test func `that sizes are taken for quote units is said where a venue may count otherwise`() throws {
        func remarks(_ venue: String) throws -> [String] {
            try read(#"{"BTC/USDT:USDT":\#(Self.list)}"#) { ($0.venue, $0.day) = (venue, "2026-01-01") }
                .remarks
        }
        #expect(try remarks("gate") == ["the file does not tell what sizes count: quote units are taken"])
        #expect(try remarks("bybit") == [])
    }

    @Test func `a sheet is ASCII where it must be`() throws {
        let edition = try #require(TierCatalog.editions(venue: "binance").first)
        #expect(TierText.sheet(edition, unicode: false).utf8.allSatisfy { $0 < 128 })
        #expect(TierText.sheet(edition).contains("Binance USDⓈ-M BTCUSDT · "))
    }
}
