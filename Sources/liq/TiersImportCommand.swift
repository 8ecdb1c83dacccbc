import ArgumentParser
import Engine
import Glibc
import LiquidationCore
import MarketData
import Plugins
import Scripting

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
