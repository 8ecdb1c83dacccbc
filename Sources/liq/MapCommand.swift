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

    @Option(help: ArgumentHelp("\(MapResult.formatHelp)"))
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try MapResult.format(named: format, path: Output.file(out))
        try Output.check(out, inputs: options.inputs)
        var request = try options.request()
        if byRung, format.name != "part" {
            throw EngineError(.usage, "--by-rung is for parts: --out FILE.\(PartFormat.ending)")
        }
        request.byRung = byRung || format.name == "coinglass"
        let result = try CommandEngine(plugins).result(options, request)
        try Output.write(result, format, drawing.style, to: out)
    }
}
