import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let pluginCommands: [ConsoleCommand] = [
        .doing("plugins", "", .none, "the plugins that are found", examples: [":plugins"]) { console, _ in
            console.page(PluginList(console.session.catalog).text)
        },
        .doing(
            "reload", "[ID]", .plugin, "takes in plugins whose files have changed", examples: [":reload"]
        ) { console, id in
            console.show(try console.reload(id.isEmpty ? nil : id))
        },
        .doing(
            "profile", "CODE", .code,
            "runs code and tells what each plugin took",
            examples: [":profile btc:map { lookback = \"2d\", leverage = \"momentum-retail\" }"]
        ) { console, code in
            try console.profile(code)
        },
    ]
}
