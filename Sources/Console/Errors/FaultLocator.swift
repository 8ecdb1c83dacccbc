/// Finds the place in a source text that a message is about.
///
/// Where several places could be meant there is no answer, unless all are the same thing used the same way: then it is
/// the first.
struct FaultLocator {
    /// What was found: the characters, and the token where it is a name.
    struct Finding: Hashable {
        let range: Range<Int>
        var token: Int?
    }

    let text: ScriptText
    let line: Int
    /// Whether a text parses: `true` where it does or only ends too early.
    let isBeginning: (String) -> Bool

    /// The first clue that leads somewhere.
    func find(_ clues: [Clue]) -> Finding? {
        for clue in clues {
            if let found = find(clue) { return found }
        }
        return nil
    }

    private func find(_ clue: Clue) -> Finding? {
        switch clue {
        case .near(let token): near(token)
        case .assigned(let name): assigned(name)
        case .end(let opened, let line): end(opened, line)
        case .variable(let kind, let name, let use): variable(kind, name, use)
        case .operators(let signs): operation(signs)
        case .brackets: brackets()
        case .argument(let number, let function): argument(number, function)
        case .text(let word): self.word(word)
        case .name(let word): self.word(word, isName: true)
        case .member(let word): self.word(word, isMember: true)
        case .plainCall(let name):
            call(name).flatMap { hasOneArgument($0) ? Finding(range: text.tokens[$0].range, token: $0) : nil }
        case .call(let name): call(name).map { Finding(range: text.tokens[$0].range, token: $0) }
        }
    }

    private func variable(_ kind: Clue.Kind, _ name: String, _ use: Clue.Use) -> Finding? {
        let all = text.tokens(onLine: line).filter { isVariable($0, kind, name) }
        let used = all.filter { isUsed($0, use) }
        guard let first = used.isEmpty ? all.first : used.first else { return nil }
        if used.isEmpty, all.count > 1 { return nil }
        // A field of the same name may belong to another value.
        let chains = used.map { text.text(chain($0)) }
        guard chains.allSatisfy({ $0 == chains[0] }) else { return nil }
        let range =
            text.content(first).flatMap { text.text($0) == name ? $0 : nil } ?? text.tokens[first].range
        return Finding(range: range, token: first)
    }

    private func chain(_ index: Int) -> Range<Int> {
        let start = text.start(ofChainAt: index)
        return text.tokens[start].range.lowerBound..<text.tokens[index].range.upperBound
    }

    private func isVariable(_ index: Int, _ kind: Clue.Kind, _ name: String) -> Bool {
        let isName = text.tokens[index].kind == .name && text.text(index) == name
        let isText = text.content(index).map { text.text($0) == name } ?? false
        switch kind {
        case .global, .local, .upvalue: return isName && !text.isMember(index)
        case .field: return isName && text.isDot(index - 1) || isText && text.isSign(index - 1, "[")
        case .method: return isName && text.isColon(index - 1)
        case .constant: return isText
        }
    }

    /// Whether the expression that ends in a token is used in this way.
    private func isUsed(_ index: Int, _ use: Clue.Use) -> Bool {
        let isIndexed = text.content(index) != nil && text.isSign(index + 1, "]")
        let next = index + (isIndexed ? 2 : 1)
        let before = text.start(ofChainAt: isIndexed ? index + 1 : index) - 1
        // The second dot of `..` does not begin a sign.
        let previous = text.isSign(before, ".") ? ".." : text.sign(before)
        func stands(beside signs: [String]) -> Bool {
            signs.contains(previous) || signs.contains(text.sign(next))
        }
        switch use {
        case .index: return text.isDot(next) || text.isColon(next) || text.isSign(next, "[")
        case .call: return text.isCall(next)
        case .arithmetic: return stands(beside: ["+", "-", "*", "/", "//", "%", "^"])
        case .concatenation: return stands(beside: [".."])
        case .length: return previous == "#"
        case .bits: return stands(beside: ["&", "|", "~", "<<", ">>"])
        case .unknown: return true
        }
    }

    private func operation(_ signs: [String]) -> Finding? {
        var found: [Range<Int>] = []
        var index = text.tokens(onLine: line).lowerBound
        while index < text.tokens(onLine: line).upperBound {
            let sign = text.sign(index)
            let isAttribute =
                sign == "<" && text.isSign(index + 2, ">")
                && ["const", "close"].contains(text.text(index + 1))
            let start = text.tokens[index].range.lowerBound
            if signs.contains(sign), !isAttribute { found.append(start..<(start + sign.count)) }
            index += isAttribute ? 3 : max(1, sign.count)
        }
        return found.count == 1 ? Finding(range: found[0]) : nil
    }

    /// The contents of the only brackets of the line that index something.
    private func brackets() -> Finding? {
        let found = text.tokens(onLine: line).compactMap { open -> Range<Int>? in
            guard text.isSign(open, "["), open > 0, let close = text.closing(of: open), close > open + 1
            else {
                return nil
            }
            let isIndex = text.tokens[open - 1].kind == .name || text.isSign(open - 1, ")", "]", "}")
            return isIndex
                ? text.tokens[open + 1].range.lowerBound..<text.tokens[close - 1].range.upperBound : nil
        }
        return found.count == 1 ? Finding(range: found[0]) : nil
    }
}

// Calls, their arguments, and what the host says of them.
extension FaultLocator {
    /// The only call of a function in the line.
    func call(_ name: String) -> Int? {
        let calls = text.tokens(onLine: line).filter {
            text.tokens[$0].kind == .name && text.text($0) == name && text.isCall($0 + 1)
        }
        return calls.count == 1 ? calls[0] : nil
    }

    func hasOneArgument(_ name: Int) -> Bool {
        guard text.isSign(name + 1, "("), let close = text.closing(of: name + 1) else { return true }
        var depth = 0
        for index in (name + 2)..<close {
            if text.isSign(index, "(", "{", "[") { depth += 1 }
            if text.isSign(index, ")", "}", "]") { depth -= 1 }
            if depth == 0, text.isSign(index, ",") { return false }
        }
        return true
    }

    func argument(_ number: Int, _ function: String) -> Finding? {
        guard let name = call(function) else { return nil }
        let whole = Finding(range: text.tokens[name].range, token: name)
        guard text.isSign(name + 1, "("), let close = text.closing(of: name + 1) else { return whole }
        var (depth, place, first) = (0, 1, name + 2)
        for index in (name + 2)..<(close + 1) {
            if index == close || depth == 0 && text.isSign(index, ",") {
                let isThere = place == number && first < index
                if isThere, text.line(at: text.tokens[index - 1].range.lowerBound) == line {
                    return Finding(
                        range: text.tokens[first].range.lowerBound..<text.tokens[index - 1].range.upperBound)
                }
                (place, first) = (place + 1, index + 1)
            }
            if text.isSign(index, "(", "{", "[") { depth += 1 }
            if text.isSign(index, ")", "}", "]") { depth -= 1 }
        }
        return whole
    }

    /// A word: a name, a text, or a part of a text.
    func word(_ word: String, isMember: Bool = false, isName: Bool = false) -> Finding? {
        let region = text.tokens(ofCallOnLine: line)
        let same = region.filter { index in
            text.tokens[index].kind == .name && text.text(index) == word
                || text.content(index).map { text.text($0) == word } ?? false
        }
        var found = isMember ? same.filter { text.isMember($0) } : same
        // The name of an argument stands before its value.
        let names = found.filter { text.sign($0 + 1) == "=" && !text.isMember($0) }
        if isName, found.count > 1, names.count == 1 { found = names }
        if let index = found.first {
            guard found.count == 1 else { return nil }
            return Finding(range: text.content(index) ?? text.tokens[index].range, token: index)
        }
        guard !isMember, word.count > 1 else { return nil }
        let parts = region.compactMap { index -> Range<Int>? in
            guard let content = text.content(index) else { return nil }
            let places = String(text.characters[content]).ranges(of: word)
            guard places.count == 1 else { return nil }
            let start = content.lowerBound + String(text.characters[content])[..<places[0].lowerBound].count
            return start..<(start + word.count)
        }
        return parts.count == 1 ? Finding(range: parts[0]) : nil
    }
}

// Source that does not compile.
extension FaultLocator {
    func near(_ token: String) -> Finding? {
        let length = token.count
        let places = text.tokens(onLine: line).map { text.tokens[$0].range.lowerBound }
            .filter { $0 + length <= text.characters.count && text.text($0..<($0 + length)) == token }
        guard places.count > 1 else { return places.first.map { Finding(range: $0..<($0 + length)) } }
        // All before the right one is the beginning of a program.
        let first = places.prefix(20).first { !isBeginning(text.text(0..<($0 + length))) }
        return first.map { Finding(range: $0..<($0 + length)) }
    }

    func end(_ opened: String?, _ openedLine: Int?) -> Finding? {
        if let opened, let openedLine {
            let found = text.tokens(onLine: openedLine).filter { text.text($0) == opened }
            return found.count == 1 ? Finding(range: text.tokens[found[0]].range) : nil
        }
        guard let last = text.tokens(onLine: line).last else { return nil }
        let open = text.tokens[last]
        if open.kind == .string, !open.isClosed { return Finding(range: open.range) }
        let end = open.range.upperBound
        return Finding(range: end..<(end + 1))
    }

    /// The only place where a variable is given another value.
    func assigned(_ name: String) -> Finding? {
        let found = text.tokens(onLine: line).filter { index in
            text.tokens[index].kind == .name && text.text(index) == name && !text.isMember(index)
                && (text.sign(index + 1) == "=" || text.isSign(index + 1, ","))
        }
        return found.count == 1 ? Finding(range: text.tokens[found[0]].range, token: found[0]) : nil
    }
}
