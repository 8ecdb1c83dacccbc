/// Source that does not compile.
extension Culprit {
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
