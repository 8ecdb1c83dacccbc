import ArgumentParser
import Engine
import LuaRuntime
import MarketData
import Plugins
import Scripting

/// `liq map`: where positions would be force-closed.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Make a liquidation map.",
        discussion: "Example: liq map examples/data/BTCUSDT --lookback 7d --leverage retail")

    @OptionGroup(title: "Map") var options: MapOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Flag(help: "Keep mass rung by rung in a part, so that sums of it can be written as coinglass.")
    var byRung = false

    @Option(help: "text, json, csv, coinglass or part (.liqpart); by default what --out ends in, else text.")
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try Output.format(format, out: out)
        try Output.check(out, inputs: options.inputs)
        var request = try options.request()
        if byRung, format != .part {
            throw EngineError(.usage, "--by-rung is for parts: --out FILE.\(PartFormat.ending)")
        }
        request.byRung = byRung || format == .coinglass
        let result = try CommandEngine(plugins).result(options, request)
        try Output.write(
            result.bytes(in: format, style: drawing.style, path: out ?? "standard output"), to: out)
    }
}
