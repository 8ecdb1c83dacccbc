import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let scenarioCommands: [ConsoleCommand] = [
        .doing(
            "why", "PRICE [long|short]", .none,
            "shows where the notional at a price, or in 98000..99000, came from",
            details: "Like map:explain of the current map: bars, rungs, rules and fractions.",
            examples: [":why 118000", ":why 117000..118000 long"]
        ) { console, text in
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let price = words.first, words.count < 3 else {
                throw EngineError(.usage, "why takes a price and, if wanted, a side", hint: ":why 98000 long")
            }
            let at = Double(price) == nil ? QuotedText.quoted(price) : price
            let side = words.count > 1 ? ", side = \(QuotedText.quoted(words[1]))" : ""
            _ = try console.mapAtHand()
            try console.enter("liq.current():explain { at = \(at)\(side) }")
        },
        .doing(
            "assume", "[NAME=VALUE …]", .option,
            "shows what the current map assumes, or computes it with other options",
            details:
                "NAME is an option of dataset:map, such as leverage, lookback or model, or of the model, such as "
                + "closing or entry.",
            examples: [":assume", ":assume leverage=retail lookback=7d", ":assume closing=oldestFirst"]
        ) { console, text in
            let map = try console.mapAtHand()
            guard !text.isEmpty else { return console.page(MapAssumptions(map).text(console.session.style)) }
            try console.enter("liq.current():with \(try OptionList(text).table)")
        },
        .doing(
            "diff", "A [B]", .code,
            "shows what moved between two maps or branches",
            details: "Without B the current map is taken.",
            examples: [":diff m liq.current()", ":diff m m:with{leverage=\"uniform\"}"]
        ) { console, text in
            try console.difference(text)
        },
        .doing(
            "sweep", "NAME VALUES", .option, "computes the current map at each of several values",
            details:
                "price -5%..+5% step 1%, or prices to go to, shows what a move would force-close; any option of "
                + ":assume, and any parameter of a plugin that the map has, takes a list, 7d,14d,30d, or numbers, "
                + "1..5 step 1. On a terminal ← → go through the steps, Enter leaves. The steps are then in _, a list of "
                + "records.",
            examples: [
                ":sweep price -5%..+5% step 1%", ":sweep leverage retail,uniform",
                ":sweep leverage.tail 1..2 step 0.5",
            ]
        ) { console, text in
            try console.sweep(text)
        },
        .doing(
            "branch", "[NAME]", .branch, "goes to a branch of the session, or begins one",
            details:
                "Each branch has its own variables and its own current map. Without a name: shows the current branch.",
            examples: [":branch calm", ":branch main", ":branch"]
        ) { console, name in
            try console.branch(name)
        },
        .doing("branches", "", .none, "lists the branches with their maps", examples: [":branches"]) {
            console, _ in
            console.show(try BranchList(console.scenarios, console.session).text(console.session.style))
        },
        .doing(
            "undo", "[COUNT]", .none, "takes back what the last entry changed",
            details: "Variables, and which map is the current one.",
            examples: [":undo"]
        ) { console, count in
            guard let steps = count.isEmpty ? 1 : Int(count), (1...100).contains(steps) else {
                throw EngineError(.usage, "undo takes how many entries, 1 to 100, was '\(count)'")
            }
            for _ in 0..<steps { console.show(try console.undo()) }
        },
        .doing(
            "watch", "FILE or CODE", .code,
            "runs again when a file changes",
            details:
                "A plugin's file is reloaded, also when a module that it requires changes, and the last value shown again. "
                + "Any key, or Ctrl-C, ends it.",
            examples: [":watch my-plugin.lua", ":watch btc:map { leverage = \"./my-plugin.lua\" }"]
        ) { console, text in
            try console.watch(text)
        },
    ]
}

/// Options that were typed as `NAME=VALUE …`, as the table that `map:with` takes.
struct OptionList {
    /// The table as Lua writes it.
    let table: String

    /// - Throws: ``EngineError`` `.usage` for a word that is no pair, and for two that do not add up.
    init(_ text: String) throws {
        var (own, model) = ([String](), [String]())
        var settings = MapSettings(.console)
        var given: Set<String> = []
        let tight = text.replacing(/\s*=\s*/, with: "=")
        for word in tight.split(whereSeparator: \.isWhitespace).map(String.init) {
            let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard pair.count == 2, LuaName.isName(pair[0]), !pair[1].isEmpty else {
                throw EngineError(
                    .usage, "NAME=VALUE expected, was '\(word)'", hint: ":assume leverage=retail")
            }
            let name = try Self.name(pair[0])
            if let option = MapOption.named(name) {
                try settings.add(name, .word(pair[1]), in: .map)
                if given.insert(name).inserted { own.append("\(name) = \(Self.value(pair[1], of: option))") }
            } else {
                try settings.add("options", .word("\(name)=\(pair[1])"), in: .map)
                if given.insert(name).inserted { model.append("\(name) = \(LuaName.value(pair[1]))") }
            }
        }
        try settings.check()
        if !model.isEmpty { own.append("options = { \(model.joined(separator: ", ")) }") }
        table = "{ \(own.joined(separator: ", ")) }"
    }

    /// The name of an argument or of an option of the model.
    private static func name(_ typed: String) throws(EngineError) -> String {
        let known = MapOption.typed.map(\.name)
        guard known.contains(typed) || MapOption.named(typed) != nil || MapModel.option(named: typed) != nil
        else {
            throw EngineError(
                .usage, "no option '\(typed)' of a map or its model",
                hint: Spelling.hint(for: typed, among: known) ?? "Tab lists them")
        }
        return typed
    }

    /// A value as Lua writes it: in quotes where the argument is a text.
    private static func value(_ typed: String, of option: MapOption) -> String {
        switch option.type {
        case .number, .integer, .fraction: LuaName.value(typed)
        case .flag: ["on": "true", "off": "false"][typed] ?? LuaName.value(typed)
        default: typed == "false" ? typed : QuotedText.quoted(typed)
        }
    }
}

extension MapOption {
    /// What `:assume` and `:sweep` take, each with a line of help: arguments of maps, then options of the model that have
    /// no argument of their name.
    static var typed: [(name: String, help: String)] {
        let arguments = rows(for: .map).filter { $0.type != .settings }
        let model = MapModel.optionTable.filter { option in
            !MapRequest.derivedOptions.contains(option.name)
                && !arguments.contains { $0.name == option.name }
        }
        return arguments.map { ($0.name, $0.page.line) }
            + model.map { ($0.name, "\($0.values): \($0.summary)") }
    }
}

/// The assumptions of a map, one a line.
struct MapAssumptions {
    private let map: MapResult

    init(_ map: MapResult) { self.map = map }

    func text(_ style: TerminalStyle) -> String {
        let assumptions = map.assumptions
        var table = TextTable([.text(""), .text("")])
        func add(_ pairs: [Assumptions.Pair]) {
            for pair in pairs { table.append([pair.name.text, pair.value.text]) }
        }
        for part in assumptions.parts {
            let values = part.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            table.append([part.kind.text, values.isEmpty ? part.id.text : "\(part.id) (\(values))"])
        }
        add(assumptions.model)
        table.append(["margin", assumptions.margin.text])
        add(assumptions.data)
        add(assumptions.coverage)
        for note in assumptions.notes { table.append(["note", note.text]) }
        table.append(["engine", assumptions.engine.text])
        // Under the title in place of headings.
        let rows = table.lines(TerminalStyle.plain(columns: 10_000, unicode: style.unicode)).dropFirst()
        return ([map.title.text] + rows).flatMap { Self.wrap($0, style.columns) }.joined(separator: "\n")
    }

    /// A line that is too long goes on under its second column.
    private static func wrap(_ line: String, _ columns: Int) -> [String] {
        guard TextWidth.of(line) > columns else { return [line] }
        let first = line.prefix { $0 != " " }
        let lead = first + line.dropFirst(first.count).prefix { $0 == " " }
        return WrappedText.lines(
            line.dropFirst(lead.count), columns: columns, lead: String(lead),
            indent: min(TextWidth.of(lead), columns / 2))
    }
}
