/// Keeps `local` variables of the top level for the session: each entry is a separate program, whose locals would
/// otherwise end with it.
///
/// Locals outside of all blocks become globals of the session. What is blanked out keeps its length, so that errors
/// still point at the right column. A variable with `<close>` stays a local: it is closed when the entry ends.
struct TopLevelLocals {
    /// The entry as it is run.
    let text: String
    /// The names that are kept.
    private(set) var names: [String] = []
    /// Those of them with `<const>`.
    private(set) var constants: Set<String> = []

    init(_ entry: String) {
        let characters = Array(entry)
        let tokens = LuaToken.tokens(of: characters).filter { $0.kind != .comment }
        var scanner = Scanner(text: characters, tokens: tokens)
        scanner.run()
        (text, names, constants) = (String(scanner.result), scanner.names, scanner.constants)
    }

    /// The first of some constants that an entry assigns to; a name that it declares again is no longer the constant.
    static func assigned(in entry: String, among constants: Set<String>) -> String? {
        guard !constants.isEmpty else { return nil }
        let characters = Array(entry)
        let tokens = LuaToken.tokens(of: characters).filter { $0.kind != .comment }
        func word(_ place: Int) -> String {
            tokens.indices.contains(place) ? String(characters[tokens[place].range]) : ""
        }
        var open: [String] = []
        for place in tokens.indices {
            switch word(place) {
            case "(", "[", "{": open.append(word(place))
            case ")", "]", "}": _ = open.popLast()
            case let name where constants.contains(name) && tokens[place].kind == .name:
                guard word(place + 1) == "=", word(place + 2) != "=" else { continue }
                let before = word(place - 1)
                guard before != ".", before != "local", before != "for", open.last != "{" else { continue }
                if !declares(name, word, tokens.count) { return name }
            default: break
            }
        }
        return nil
    }

    /// Whether a name is a local, a loop's variable or a parameter somewhere: then it may be meant.
    private static func declares(_ name: String, _ word: (Int) -> String, _ count: Int) -> Bool {
        var place = 0
        while place < count {
            switch word(place) {
            case "local", "for":
                place += word(place + 1) == "function" ? 2 : 1
                while word(place) != "=", word(place) != "in", place < count {
                    if word(place) == name { return true }
                    guard word(place + 1) == "," || word(place + 1) == "<" else { break }
                    place += word(place + 1) == "<" ? 4 : 2
                }
            case "function":
                while word(place) != "(", place < count { place += 1 }
                while word(place) != ")", place < count {
                    if word(place) == name { return true }
                    place += 1
                }
            default: place += 1
            }
        }
        return false
    }

    /// Walks through the tokens, counting blocks and brackets.
    private struct Scanner {
        let tokens: [LuaToken]
        var result: [Character]
        var names: [String] = []
        var constants: Set<String> = []
        private let text: [Character]
        private var place = 0
        private var depth = 0
        /// What is inserted, and where; in order.
        private var insertions: [(at: Int, text: String)] = []

        init(text: [Character], tokens: [LuaToken]) {
            (self.text, self.tokens, result) = (text, tokens, text)
        }

        private func word(_ ahead: Int = 0) -> String {
            tokens.indices.contains(place + ahead) ? String(text[tokens[place + ahead].range]) : ""
        }

        private func isName(_ ahead: Int) -> Bool {
            tokens.indices.contains(place + ahead) && tokens[place + ahead].kind == .name
        }

        mutating func run() {
            while place < tokens.count {
                switch (tokens[place].kind, word()) {
                case (.keyword, "do"), (.keyword, "if"), (.keyword, "function"), (.keyword, "repeat"),
                    (.sign, "("), (.sign, "["), (.sign, "{"):
                    depth += 1
                case (.keyword, "end"), (.keyword, "until"), (.sign, ")"), (.sign, "]"), (.sign, "}"):
                    depth -= 1
                case (.keyword, "local") where depth == 0: local()
                default: break
                }
                place += 1
            }
            for insertion in insertions.reversed() {
                result.insert(contentsOf: Array(insertion.text), at: insertion.at)
            }
        }

        /// At `local`; goes to the last token of what it declares.
        private mutating func local() {
            if word(1) == "function", isName(2) {
                names.append(word(2))
                return blank(tokens[place].range)
            }
            var (ahead, found, constant, blanks) = (1, [String](), Set<String>(), [tokens[place].range])
            while isName(ahead) {
                let name = word(ahead)
                found.append(name)
                ahead += 1
                if word(ahead) == "<", isName(ahead + 1), word(ahead + 2) == ">" {
                    guard word(ahead + 1) == "const" else { return }
                    constant.insert(name)
                    blanks.append(
                        tokens[place + ahead].range.lowerBound..<tokens[place + ahead + 2].range.upperBound)
                    ahead += 3
                }
                guard word(ahead) == "," else { break }
                ahead += 1
            }
            // Anything else is left for Lua to refuse.
            guard !found.isEmpty, tokens[place + ahead - 1].kind != .sign || word(ahead - 1) == ">" else {
                return
            }
            for range in blanks { blank(range) }
            if word(ahead) != "=" {
                insertions.append((tokens[place + ahead - 1].range.upperBound, " = nil;"))
            }
            names += found
            constants.subtract(found)
            constants.formUnion(constant)
            place += ahead - 1
        }

        private mutating func blank(_ range: Range<Int>) {
            for at in range where result[at] != "\n" { result[at] = " " }
        }
    }
}
