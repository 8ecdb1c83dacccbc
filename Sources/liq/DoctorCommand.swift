import ArgumentParser
import Charts
import Console
import Glibc
import PluginHost

/// `liq doctor`: is everything here that liq needs?
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this installation and say what is wrong with it.")

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        var text = try VersionText.text() + "\n"
        let style = Terminal.style()
        text += "output: \(Terminal.isTerminal(STDOUT_FILENO) ? "terminal" : "pipe or file"), "
        text += "\(style.columns) columns, \(style.unicode ? "Unicode" : "ASCII")"
        text += style.color ? ", colour\n" : "\n"
        let catalog = try plugins.catalog()
        let entries = catalog.entries()
        var isSound = true
        for folder in catalog.searchPath {
            let here = entries.filter { $0.path.hasPrefix(folder + "/") }
            text += "plugins in \(folder): \(here.count)\n"
        }
        for entry in entries {
            if case .failure(let error) = entry.manifest {
                isSound = false
                text += "invalid: \(error)\n"
            }
        }
        if !entries.contains(where: { $0.id == "measured" }) {
            isSound = false
            text +=
                "the default leverage plugin 'measured' is not found: set LIQ_PLUGIN_PATH or use --plugins\n"
        }
        text += isSound ? "all well\n" : "not well\n"
        try Output.write(text, to: nil)
        if !isSound { throw Outcome.pluginInvalid }
    }
}
