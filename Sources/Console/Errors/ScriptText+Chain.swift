/// What a name belongs to: `a.b` of `c` in `a.b.c`.
extension ScriptText {
    /// Whether a dot or colon stands before a token: it is a field or method.
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

    /// Whether what begins at a token makes a call of what stands before it.
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
                // What is indexed or called belongs to it; a bracket that stands alone does not.
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
