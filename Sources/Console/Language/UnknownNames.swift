/// Names in an entry that nothing has been given to: a text without its quotes reads as one, and is nil without an error.
struct UnknownNames {
    let names: [String]

    /// - Parameters:
    ///   - entry: the code. One with functions, loops or locals is left alone: its names may be its own.
    ///   - isKnown: whether a global of that name has a value now.
    init(in entry: String, isKnown: (String) -> Bool) {
        let text = Array(entry)
        let tokens = LuaToken.tokens(of: text).filter { $0.kind != .comment }
        func word(_ place: Int) -> String {
            tokens.indices.contains(place) ? String(text[tokens[place].range]) : ""
        }
        let own: Set<String> = ["function", "for", "local", "goto"]
        guard !tokens.contains(where: { $0.kind == .keyword && own.contains(String(text[$0.range])) }) else {
            names = []
            return
        }
        var found: [String] = []
        for place in tokens.indices where tokens[place].kind == .name {
            let (name, before) = (word(place), word(place - 1))
            // Fields and methods, keys of tables and what is being assigned to are no uses of a global.
            guard ![".", ":"].contains(before), word(place + 1) != "=" || word(place + 2) == "=",
                !Self.isAssigned(place, tokens.count, word), !isKnown(name), !found.contains(name)
            else { continue }
            found.append(name)
        }
        names = found
    }

    /// Whether a name stands in the list in front of `=`: `a, b = 1, 2`.
    private static func isAssigned(_ place: Int, _ count: Int, _ word: (Int) -> String) -> Bool {
        var place = place
        while word(place + 1) == ",", place + 2 < count { place += 2 }
        return word(place + 1) == "=" && word(place + 2) != "="
    }
}
