import Charts
import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let settingCommands: [ConsoleCommand] = [
        .doing(
            "set", "[NAME [VALUE]]", .setting, "shows or changes how the console works",
            examples: [":set", ":set keys", ":set footer on"]
        ) { console, text in
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.count {
            case 0: console.show(table(console.settings).text(console.session.style))
            case 1:
                let setting = try ConsoleSettings.setting(words[0])
                console.show(
                    "\(setting.name) is \(console.settings[setting.name]); it takes \(setting.contract)")
            case 2: try console.set(words[0], to: words[1])
            default: throw HostError(.usage, "set takes a name and a value", hint: ":set keys vi")
            }
        },
        shorthand(
            "mode", "[FORM]", "how values are shown: auto, table, csv, jsonl or json", .mode,
            [":mode json", ":mode auto"]),
        shorthand(
            "pager", "[auto|off]", "whether what is longer than the screen goes through $PAGER", .none,
            [":pager", ":pager off"]),
    ]

    /// A setting that is a command, too.
    private static func shorthand(
        _ name: String, _ usage: String, _ summary: String, _ argument: Argument, _ examples: [String]
    ) -> ConsoleCommand {
        .doing(name, usage, argument, summary, examples: examples) { console, value in
            guard !value.isEmpty else { return console.show("\(name) is \(console.settings[name])") }
            try console.set(name, to: value)
        }
    }

    private static func table(_ settings: ConsoleSettings) -> TextTable {
        var table = TextTable([.text("setting"), .text("is"), .text("takes"), .text("")])
        for setting in ConsoleSettings.all {
            table.append([setting.name, settings[setting.name], setting.contract, setting.summary])
        }
        return table
    }
}
