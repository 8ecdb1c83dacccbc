import ArgumentParser
import Console
import Engine
import Plugins
import Scripting

/// `liq plugin check`: do plugins load, declare themselves and work?
struct PluginCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Load plugins and run them on a made-up market.",
        discussion:
            "Ends with 0 where all are well, else with the code of the first that is not (78 invalid, 75 limit)."
    )

    @Argument(help: ArgumentHelp("Ids or files.", valueName: "plugin"))
    var names: [String]

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        var first: Outcome?
        for name in names {
            do {
                let plugin = try catalog.plugin(named: name)
                let report = try SelfCheck(plugin).run()
                let unit = plugin.manifest.kind.isAskedPerBar ? "bar" : "map"
                var text =
                    "ok \(plugin.manifest.id) \(plugin.manifest.version), \(plugin.manifest.kind.name), "
                text += "\(PluginBench.text(report.secondsPerBar)) a \(unit): \(plugin.origin)\n"
                try Output.write(text, to: nil)
                for note in report.notes { Output.note("note: \(plugin.manifest.id) \(note)") }
            } catch let error as EngineError {
                Output.tell(error)
                first = first ?? Outcome(error)
            }
        }
        if let first { throw first }
    }
}
