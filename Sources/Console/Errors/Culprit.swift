/// Finds in a source text what a message is about. Where several places could be meant there is no answer, unless all
/// are the same thing used the same way: then it is the first.
struct Culprit {
    /// What was found: the characters, and the token where it is a name.
    struct Finding: Hashable {
        let range: Range<Int>
        var token: Int?
    }

    let text: ScriptText
    let line: Int
    /// Tells whether a text parses: `true` where it does or only ends too early.
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
        case .words(let words, let isMember, let isName):
            words.lazy.compactMap { word($0, isMember: isMember, isName: isName) }.first
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
        // A field of the same name may be another's.
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

    /// Whether what ends in a token is used in a way.
    private func isUsed(_ index: Int, _ use: Clue.Use) -> Bool {
        let isIndexed = text.content(index) != nil && text.isSign(index + 1, "]")
        let next = index + (isIndexed ? 2 : 1)
        let before = text.start(ofChainAt: isIndexed ? index + 1 : index) - 1
        // The second dot of `..` begins no sign of its own.
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

    /// What stands in the only brackets of the line that index something.
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
