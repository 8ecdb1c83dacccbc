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
        discussion: """
            Example: liq map examples/data/BTCUSDT --lookback 7d --leverage retail

            A plugin is written ID, ID:name=value,name=value or as the path of its file.
            """)

    @OptionGroup(title: "Map") var options: MapOptions<OfMap>
    @OptionGroup(title: "Data") var columns: ColumnOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(MapResult.formatHelp)"))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try MapResult.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        try table.check(format, out, inputs: arguments.inputs)
        var request = try arguments.request()
        if request.byRung, format.rungs != .kept {
            throw EngineError(.usage, "--by-rung is for parts: --out FILE.\(PartFormat.ending)")
        }
        if request.isLayered, !format.isForPeople {
            throw EngineError(
                .usage, "--layers divides the bars of a picture; \(format.name) has none",
                hint:
                    "--format text draws them; --by-rung with --out FILE.\(PartFormat.ending) keeps what each rung holds"
            )
        }
        if format.rungs == .needed { request.byRung = true }
        let result = try CommandEngine(plugins, data.options(columns: columns.columns)).result(
            arguments, request)
        try table.write(result, format, drawing.style, to: out)
    }
}
