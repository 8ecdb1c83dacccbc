/// Calls, their arguments, and what the host says of them.
extension Culprit {
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

    /// A word of the host's message: a name, a text, or a part of a text.
    func word(_ word: String, isMember: Bool, isName: Bool) -> Finding? {
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
