import LiquidationCore

/// The table of the model's options that the cursor is in: `map { options = { closing = "`.
struct ModelOptionsAtCursor {
    /// The option whose value is being typed; `nil` where a name may be.
    private let option: String?
    /// What is typed of the name or the value.
    private let typed: String
    /// Where that stands.
    private let range: Range<Int>

    /// The table, or `nil` where the cursor is in none, or at a place where neither a name nor a text is typed.
    ///
    /// - Parameters:
    ///   - text: what stands before the cursor.
    ///   - tokens: its tokens.
    init?(_ text: [Character], _ tokens: [LuaToken]) {
        func word(_ token: LuaToken) -> String { String(text[token.range]) }
        guard let open = LuaToken.open(in: tokens, of: text), open >= 2, word(tokens[open]) == "{",
            word(tokens[open - 1]) == "=",
            word(tokens[open - 2]) == "options"
        else { return nil }
        let inside = tokens[(open + 1)...]
        if let last = inside.last, last.kind == .string, !last.isClosed {
            let before = inside.dropLast()
            guard before.last.map(word) == "=", let name = before.dropLast().last.map(word),
                MapModel.option(named: name) != nil
            else { return nil }
            option = name
            range = (last.range.lowerBound + 1)..<text.count
        } else {
            let last = inside.last.flatMap {
                $0.kind == .name && $0.range.upperBound == text.count ? $0 : nil
            }
            let before = last == nil ? inside : inside.dropLast()
            // A name stands at the beginning, or behind a comma.
            guard before.isEmpty || [",", ";"].contains(before.last.map(word)) else { return nil }
            option = nil
            range = (last?.range.lowerBound ?? text.count)..<text.count
        }
        typed = String(text[range])
    }

    /// Names, or the values that an option takes.
    func completions(_ ranked: ([Completion], String, Range<Int>) -> Completions?) -> Completions? {
        guard let option, let row = MapModel.option(named: option) else {
            let rows = MapModel.optionTable.filter { !["model", "contract"].contains($0.name) }
            return ranked(
                rows.map { Completion(text: $0.name + " = ", kind: "option", help: $0.summary) }, typed, range
            )
        }
        guard row.values.contains("|") else { return nil }
        let values = row.values.split(separator: "|").map { value in
            // `damped(SHARE)`: what stands for a number is for the user to say.
            let name = value.prefix { $0 != "(" }.filter { $0 != " " }
            return value.contains("(") ? name + "(" : name
        }
        return ranked(
            values.map { Completion(text: String($0), kind: "value", help: row.summary) }, typed, range)
    }
}
