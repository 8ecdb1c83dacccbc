import ArgumentParser
import MarketData
import PluginHost

/// `liq heatmap`: the map over time.
struct HeatmapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heatmap", abstract: "Make the map over time, with the price path.",
        discussion: "Example: liq heatmap examples/data/BTCUSDT --columns 80")

    @OptionGroup(title: "Map") var options: MapOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    @Option(help: "About how many columns, 1 to 100,000.")
    var columns = 160

    @Option(help: "text or json; by default what --out ends in, else text.")
    var format: String?

    @Option(help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try Output.format(format, out: out)
        guard (1...100_000).contains(columns) else {
            throw HostError(.usage, "--columns must lie in 1 to 100,000, was \(columns)")
        }
        guard format == .text || format == .json else {
            throw HostError(.usage, "a heatmap is written as text or json, not as \(format.rawValue)")
        }
        var request = try options.request()
        request.columns = columns
        let answer = try Engine(plugins).answer(options, request)
        guard let heatmap = answer.heatmap else { return }
        let text = format == .json ? heatmap.json : heatmap.text(drawing.style, title: answer.title)
        try Output.write(text, to: out)
    }
}
