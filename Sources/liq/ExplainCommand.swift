import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// `liq explain`: where the mass at a price came from.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Tell where the liquidations at a price come from.",
        discussion: """
            Takes what 'liq map' takes, and runs it once more. Whole buckets are explained: the bars and rungs that put \
            mass there, newest first, what of it is left, and what became of the rest.

            Example: liq explain examples/data/BTCUSDT --at 98000..99000
            """)

    @OptionGroup(title: "Map") var options: MapOptions<OfExplain>
    @OptionGroup(title: "Data") var columns: ColumnOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("A price, or two: 98000..99000.", valueName: "price"))
    var at: String

    @Option(help: "long or short; by default longs below the last price and shorts above it.")
    var side: String?

    @Option(help: "At most so many lines of bars in the text, 1 to 1,000.")
    var rows = 12

    @Option(help: ArgumentHelp("\(ExplanationResult.formatHelp) JSON and CSV hold every deposit."))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try ExplanationResult.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        try table.check(format, out, inputs: arguments.inputs)
        guard (1...1000).contains(rows) else {
            throw EngineError(.usage, "--rows must lie in 1 to 1,000, was \(rows)")
        }
        let prices = try PriceRange.parse(at, option: "--at")
        let side = try side.map { name in
            guard let side = Side(rawValue: name) else {
                throw EngineError(.usage, "--side takes long or short, was '\(name)'")
            }
            return side
        }
        let request = try arguments.request()
        let explanation = try CommandEngine(plugins, data.options(columns: columns.columns)).explain(
            arguments, request, prices: prices, side: side)
        // Only the text for people has rows to leave out.
        if format.isForPeople {
            return try Output.write(explanation.text(drawing.style, rows: rows), to: out)
        }
        try table.write(explanation, format, drawing.style, to: out)
    }
}
