import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Scripting

/// `liq history`: maps at many times, a row each.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Make maps at many times, a row each.",
        discussion: """
            Each row is the map as it was known then: of bars that had ended. One walk over the data makes all of them; with a \
            look-back, several venues, or plugins that look at all bars at once, each row is a run.

            Example: liq history examples/data/BTCUSDT --every 1d --since "30d ago"
            """)

    @OptionGroup(title: "Map") var options: MapOptions<OfHistory>
    @OptionGroup(title: "Data") var columns: ColumnOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(HistoryTable.formatHelp)"))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try HistoryTable.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        try table.check(format, out, inputs: arguments.inputs)
        let history = try CommandEngine(plugins, data.options(columns: columns.columns)).history(
            arguments, arguments.request())
        try table.write(history, format, drawing.style, to: out)
    }
}
