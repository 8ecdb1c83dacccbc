/// A source text taken apart: characters, lines, tokens. Comments are left out.
struct ScriptText {
    let characters: [Character]
    let tokens: [LuaToken]
    /// Where each line begins.
    private let starts: [Int]

    /// Takes a text apart; line ends count as Lua counts them.
    ///
    /// - Complexity: O(characters).
    init(_ text: String) {
        let characters = Array(Self.lineFeeds(text))
        self.characters = characters
        starts = [0] + characters.indices.filter { characters[$0] == "\n" }.map { $0 + 1 }
        // Lua skips a first line that begins with #.
        var code = characters
        if code.first == "#" {
            for index in 0..<(code.firstIndex(of: "\n") ?? code.count) { code[index] = " " }
        }
        tokens = LuaToken.tokens(of: code).filter { $0.kind != .comment }
    }

    private static func lineFeeds(_ text: String) -> String {
        guard text.utf8.contains(13) || text.unicodeScalars.first == "\u{FEFF}" else { return text }
        var bytes: [UInt8] = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            let isSecond = (byte == 10 && last == 13) || (byte == 13 && last == 10)
            last = isSecond ? 0 : byte
            if !isSecond { bytes.append(byte == 13 ? 10 : byte) }
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The positions of a line's characters, from 1, without its end; `nil` where there is none.
    func range(ofLine line: Int) -> Range<Int>? {
        guard starts.indices.contains(line - 1) else { return nil }
        return starts[line - 1]..<(line < starts.count ? starts[line] - 1 : characters.count)
    }

    /// The line of a position, from 1.
    func line(at position: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// Indices of the tokens that begin on a line.
    func tokens(onLine line: Int) -> Range<Int> {
        guard let range = range(ofLine: line) else { return 0..<0 }
        let first = index(ofTokenFrom: range.lowerBound)
        return first..<index(ofTokenFrom: range.upperBound, after: first)
    }

    /// Indices of the tokens of a line and of the rest of the brackets that it opens.
    func tokens(ofCallOnLine line: Int) -> Range<Int> {
        let own = tokens(onLine: line)
        var (end, depth) = (own.lowerBound, 0)
        while end < tokens.count, end < own.upperBound || depth > 0, end - own.lowerBound < 10_000 {
            if isSign(end, "(", "{", "[") { depth += 1 }
            if isSign(end, ")", "}", "]") { depth = max(0, depth - 1) }
            end += 1
        }
        return own.lowerBound..<max(end, own.upperBound)
    }

    private func index(ofTokenFrom position: Int, after first: Int = 0) -> Int {
        var (low, high) = (first, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].range.lowerBound < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func text(_ range: Range<Int>) -> String { String(characters[range]) }

    /// The text of a token; empty beyond the ends.
    func text(_ index: Int) -> String { tokens.indices.contains(index) ? text(tokens[index].range) : "" }

    func isSign(_ index: Int, _ signs: Character...) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .sign
            && signs.contains(characters[tokens[index].range.lowerBound])
    }

    /// The sign of one or more characters that begins at a token: `..`, `<=`; empty for other tokens.
    func sign(_ index: Int) -> String {
        guard tokens.indices.contains(index), tokens[index].kind == .sign else { return "" }
        let start = tokens[index].range.lowerBound
        for sign in ["...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"]
        where start + sign.count <= characters.count && text(start..<(start + sign.count)) == sign {
            return sign
        }
        return String(characters[start])
    }

    /// What a text in quotes or long brackets holds, its escapes as they are written; `nil` for other tokens.
    func content(_ index: Int) -> Range<Int>? {
        guard tokens.indices.contains(index), tokens[index].kind == .string, tokens[index].isClosed else {
            return nil
        }
        let range = tokens[index].range
        guard characters[range.lowerBound] == "[" else {
            return (range.lowerBound + 1)..<(range.upperBound - 1)
        }
        let level = characters[(range.lowerBound + 1)...].prefix { $0 == "=" }.count + 2
        return (range.lowerBound + level)..<(range.upperBound - level)
    }
}

/// What a name belongs to: `a.b` of `c` in `a.b.c`.
extension ScriptText {
    /// Whether a dot or colon comes before a token: it is a field or method.
    func isMember(_ index: Int) -> Bool { isDot(index - 1) || isColon(index - 1) }

    func isDot(_ index: Int) -> Bool { isSingle(index, ".") }

    func isColon(_ index: Int) -> Bool { isSingle(index, ":") }

    /// Whether a sign stands alone: a dot of `..` does not.
    private func isSingle(_ index: Int, _ sign: Character) -> Bool {
        guard isSign(index, sign) else { return false }
        let at = tokens[index].range.lowerBound
        return !(at > 0 && characters[at - 1] == sign)
            && !(at + 1 < characters.count && characters[at + 1] == sign)
    }

    /// Whether the token begins the arguments of a call.
    func isCall(_ index: Int) -> Bool {
        isSign(index, "(", "{") || tokens.indices.contains(index) && tokens[index].kind == .string
    }

    /// The first token of the expression that ends in a field, method or name: `a` of `a.b[1].c`.
    func start(ofChainAt index: Int) -> Int {
        var start = index
        while true {
            if isSign(start, "]", ")") {
                guard let open = opening(of: start) else { return start }
                start = open
                // What is indexed or called belongs to it; brackets on their own do not.
                guard isOperand(start - 1) else { return start }
                start -= 1
            } else if isMember(start), start >= 2 {
                start -= 2
            } else {
                return start
            }
        }
    }

    private func isOperand(_ index: Int) -> Bool {
        tokens.indices.contains(index)
            && (tokens[index].kind == .name || isSign(index, "]", ")"))
    }

    /// The bracket that a closing one belongs to.
    private func opening(of close: Int) -> Int? {
        var depth = 0
        for index in stride(from: close, through: max(0, close - 2000), by: -1) {
            if isSign(index, ")", "]", "}") { depth += 1 }
            if isSign(index, "(", "[", "{") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The bracket that closes one.
    func closing(of open: Int) -> Int? {
        var depth = 0
        for index in open..<min(tokens.count, open + 10_000) {
            if isSign(index, "(", "[", "{") { depth += 1 }
            if isSign(index, ")", "]", "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The names before a field or method, where it is names and dots alone: `["a", "b"]` of `a.b.c`.
    func owners(of index: Int) -> [String]? {
        var names: [String] = []
        var at = index
        while isMember(at) {
            at -= 2
            guard tokens.indices.contains(at), tokens[at].kind == .name else { return nil }
            names.insert(text(at), at: 0)
        }
        return names.isEmpty ? nil : names
    }
}
