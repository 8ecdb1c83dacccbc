import Charts
import LuaRuntime
import PlainText
import PluginHost

extension ConsoleCommand {
    static let sceneCommands: [ConsoleCommand] = [
        .doing(
            "why", "PRICE [long|short]", .none, "where the mass at a price, or at 98000..99000, came from",
            details: "As map:explain of the map that was made last: bars, rungs, rules and fractions.",
            examples: [":why 118000", ":why 117000..118000 long"]
        ) { console, text in
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let price = words.first, words.count < 3 else {
                throw HostError(.usage, "why takes a price and perhaps a side", hint: ":why 98000 long")
            }
            let at = Double(price) == nil ? QuotedText.quoted(price) : price
            let side = words.count > 1 ? ", side = \(QuotedText.quoted(words[1]))" : ""
            _ = try console.mapAtHand()
            try console.enter("liq.current():explain { at = \(at)\(side) }")
        },
        .doing(
            "assume", "[NAME=VALUE …]", .option,
            "what the map at hand rests on, or the map under other options",
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
            "what moved between two maps or branches",
            details: "B is the map at hand where it is left out.",
            examples: [":diff m liq.current()", ":diff m m:with{leverage=\"uniform\"}"]
        ) { console, text in
            try console.difference(text)
        },
        .doing(
            "sweep", "NAME VALUES", .option, "the map at hand at each of several values",
            details:
                "price -5%..+5% step 1% tells what a move would force-close; any option of :assume takes "
                + "a list, 7d,14d,30d, or numbers, 1..5 step 1. On a terminal ← → go through the steps, Enter leaves.",
            examples: [
                ":sweep price -5%..+5% step 1%", ":sweep leverage retail,uniform",
                ":sweep clusters 1..3 step 1",
            ]
        ) { console, text in
            try console.sweep(text)
        },
        .doing(
            "branch", "[NAME]", .branch, "goes to a branch of the session, or begins one",
            details:
                "Each branch has its own variables and its own map at hand. Without a name: where you are.",
            examples: [":branch calm", ":branch main", ":branch"]
        ) { console, name in
            try console.branch(name)
        },
        .doing("branches", "", .none, "the branches with their maps", examples: [":branches"]) { console, _ in
            console.show(try BranchList(console.scenes, console.session).text(console.session.style))
        },
        .doing(
            "undo", "[COUNT]", .none, "takes back what the last entry changed",
            details: "Variables, and which map is at hand.",
            examples: [":undo"]
        ) { console, count in
            guard let steps = count.isEmpty ? 1 : Int(count), (1...100).contains(steps) else {
                throw HostError(.usage, "undo takes how many entries, 1 to 100, was '\(count)'")
            }
            for _ in 0..<steps { console.show(try console.undo()) }
        },
        .doing(
            "watch", "FILE or CODE", .code,
            "runs again when a file changes",
            details:
                "A plugin's file is reloaded, and the last value shown anew. Any key, or Ctrl-C, ends it.",
            examples: [":watch my-plugin.lua", ":watch btc:map { leverage = \"./my-plugin.lua\" }"]
        ) { console, text in
            try console.watch(text)
        },
    ]
}

/// `NAME=VALUE …` as the table that `map:with` takes.
struct OptionList {
    /// The table as Lua writes it.
    let table: String

    /// - Throws: ``HostError`` `.usage` for a word that is no pair.
    init(_ text: String) throws(HostError) {
        var (own, model) = ([String](), [String]())
        let tight = text.replacing(/\s*=\s*/, with: "=")
        for word in tight.split(whereSeparator: \.isWhitespace).map(String.init) {
            let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            guard pair.count == 2, LuaName.isName(pair[0]), !pair[1].isEmpty else {
                throw HostError(.usage, "NAME=VALUE expected, was '\(word)'", hint: ":assume leverage=retail")
            }
            let known = MapRequest.optionNames.map(\.name)
            guard known.contains(pair[0]) else {
                throw HostError(
                    .usage, "no option '\(pair[0])' of a map or its model",
                    hint: Spelling.hint(for: pair[0], among: known) ?? "Tab lists them")
            }
            if MapRequest.isArgument(pair[0]) {
                own.append("\(pair[0]) = \(LuaName.value(pair[1]))")
            } else {
                model.append("\(pair[0]) = \(LuaName.value(pair[1]))")
            }
        }
        if !model.isEmpty { own.append("options = { \(model.joined(separator: ", ")) }") }
        table = "{ \(own.joined(separator: ", ")) }"
    }
}
