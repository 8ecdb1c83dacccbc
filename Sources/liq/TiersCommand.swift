import ArgumentParser
import Charts
import Console
import Engine
import Glibc
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

/// `liq tiers`: margin tiers, those that are built in and the user's.
struct TiersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiers", abstract: "List, show and import margin tiers.",
        discussion: "Example: liq tiers show okx BTCUSDT --at 2026-06-01",
        subcommands: [TiersListCommand.self, TiersShowCommand.self, TiersImportCommand.self])

    /// A day of an option.
    ///
    /// - Throws: ``EngineError`` `.usage`.
    static func day(_ text: String, option: String) throws(EngineError) -> Timestamp {
        if let day = Timestamp(day: text) { return day }
        throw EngineError(.usage, "\(option) takes a day such as 2026-09-29, was '\(text)'")
    }
}

/// `liq tiers list`: what tables there are.
struct TiersListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tier tables: built in and imported.")

    @Option(help: "Only this venue.")
    var venue: String?

    func run() throws {
        if let venue { try TierImport.check(venue: venue) }
        let store = TierStore.usual()
        var editions: [TierEdition] = []
        var isSound = true
        for id in TierStore.venues where venue == nil || venue == id {
            editions += TierCatalog.editions(venue: id)
            for stored in store.stored(venue: id) {
                do {
                    editions.append(try stored.edition(title: TierStore.title(of: id)))
                } catch {
                    isSound = false
                    Output.error("invalid: \(error)")
                }
            }
        }
        let order = TierStore.venues
        editions.sort { a, b in
            let (i, j) = (order.firstIndex(of: a.venue) ?? 0, order.firstIndex(of: b.venue) ?? 0)
            return (i, a.symbol, a.table.day ?? "") < (j, b.symbol, b.table.day ?? "")
        }
        try Output.write(TierText.list(editions), to: nil)
        if !isSound { throw Outcome.badInput }
    }
}

/// `liq tiers show`: the rows of one table.
struct TiersShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the tiers of a symbol.",
        discussion: "A symbol may be another venue's name of the same contract: liq tiers show okx BTCUSDT")

    @Argument(help: "The venue's id.")
    var venue: String

    @Argument(help: "The symbol.")
    var symbol: String

    @Option(help: ArgumentHelp("The day whose tiers count; by default the newest.", valueName: "day"))
    var at: String?

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As the CSV that import reads.")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("either --json or --csv, not both") }
    }

    func run() throws {
        try TierImport.check(venue: venue)
        let time = try at.map { text throws(EngineError) in try TiersCommand.day(text, option: "--at") }
        let store = TierStore.usual()
        guard let edition = try store.edition(venue: venue, symbol: symbol, at: time) else {
            let known = store.symbols(venue: venue)
            let upper = known.contains(symbol.uppercased()) ? "did you mean '\(symbol.uppercased())'?" : nil
            throw EngineError(
                .inputMissing, "no tiers of \(venue) for '\(symbol)'",
                hint: upper ?? Spelling.hint(for: symbol, among: known)
                    ?? "'liq tiers list --venue \(venue)' shows what there is")
        }
        let document = TierDocument(edition)
        let sheet = TierText.sheet(edition, unicode: Terminal.style().unicode)
        let text = json ? document.json : csv ? document.csv : sheet
        try Output.write(text, to: nil)
    }
}

/// `liq tiers import`: tiers of a file for the user's own folder.
struct TiersImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in tiers of a file.",
        discussion: """
            Reads Binance leverageBracket, Bybit v5 risk-limit, OKX position-tiers, leverage tiers of ccxt and \
            freqtrade, and the CSV of 'liq tiers show --csv'. Every table is checked, then all are written to the \
            data folder: $LIQ_DATA_HOME, else $XDG_DATA_HOME/liq, else ~/.local/share/liq.
            Example: liq tiers import brackets.json --day 2026-09-29
            """)

    @Argument(help: "The file.")
    var file: String

    @Option(help: "Venue of the tiers, where the file does not tell.")
    var venue: String?

    @Option(
        help: ArgumentHelp("Day of the figures where the file does not tell, or 'today'.", valueName: "day"))
    var day: String?

    @Option(help: "Only this symbol; may be given again.")
    var symbol: [String] = []

    @Option(help: ArgumentHelp("Size of a contract where sizes count contracts.", valueName: "size"))
    var contractSize: Double?

    @Flag(help: "Check and say what would be written, without writing.")
    var dryRun = false

    func run() throws {
        var options = TierImport.Options()
        (options.venue, options.symbols, options.contractSize) = (venue, symbol, contractSize)
        if let contractSize, !(contractSize > 0 && contractSize < .infinity) {
            throw EngineError(.usage, "--contract-size must be above zero, was \(contractSize)")
        }
        options.day = try day.map { text throws(EngineError) in
            let now = Timestamp(milliseconds: Int64(time(nil)) * 1000)
            return (text == "today" ? now : try TiersCommand.day(text, option: "--day")).day
        }
        let tables = try TierImport(file, options)
        Output.note("\(file): \(tables.file.format.rawValue), \(tables.editions.count) tables")
        for remark in tables.remarks { Output.note("note: \(remark)") }
        let store = TierStore.usual()
        var text = ""
        for edition in tables.editions {
            let place = dryRun ? "not written" : try store.save(edition)
            text += "\(edition.venue) \(edition.symbol), \(TierText.line(edition)): \(place)\n"
        }
        try Output.write(text, to: nil)
    }
}
