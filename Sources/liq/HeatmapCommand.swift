import ArgumentParser
import Engine
import LiquidationCore
import MarketData
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

    @Option(help: "text, json or csv; by default what --out ends in, else text.")
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try Output.format(format, out: out)
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        guard [.text, .json, .csv].contains(format) else {
            throw EngineError(.usage, "a heatmap is written as text, json or csv, not as \(format.rawValue)")
        }
        var request = try arguments.request()
        request.columns = request.columns ?? MapRequest.usualColumns
        let engine = try CommandEngine(plugins)
        if format == .csv { return try HeatmapStream(out).write(engine, arguments, request) }
        let result = try engine.result(arguments, request)
        guard let heatmap = result.heatmap else { return }
        let text =
            format == .json
            ? result.heatmapJSON(heatmap) : result.heatmapText(heatmap, drawing.style)
        try Output.write(text, to: out)
    }
}
