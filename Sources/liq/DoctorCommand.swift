import ArgumentParser
import Charts
import Console
import Engine
import Glibc
import Plugins
import Scripting

/// `liq doctor`: is everything here that liq needs?
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this installation and say what is wrong with it.")

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let style = Terminal.style()
        var output = Terminal.isTerminal(STDOUT_FILENO) ? "terminal" : "pipe or file"
        output += ", \(style.columns) columns, \(style.unicode ? "Unicode" : "ASCII")"
        if style.color { output += ", colour" }
        let installation = try Installation(plugins.catalog(), output: output)
        try Output.write(installation.text + "\n", to: nil)
        if !installation.isSound { throw Outcome.pluginInvalid }
    }
}
