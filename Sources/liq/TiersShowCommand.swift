import ArgumentParser
import Charts
import Console
import Engine
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

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
