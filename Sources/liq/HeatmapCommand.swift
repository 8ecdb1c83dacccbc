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

    @OptionGroup(title: "Map") var options: MapOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: "About how many columns, 1 to 100,000; as CSV, 1 to 10,000,000.")
    var columns = 160

    @Option(help: "long or short; both unless named.")
    var side: String?

    @Option(
        help: ArgumentHelp(
            "Only the rung at a leverage, 25, or the rungs between two, 20..50.", valueName: "leverage"))
    var rungs: String?

    @Option(help: ArgumentHelp("\(HeatmapResult.formatHelp)"))
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try HeatmapResult.format(named: format, path: Output.file(out))
        // A CSV is written column by column, so it may have more of them.
        let isStreamed = format.name == "csv"
        try Output.check(out, inputs: options.inputs)
        let most = isStreamed ? 10_000_000 : 100_000
        guard (1...most).contains(columns) else {
            throw EngineError(
                .usage,
                "--columns must lie in 1 to \(NumberText.count(most)), was \(columns)")
        }
        var request = try options.request()
        request.columns = columns
        try narrow(&request)
        let engine = try CommandEngine(plugins)
        if isStreamed { return try HeatmapStream(out).write(engine, options, request) }
        let result = try engine.result(options, request)
        guard let heatmap = HeatmapResult(result) else { return }
        try Output.write(heatmap, format, drawing.style, to: out)
    }

    /// Takes over side and rungs.
    private func narrow(_ request: inout MapRequest) throws {
        if let side {
            guard let named = Side(rawValue: side) else {
                throw EngineError(.usage, "--side must be long or short, was '\(side)'")
            }
            request.side = named
        }
        if let rungs {
            guard let ends = try? PriceRange.parse(rungs, option: "--rungs"),
                (1...1000).contains(ends.lowerBound), (1...1000).contains(ends.upperBound)
            else {
                throw EngineError(
                    .usage,
                    "--rungs takes a leverage from 1 to 1000 such as 25, or two rising ones such as 20..50, "
                        + "was '\(rungs)'")
            }
            request.leverages = ends
        }
    }
}
