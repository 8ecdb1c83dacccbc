package import LiquidationCore
package import MarketData
import PlainText

/// Tables of a file, made ready for the user's store.
package struct TierImport {
    /// What the file may not tell, and what of it is wanted.
    package struct Options: Sendable {
        /// The id of the venue.
        package var venue: String?
        /// The day of the figures.
        package var day: String?
        /// Symbols to take, in the file's or the venue's spelling; all where empty.
        package var symbols: [String] = []
        /// The size of a contract.
        package var contractSize: Double?

        /// Everything, as the file tells it.
        package init() {}
    }

    /// The file.
    package let file: TierFile
    /// Its tables.
    package private(set) var editions: [TierEdition] = []
    /// What a reader should know, each once.
    package private(set) var remarks: [String]

    /// Reads a file and checks what is wanted of it; writes nothing.
    ///
    /// - Throws: `DataError` for the file and its figures, ``EngineError`` for options that are wrong or missing.
    package init(_ path: String, _ options: Options) throws {
        if let venue = options.venue { try Self.check(venue: venue) }
        file = try TierFile(path)
        remarks = file.notes
        var places: Set<[String]> = []
        for draft in file.drafts {
            let venue = try Self.venue(of: draft, options)
            guard let symbol = try Self.symbol(of: draft, venue, options, alone: file.drafts.count == 1)
            else {
                continue
            }
            let (edition, remarks) = try Self.edition(of: draft, venue, symbol, options, file)
            for remark in remarks where !self.remarks.contains(remark) { self.remarks.append(remark) }
            guard places.insert([venue, symbol, edition.table.day ?? ""]).inserted else {
                throw EngineError(
                    .usage, "\(path) has two tables of \(venue) \(symbol)", hint: "choose one by --symbol")
            }
            editions.append(edition)
        }
        for wanted in options.symbols {
            let isFound = editions.contains { $0.symbol == wanted }
            let markets = file.drafts.map(\.market)
            guard isFound || markets.contains(wanted) else {
                throw EngineError(
                    .inputMissing, "\(path) has no tiers of '\(wanted)'",
                    hint: Spelling.hint(for: wanted, among: markets))
            }
        }
    }

    /// - Throws: ``EngineError`` `.usage` with the nearest id.
    package static func check(venue: String) throws(EngineError) {
        guard !TierStore.venues.contains(venue) else { return }
        throw EngineError(
            .usage, "no venue '\(venue)': there are \(TierStore.venues.joined(separator: ", "))",
            hint: Spelling.hint(for: venue.lowercased(), among: TierStore.venues))
    }

    private static func venue(of draft: TierDraft, _ options: Options) throws(EngineError) -> String {
        guard let told = draft.venue, TierStore.venues.contains(told) else {
            if let venue = options.venue { return venue }
            if let told = draft.venue { try check(venue: told) }
            throw EngineError(
                .usage, "the file does not tell its venue", hint: "--venue binance, for example")
        }
        if let venue = options.venue, venue != told {
            throw EngineError(
                .usage, "\(draft.market) is of \(told) by its file, of \(venue) by --venue",
                hint: "leave --venue out")
        }
        return told
    }

    /// The symbol of a table; `nil` where it is not wanted.
    private static func symbol(
        of draft: TierDraft, _ venue: String, _ options: Options, alone: Bool
    ) throws(EngineError) -> String? {
        if draft.market.isEmpty {
            guard alone, options.symbols.count == 1 else {
                throw EngineError(
                    .usage, "the file does not name its symbol", hint: "--symbol BTCUSDT, for example")
            }
            return options.symbols[0]
        }
        let symbol = draft.symbol(at: venue)
        let isWanted =
            options.symbols.isEmpty || options.symbols.contains { $0 == symbol || $0 == draft.market }
        return isWanted ? symbol : nil
    }

    private static func edition(
        of draft: TierDraft, _ venue: String, _ symbol: String, _ options: Options, _ file: TierFile
    ) throws -> (edition: TierEdition, remarks: [String]) {
        guard let day = draft.day ?? options.day else {
            let told = draft.inexactDay.map { "\(symbol): as_of '\($0)' is no day" }
            throw EngineError(
                .usage, told ?? "the file does not tell the day of its figures",
                hint: "--day 2026-09-29, for example, or --day today")
        }
        var size: Double?
        var remarks: [String] = []
        if let told = draft.day, let given = options.day, told != given {
            remarks.append("--day counts only where the file does not tell the day")
        }
        if let told = draft.inexactDay {
            remarks.append("as_of '\(Echo.plain(told.utf8))' is no day: --day counts")
        }
        if draft.needsContractSize(at: venue) {
            let known = TierCatalog.table(venue: venue, symbol: symbol)?.contractSize
            size = options.contractSize ?? known
            guard let size else {
                throw EngineError(
                    .usage, "sizes of \(symbol) count contracts, and the file does not give the size of one",
                    hint: "--contract-size 0.01, for example")
            }
            if options.contractSize == nil {
                remarks.append("the size of a contract of \(symbol), \(size), is that of the built-in table")
            }
        }
        let terms = TierDraft.Terms(
            venue: venue, title: TierStore.title(of: venue), symbol: symbol, day: day, contractSize: size)
        let made = try draft.table(terms, file: file.path, format: file.format)
        let edition = TierEdition(venue: venue, symbol: symbol, table: made.table, origin: .imported)
        return (edition, remarks + made.remarks)
    }
}
