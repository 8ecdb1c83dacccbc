import PlainText
import Engine
import Plugins
import Scripting

/// Names of variables.
enum LuaName {
    /// Whether a text could be a name.
    static func isName(_ text: String) -> Bool {
        QuotedText.isName(text) && !LuaToken.keywords.contains(text)
    }

    /// Words in the names of files that say nothing of the market.
    private static let general: Set<String> = [
        "bars", "candles", "klines", "kline", "data", "ohlcv", "ohlc", "prices", "trades", "perp", "futures",
        "part", "table",
        "csv", "json", "parquet", "zip", "gz",
    ]

    /// A name for the data of a path: `btc` for `…/BTCUSDT`, `…/BTCUSDT/bars.csv` and `…/B-btc-1h`.
    static func of(_ path: String) -> String {
        for part in path.split(separator: "/").suffix(2).reversed() {
            let words = part.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { $0.lowercased() }
            for word in words where word.count > 1 && !general.contains(word) && isName(word) {
                let coin = ["usdt", "usdc", "usd"].first { word.hasSuffix($0) && word.count > $0.count }
                let name = String(word.dropLast(coin?.count ?? 0))
                if isName(name) { return name }
            }
        }
        return "data"
    }

    /// A value that was typed without quotes: a number as it is, anything else as a text.
    static func value(_ text: String) -> String {
        if text == "true" || text == "false" || text == "nil" { return text }
        let isNumber = Double(text) != nil && text.allSatisfy { $0.isNumber || "+-.eE".contains($0) }
        return isNumber ? text.trimmingPrefix("+").description : QuotedText.quoted(text)
    }
}

/// Names in an entry that have no value: a text without quotes reads as one, and is nil without an error.
struct UnknownNames {
    let names: [String]

    /// - Parameters:
    ///   - entry: the code. One with functions, loops or locals is left alone: its names may be its own.
    ///   - isKnown: whether a global of that name has a value now.
    init(in entry: String, isKnown: (String) -> Bool) {
        let text = Array(entry)
        let tokens = LuaToken.tokens(of: text).filter { $0.kind != .comment }
        func word(_ place: Int) -> String {
            tokens.indices.contains(place) ? String(text[tokens[place].range]) : ""
        }
        let own: Set<String> = ["function", "for", "local", "goto"]
        guard !tokens.contains(where: { $0.kind == .keyword && own.contains(String(text[$0.range])) }) else {
            names = []
            return
        }
        var found: [String] = []
        for place in tokens.indices where tokens[place].kind == .name {
            let (name, before) = (word(place), word(place - 1))
            // Fields and methods, keys of tables and what is being assigned to are no uses of a global.
            guard ![".", ":"].contains(before), word(place + 1) != "=" || word(place + 2) == "=",
                !Self.isAssigned(place, tokens.count, word), !isKnown(name), !found.contains(name)
            else { continue }
            found.append(name)
        }
        names = found
    }

    /// Whether a name is in the list before `=`: `a, b = 1, 2`.
    private static func isAssigned(_ place: Int, _ count: Int, _ word: (Int) -> String) -> Bool {
        var place = place
        while word(place + 1) == ",", place + 2 < count { place += 2 }
        return word(place + 1) == "=" && word(place + 2) != "="
    }
}

/// The text of a function, from the line on which it begins to the end that closes it.
struct FunctionSource {
    let text: String

    /// - Parameters:
    ///   - source: the text of its chunk.
    ///   - line: the line that holds its `function`, from 1; the first function of the line is meant.
    init?(in source: String, from line: Int) {
        let characters = Array(source)
        var (start, current) = (0, 1)
        while current < line, let end = characters[start...].firstIndex(of: "\n") {
            (start, current) = (end + 1, current + 1)
        }
        guard current == line else { return nil }
        let tokens = LuaToken.tokens(of: characters).filter { $0.range.lowerBound >= start }
        var (depth, isInside) = (0, false)
        for token in tokens where token.kind == .keyword {
            switch String(characters[token.range]) {
            case "function":
                isInside = true
                depth += 1
            case "do", "if", "repeat": depth += isInside ? 1 : 0
            case "end", "until": depth -= isInside ? 1 : 0
            default: continue
            }
            guard isInside, depth == 0 else { continue }
            text = String(characters[start..<token.range.upperBound])
            return
        }
        return nil
    }
}
