import PlainText
import PluginHost

/// Names of variables.
enum LuaName {
    /// Whether a text could be one.
    static func isName(_ text: String) -> Bool {
        QuotedText.isName(text) && !LuaToken.keywords.contains(text)
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

    /// A value that was typed without quotes: a number as it stands, anything else as a text.
    static func value(_ text: String) -> String {
        if text == "true" || text == "false" || text == "nil" { return text }
        let isNumber = Double(text) != nil && text.allSatisfy { $0.isNumber || "+-.eE".contains($0) }
        return isNumber ? text.trimmingPrefix("+").description : QuotedText.quoted(text)
    }
}
