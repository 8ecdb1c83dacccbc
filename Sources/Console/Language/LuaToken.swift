/// A token of Lua source, for colours and brackets; unfinished source is fine.
struct LuaToken: Hashable, Sendable {
    /// What it is.
    enum Kind: Hashable, Sendable {
        case keyword, name, number, string, comment, sign
    }

    let kind: Kind
    /// Positions of its characters.
    let range: Range<Int>
    /// Whether its end is there: strings and comments may lack one.
    var isClosed = true

    static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
        "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// The tokens of a text, in order; blanks are left out.
    ///
    /// - Complexity: O(characters).
    static func tokens(of text: [Character]) -> [LuaToken] {
        var scanner = LuaScanner(text)
        var tokens: [LuaToken] = []
        while let token = scanner.next() { tokens.append(token) }
        return tokens
    }
}

/// Takes a text apart.
private struct LuaScanner {
    private let text: [Character]
    private var at = 0

    init(_ text: [Character]) { self.text = text }

    private func peek(_ ahead: Int = 0) -> Character? {
        at + ahead < text.count ? text[at + ahead] : nil
    }

    mutating func next() -> LuaToken? {
        while let character = peek(), character.isWhitespace { at += 1 }
        guard let first = peek() else { return nil }
        let start = at
        if first == "_" || first.isLetter { return word(start) }
        if first.isNumber || first == "." && (peek(1)?.isNumber ?? false) { return number(start) }
        if first == "-", peek(1) == "-" { return comment(start) }
        if first == "\"" || first == "'" { return string(start, first) }
        if first == "[", let level = longBracket() { return long(start, level, .string) }
        at += 1
        return LuaToken(kind: .sign, range: start..<at)
    }

    private mutating func word(_ start: Int) -> LuaToken {
        while let character = peek(), character == "_" || character.isLetter || character.isNumber { at += 1 }
        let isKeyword = LuaToken.keywords.contains(String(text[start..<at]))
        return LuaToken(kind: isKeyword ? .keyword : .name, range: start..<at)
    }

    private mutating func number(_ start: Int) -> LuaToken {
        let isHexadecimal = peek() == "0" && (peek(1) == "x" || peek(1) == "X")
        while let character = peek() {
            let isExponent = isHexadecimal ? "pP".contains(character) : "eE".contains(character)
            if isExponent, let sign = peek(1), "+-".contains(sign) { at += 1 }
            guard character.isLetter || character.isNumber || character == "." else { break }
            at += 1
        }
        return LuaToken(kind: .number, range: start..<at)
    }

    private mutating func comment(_ start: Int) -> LuaToken {
        at += 2
        if peek() == "[", let level = longBracket() { return long(start, level, .comment) }
        while let character = peek(), character != "\n" { at += 1 }
        return LuaToken(kind: .comment, range: start..<at)
    }

    private mutating func string(_ start: Int, _ quote: Character) -> LuaToken {
        at += 1
        while let character = peek() {
            if character == "\n" { break }
            at += 1
            if character == "\\", peek() != nil { at += 1 }
            if character == quote { return LuaToken(kind: .string, range: start..<at) }
        }
        return LuaToken(kind: .string, range: start..<at, isClosed: false)
    }

    /// How many equals signs are between the brackets that open a long string here.
    private func longBracket() -> Int? {
        var level = 0
        while peek(1 + level) == "=" { level += 1 }
        return peek(1 + level) == "[" ? level : nil
    }

    private mutating func long(_ start: Int, _ level: Int, _ kind: LuaToken.Kind) -> LuaToken {
        at += level + 2
        while at < text.count {
            if text[at] == "]", (1...(level + 1)).allSatisfy({ peek($0) == ($0 > level ? "]" : "=") }) {
                at += level + 2
                return LuaToken(kind: kind, range: start..<at)
            }
            at += 1
        }
        return LuaToken(kind: kind, range: start..<at, isClosed: false)
    }
}

/// The indent of lines of Lua: two blanks for each open block or bracket.
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

extension LuaToken {
    /// The place of the innermost bracket that is open behind the last token; `nil` where none is.
    static func open(in tokens: [LuaToken], of text: [Character]) -> Int? {
        var depth = 0
        for place in tokens.indices.reversed() where tokens[place].kind == .sign {
            switch String(text[tokens[place].range]) {
            case ")", "}", "]": depth += 1
            case "(", "{", "[":
                depth -= 1
                if depth < 0 { return place }
            default: break
            }
        }
        return nil
    }
}
