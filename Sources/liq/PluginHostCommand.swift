import ArgumentParser
import Engine
import Plugins
import Scripting

/// `liq plugin-host`: what a process for one isolated plugin runs. Not for people: its input is a socket.
struct PluginHostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: PluginProcess.command, abstract: "Serve one isolated plugin.", shouldDisplay: false)

    func run() {
        SystemLimits.apply()
        PluginServer(descriptor: 0).run()
    }
}
