import ArgumentParser
import Engine
import Plugins
import Scripting

/// `liq plugin bench`: what a plugin costs.
struct PluginBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure a plugin beside the built-in model.")

    @Argument(help: ArgumentHelp("An id, ID:name=value,… or a file.", valueName: "plugin"))
    var name: String

    @Option(help: "Bars of the made-up market.")
    var bars = 20_000

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        guard (10...5_000_000).contains(bars) else {
            throw EngineError(.usage, "--bars must lie in 10 to 5,000,000, was \(bars)")
        }
        let catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        let choice = try PluginChoice(parsing: name)
        guard !choice.isBuiltIn else {
            throw EngineError(.usage, "\(name) is no plugin", hint: "it is what plugins are measured beside")
        }
        let plugin = try catalog.plugin(named: choice.name, overrides: choice.overrides)
        let bench = try PluginBench(bars: bars) {
            try catalog.plugin(named: choice.name, overrides: choice.overrides)
        }
        let head =
            "\(plugin.manifest.id) \(plugin.manifest.version), \(plugin.origin), \(plugin.level.rawValue)"
        let lines = [head] + bench.lines + ["fastest of three runs over \(bench.bars) bars"]
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}
