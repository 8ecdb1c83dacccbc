/// The text of a function, from the line on which it begins to the end that closes it.
struct FunctionSource {
    let text: String

    /// - Parameters:
    ///   - source: the text of its chunk.
    ///   - line: the line that holds its `function`, from 1; the first function of the line is meant.
    init?(in source: String, from line: Int) {
        let characters = Array(source)
        var (start, current) = (0, 1)
        while current < line, let end = characters[start...].firstIndex(of: "\n") {
            (start, current) = (end + 1, current + 1)
        }
        guard current == line else { return nil }
        let tokens = LuaToken.tokens(of: characters).filter { $0.range.lowerBound >= start }
        var (depth, isInside) = (0, false)
        for token in tokens where token.kind == .keyword {
            switch String(characters[token.range]) {
            case "function":
                isInside = true
                depth += 1
            case "do", "if", "repeat": depth += isInside ? 1 : 0
            case "end", "until": depth -= isInside ? 1 : 0
            default: continue
            }
            guard isInside, depth == 0 else { continue }
            text = String(characters[start..<token.range.upperBound])
            return
        }
        return nil
    }
}
