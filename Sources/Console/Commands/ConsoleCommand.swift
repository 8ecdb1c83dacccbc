import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Engine
package import Plugins
import Scripting

/// A command of the console: a line that starts with a colon.
package struct ConsoleCommand: Sendable {
    /// The kind of its argument, for completion.
    enum Argument: Sendable {
        case none, file, plugin, code, setting, option, help, branch, mode
    }

    /// Without the colon.
    package let name: String
    /// Its arguments: `PRICE [long|short]`.
    let usage: String
    let summary: String
    /// More lines of help.
    let details: String
    let argument: Argument
    /// Lines that work in a session with a dataset `btc` and its map `m`; help shows the first one.
    package let examples: [String]
    /// Returns false to end the session.
    let run: @Sendable (Console, String) throws -> Bool

    init(
        _ name: String, _ usage: String = "", _ argument: Argument = .none, _ summary: String,
        details: String = "", examples: [String], run: @escaping @Sendable (Console, String) throws -> Bool
    ) {
        (self.name, self.usage, self.argument, self.summary) = (name, usage, argument, summary)
        (self.details, self.examples, self.run) = (details, examples, run)
    }

    /// A command that never ends the session.
    static func doing(
        _ name: String, _ usage: String = "", _ argument: Argument = .none, _ summary: String,
        details: String = "", examples: [String], _ body: @escaping @Sendable (Console, String) throws -> Void
    ) -> ConsoleCommand {
        ConsoleCommand(name, usage, argument, summary, details: details, examples: examples) {
            try body($0, $1)
            return true
        }
    }

    /// The command as it is typed.
    var call: String { ":\(name)" + (usage.isEmpty ? "" : " " + usage) }

    /// All of them, in the order of help.
    package static let all =
        helpCommands + dataCommands + scenarioCommands + pluginCommands + entryCommands
        + settingCommands

    /// The command of a name.
    ///
    /// - Throws: ``EngineError`` `.usage` where there is none.
    static func named(_ name: String) throws(EngineError) -> ConsoleCommand {
        guard let command = all.first(where: { $0.name == name }) else {
            throw EngineError(
                .usage, "no command ':\(name)'",
                hint: Spelling.hint(for: name, among: all.map(\.name)) ?? ":help lists them")
        }
        return command
    }

    /// The commands as pages of the reference.
    package static var pages: [FunctionPage] {
        all.map { .command($0.name, $0.usage, $0.summary, example: $0.examples.first ?? "") }
    }
}

extension ConsoleCommand {
    static let dataCommands: [ConsoleCommand] = [
        .doing(
            "load", "PATH [NAME]", .file,
            "loads market data under a name; by itself one from its file or folder",
            details:
                "A name that holds something else is not taken by itself: the data is then btc2. With NAME it is, and that is "
                + "said.",
            examples: [":load examples/data/BTCUSDT btc"]
        ) { console, text in
            var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else {
                throw EngineError(.usage, "load what?", hint: "such as :load examples/data/BTCUSDT")
            }
            // A path may have blanks in it: its last word is a name only where it could be one.
            let name = words.count > 1 && LuaName.isName(words[words.count - 1]) ? words.removeLast() : nil
            let path = words.joined(separator: " ")
            let chosen = try name ?? console.freeName(LuaName.of(TextFile.absolute(path)), for: path)
            let isTaken = try name.map { try !console.isFree($0, for: path) } ?? false
            try console.enter("\(chosen) = liq.load \(QuotedText.quoted(path))", isEchoed: true)
            if isTaken { console.note("\(chosen) held another value; :undo brings it back") }
        },
        .doing("data", "", .none, "lists the loaded market data", examples: [":data"]) { console, _ in
            console.page(try DatasetList(console.session).text(console.session.style))
        },
    ]
}

// Names for data.
extension Console {
    /// Whether a variable has no value, or holds the data of a path already.
    fileprivate func isFree(_ name: String, for path: String) throws -> Bool {
        switch try session.state.global(name) {
        case .nil: true
        case .object(let reference): (reference.object as? DatasetObject)?.path == path
        default: false
        }
    }

    /// A name that may be given to the data of a path: itself, or with a number behind it.
    fileprivate func freeName(_ name: String, for path: String) throws -> String {
        if try isFree(name, for: path) { return name }
        var number = 2
        while try !isFree("\(name)\(number)", for: path) { number += 1 }
        return "\(name)\(number)"
    }
}

/// The market data that globals hold, as a table.
struct DatasetList {
    private let session: Session

    init(_ session: Session) { self.session = session }

    func text(_ style: TerminalStyle) throws -> String {
        var table = TextTable([
            .text("name"), .text("symbol"), .text("interval"), .number("bars"), .text("from"), .text("to"),
            .text("path"),
        ])
        for (name, dataset) in try session.globals(of: DatasetObject.self) {
            let series = dataset.dataset.series
            table.append([
                name, dataset.dataset.symbol ?? "", UnitText.text(milliseconds: dataset.dataset.interval),
                NumberText.count(series.count), Self.time(series.time[0]),
                Self.time(series.time[series.count - 1]), dataset.path,
            ])
        }
        guard !table.rows.isEmpty else {
            return "no data is loaded: :load examples/data/BTCUSDT, or btc = liq.load \"…\""
        }
        return table.text(style)
    }

    private static func time(_ milliseconds: Int64) -> String {
        "\(Timestamp(milliseconds: milliseconds))".replacing("T00:00Z", with: "")
    }
}

extension ConsoleCommand {
    static let pluginCommands: [ConsoleCommand] = [
        .doing("plugins", "", .none, "lists the plugins that were found", examples: [":plugins"]) {
            console, _ in
            console.page(try PluginList(console.session.catalog).text)
        },
        .doing(
            "reload", "[ID]", .plugin, "reloads plugins whose files have changed", examples: [":reload"]
        ) { console, id in
            console.show(try console.reload(id.isEmpty ? nil : id))
        },
        .doing(
            "profile", "CODE", .code,
            "runs code and shows how long each plugin took",
            examples: [":profile btc:map { lookback = \"2d\", leverage = \"momentum-retail\" }"]
        ) { console, code in
            try console.profile(code)
        },
    ]
}
