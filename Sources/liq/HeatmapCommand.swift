import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

/// `liq heatmap`: the map over time.
struct HeatmapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heatmap", abstract: "Make the map over time, with the price path.",
        discussion: "Example: liq heatmap examples/data/BTCUSDT --columns 80")

    @OptionGroup(title: "Map") var options: MapOptions<OfHeatmap>
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(HeatmapResult.formatHelp)"))
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try HeatmapResult.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        var request = try arguments.request()
        request.columns = request.columns ?? MapRequest.usualColumns
        let engine = try CommandEngine(plugins)
        // A CSV is written column by column, so it may have more of them.
        if format.name == "csv" { return try HeatmapStream(out).write(engine, arguments, request) }
        let result = try engine.result(arguments, request)
        guard let heatmap = HeatmapResult(result) else { return }
        try Output.write(heatmap, format, drawing.style, to: out)
    }
}
