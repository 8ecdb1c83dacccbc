/// The call whose brackets the cursor stands in.
struct CallAtCursor {
    /// Its name, and what stands before it: `m`, `:` and `clusters`.
    let name: NameChain
    /// Whether the brackets are those of a table of options.
    let isInBraces: Bool
    /// The option whose value is being typed.
    let option: String?

    /// - Returns: `nil` where the cursor is in no brackets of a call.
    init?(_ text: [Character], _ cursor: Int) {
        let tokens = LuaToken.tokens(of: Array(text[..<cursor]))
        func word(_ token: LuaToken) -> String { String(text[token.range]) }
        var depth = 0
        var open: Int?
        for place in tokens.indices.reversed() where tokens[place].kind == .sign {
            switch word(tokens[place]) {
            case ")", "}", "]": depth += 1
            case "(", "{", "[":
                depth -= 1
                if depth < 0 { open = place }
            default: break
            }
            if open != nil { break }
        }
        guard var place = open else { return nil }
        isInBraces = word(tokens[place]) == "{"
        // `f({ … })` is a call with braces, too.
        if isInBraces, place > 0, word(tokens[place - 1]) == "(" { place -= 1 }
        guard place > 0, tokens[place - 1].kind == .name else { return nil }
        let before = tokens[place - 1].range.upperBound
        name = NameChain(Array(text[..<before]), Array(tokens[..<place]))
        // `name =` and what has been typed of its value.
        let inside = tokens[((open ?? 0) + 1)...]
        let value = inside.last?.kind == .sign && inside.last.map(word) == "=" ? inside : inside.dropLast()
        let isValue = value.last.map(word) == "=" && value.dropLast().last?.kind == .name
        option = isInBraces && isValue ? value.dropLast().last.map(word) : nil
    }
}
