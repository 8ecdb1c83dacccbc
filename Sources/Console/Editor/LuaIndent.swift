/// How far lines of Lua are set in: two blanks for each block or bracket that is open.
enum LuaIndent {
    /// The blanks that a line after this text begins with.
    static func next(after text: [Character]) -> String { blanks(depth(text)) }

    /// The blanks of a line that begins with a word or sign, after the lines before it; `nil` where it closes nothing.
    static func closing(_ word: String, after text: [Character]) -> String? {
        guard ["end", "else", "elseif", "until", "}", ")", "]"].contains(word) else { return nil }
        return blanks(depth(text) - 1)
    }

    private static func blanks(_ depth: Int) -> String {
        String(repeating: "  ", count: max(0, min(depth, 20)))
    }

    private static func depth(_ text: [Character]) -> Int {
        var depth = 0
        for token in LuaToken.tokens(of: text) where token.kind == .keyword || token.kind == .sign {
            switch String(text[token.range]) {
            case "function", "do", "then", "repeat", "(", "{", "[": depth += 1
            case "end", "until", "elseif", ")", "}", "]": depth -= 1
            default: break  // `else` closes one block and opens another
            }
        }
        return depth
    }
}
