import Charts
import PluginHost

extension ConsoleCommand {
    static let dataCommands: [ConsoleCommand] = [
        .doing(
            "load", "PATH [NAME]", .file, "loads market data under a name; by itself that of the symbol",
            examples: [":load examples/data/BTCUSDT btc"]
        ) { console, text in
            var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else {
                throw HostError(.usage, "load what?", hint: "such as :load examples/data/BTCUSDT")
            }
            // A path may have blanks in it: only what is a name behind it is one.
            let name = words.count > 1 && LuaName.isName(words[words.count - 1]) ? words.removeLast() : nil
            let path = words.joined(separator: " ")
            try console.enter(
                "\(name ?? LuaName.of(path)) = liq.load \(LuaName.quoted(path))", isEchoed: true)
        },
        .doing("data", "", .none, "the market data at hand", examples: [":data"]) { console, _ in
            console.page(try DatasetList(console.session).text(console.session.style))
        },
    ]
}

/// Names of variables.
enum LuaName {
    /// Whether a text could be one.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return !LuaToken.keywords.contains(text)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
    }

    /// One for the data behind a path: `btc` for `…/BTCUSDT`.
    static func of(_ path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        var name = String(last.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }).lowercased()
        for ending in ["usdt", "usdc", "usd"] where name.hasSuffix(ending) && name.count > ending.count {
            name = String(name.dropLast(ending.count))
            break
        }
        return isName(name) ? name : "data"
    }

    /// A text as Lua writes it.
    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            + "\""
    }

    /// A value that was typed without quotes: a number as it stands, anything else as a text.
    static func value(_ text: String) -> String {
        if text == "true" || text == "false" || text == "nil" { return text }
        let isNumber = Double(text) != nil && text.allSatisfy { $0.isNumber || "+-.eE".contains($0) }
        return isNumber ? text.trimmingPrefix("+").description : quoted(text)
    }
}
