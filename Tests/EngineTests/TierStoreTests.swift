import LiquidationCore
import MarketData
import Engine
import TestSupport
import Testing

@Suite("TierStore") struct TierStoreTests {
    private let folder: TemporaryFolder
    private let store: TierStore

    init() throws {
        folder = try TemporaryFolder()
        store = TierStore(folder: folder.path + "/data/tiers")
    }

    /// An import with one tier at a rate, of a day.
    private func save(_ symbol: String, _ rate: Double, day: String, venue: String = "binance") throws {
        let path = try folder.write(
            "x.csv",
            "venue,symbol,notional_cap,mmr,as_of,contract_size\n\(venue),\(symbol),,\(rate),\(day),1\n")
        for edition in try TierImport(path, TierImport.Options()).editions { _ = try store.save(edition) }
    }

    private func rate(_ symbol: String, _ day: String? = nil, venue: String = "binance") throws -> Double? {
        try store.table(venue: venue, symbol: symbol, at: day.flatMap { Timestamp(day: $0) })?
            .tiers[0].maintenanceRate
    }

    @Test func `without imports the built-in tables count`() throws {
        #expect(try store.table(venue: "binance", symbol: "BTCUSDT")?.day == "2026-09-29")
        #expect(try store.edition(venue: "okx", symbol: "BTCUSDT")?.symbol == "BTC-USDT-SWAP")
        #expect(try store.table(venue: "binance", symbol: "NOUSDT") == nil)
        #expect(try TierStore(folder: nil).table(venue: "binance", symbol: "BTCUSDT") != nil)
    }

    @Test func `the newest that is not later counts, of one day the imported one`() throws {
        try save("BTCUSDT", 0.02, day: "2024-05-01")
        try save("BTCUSDT", 0.03, day: "2026-09-29")
        #expect(try rate("BTCUSDT", "2021-05-19") == 0.004, "the built-in table of 2021")
        #expect(try rate("BTCUSDT", "2024-05-01") == 0.02)
        #expect(try rate("BTCUSDT", "2026-09-28") == 0.02)
        #expect(try rate("BTCUSDT", "2026-09-29") == 0.03, "the built-in table has the same day")
        #expect(try rate("BTCUSDT") == 0.03)
        try save("BTCUSDT", 0.04, day: "2026-09-29")
        #expect(try rate("BTCUSDT") == 0.04, "an import of the same day is replaced")
        #expect(store.stored(venue: "binance").map(\.day) == ["2024-05-01", "2026-09-29"])
    }

    @Test func `an older import does not win over a newer table that is built in`() throws {
        try save("BTCUSDT", 0.02, day: "2024-05-01")
        #expect(try rate("BTCUSDT") == 0.004)
        #expect(try rate("BTCUSDT", "2026-10-01") == 0.004)
    }

    @Test func `symbols that only an import has are found, also by other names`() throws {
        try save("NEW-USDT-SWAP", 0.05, day: "2026-01-01", venue: "okx")
        #expect(try rate("NEWUSDT", venue: "okx") == 0.05)
        #expect(store.symbols(venue: "okx").contains("NEW-USDT-SWAP"))
    }

    @Test func `a damaged file is an error of its symbol, not of others`() throws {
        try save("BTCUSDT", 0.02, day: "2024-05-01")
        try folder.write("data/tiers/binance/ETHUSDT@2024-05-01.csv", "symbol,notional_cap,mmr\nETHUSDT,1")
        try folder.write("data/tiers/binance/notes.txt", "not a table")
        #expect(try rate("BTCUSDT", "2025-01-01") == 0.02)
        let error = #expect(throws: DataError.self) { try rate("ETHUSDT") }
        #expect(error?.description.contains("ETHUSDT@2024-05-01.csv:2: 2 columns, 3 expected") == true)
    }

    @Test func `a file that holds another table than its name says is refused`() throws {
        try save("BTCUSDT", 0.02, day: "2024-05-01")
        let text = "venue,symbol,notional_cap,mmr,as_of\nbinance,BTCUSDT,,0.01,2024-05-02\n"
        try folder.write("data/tiers/binance/BTCUSDT@2024-05-01.csv", text)
        let error = #expect(throws: DataError.self) { try rate("BTCUSDT") }
        #expect(error?.description.contains("of binance BTCUSDT on 2024-05-01") == true)
    }

    @Test func `a contract stands on the table and says which`() throws {
        try save("BTCUSDT", 0.02, day: "2024-05-01")
        let made = try Venue.binance.instrument("BTCUSDT", at: Timestamp(day: "2025-01-01"), tiers: store)
        #expect(made.instrument.maintenance.table?.tiers.count == 1 && made.edition?.origin == .imported)
        let none = try Venue.binance.instrument("NOUSDT", tiers: store)
        #expect(none.instrument.maintenance == Venue.binance.assumed && none.edition == nil)
    }
}
