import Charts
import PlainText
import Engine
import Plugins
import Scripting

/// What a user can change about the console, by name.
struct ConsoleSettings {
    /// One of them.
    struct Setting {
        let name: String
        /// The words that it takes.
        let values: [String]
        var range: ClosedRange<Int>?
        let summary: String

        /// What it takes, in words.
        var contract: String {
            let number = range.map { ["\($0.lowerBound) to \($0.upperBound)"] } ?? []
            return (values + number).joined(separator: ", ")
        }
    }

    /// All of them; the first word of each is its default.
    static let all = [
        Setting(name: "keys", values: ["emacs", "vi"], summary: "how the line editor's keys work"),
        Setting(
            name: "footer", values: ["auto", "on", "off"],
            summary: "time and work under a result; auto: if it took a tenth of a second"),
        Setting(
            name: "pager", values: ["auto", "off"],
            summary: "show what is longer than the screen through $PAGER"),
        Setting(
            name: "mode", values: ValueForm.allCases.map(\.rawValue), summary: "how values are shown"),
        Setting(name: "color", values: ["auto", "on", "off"], summary: "colours"),
        Setting(name: "ascii", values: ["auto", "on", "off"], summary: "only ASCII characters"),
        Setting(
            name: "width", values: ["auto"], range: 60...400, summary: "columns that pictures are drawn to"),
    ]

    private var chosen: [String: String] = [:]

    subscript(_ name: String) -> String {
        chosen[name] ?? Self.all.first { $0.name == name }?.values[0] ?? ""
    }

    /// Sets one.
    ///
    /// - Throws: ``EngineError`` `.usage` naming what there is.
    mutating func set(_ name: String, to value: String) throws(EngineError) {
        let setting = try Self.setting(name)
        let isNumber = setting.range.flatMap { range in Int(value).map(range.contains) } ?? false
        guard setting.values.contains(value) || isNumber else {
            throw EngineError(
                .usage, "\(name) takes \(setting.contract), was '\(value)'",
                hint: Spelling.hint(for: value, among: setting.values))
        }
        chosen[name] = value
    }

    /// - Throws: ``EngineError`` `.usage` where there is none of that name.
    static func setting(_ name: String) throws(EngineError) -> Setting {
        guard let setting = all.first(where: { $0.name == name }) else {
            throw EngineError(
                .usage, "no setting '\(name)': there are \(all.map(\.name).joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: all.map(\.name)))
        }
        return setting
    }

    /// `on` and `off` as a choice, `auto` as none.
    func flag(_ name: String) -> Bool? { ["on": true, "off": false][self[name]] }
}

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
            default: throw EngineError(.usage, "set takes a name and a value", hint: ":set keys vi")
            }
        },
        shorthand(
            "mode", "[FORM]", "sets how values are shown: auto, table, csv, jsonl or json", .mode,
            [":mode json", ":mode auto"]),
        shorthand(
            "pager", "[auto|off]", "sets whether what is longer than the screen goes through $PAGER", .none,
            [":pager", ":pager off"]),
    ]

    /// A setting that is also a command.
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
