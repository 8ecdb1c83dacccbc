/// The names before the cursor that belong together: `m:clu` is `m` and what was typed of a method.
struct NameChain {
    /// `a`, `b` of `a.b.c`.
    private(set) var owners: [String] = []
    /// What was typed of the last name.
    private(set) var typed = ""
    /// Whether a colon stands before the last name.
    private(set) var isCall = false

    init(_ text: [Character], _ tokens: [LuaToken]) {
        var rest = tokens[...]
        func word(_ token: LuaToken) -> String { String(text[token.range]) }
        if let last = rest.last, last.kind == .name || last.kind == .keyword,
            last.range.upperBound == text.count
        {
            typed = word(last)
            rest.removeLast()
        }
        var isFirst = true
        while let sign = rest.last, sign.kind == .sign, word(sign) == "." || word(sign) == ":",
            let name = rest.dropLast().last, name.kind == .name
        {
            if isFirst { isCall = word(sign) == ":" }
            isFirst = false
            owners.insert(word(name), at: 0)
            rest.removeLast(2)
        }
    }
}
