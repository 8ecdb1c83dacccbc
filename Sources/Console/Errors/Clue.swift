import Engine

/// What a message says about the thing that is wrong in its line.
enum Clue: Hashable {
    /// How the thing was used.
    enum Use: Hashable {
        case index, call, arithmetic, concatenation, length, bits, unknown
    }

    /// The kinds of names that Lua tells apart.
    enum Kind: String {
        case global, local, upvalue, field, method, constant
    }

    /// Source that does not parse: what stands where it went wrong.
    case near(String)
    /// A variable that may not be given another value.
    case assigned(String)
    /// Source that ends too early; the word or bracket that nothing closes, and its line.
    case end(opened: String?, line: Int?)
    /// A variable, field or method.
    case variable(Kind, String, Use)
    /// An operator that cannot take what it was given.
    case operators([String])
    /// A place in the arguments of a call, from 1, and the function.
    case argument(Int, String)
    /// A text, or a part of one.
    case text(String)
    /// The name of an argument, which stands before its value, or in a text.
    case name(String)
    /// A field or method that a value does not have.
    case member(String)
    /// The index in brackets after a value.
    case brackets
    /// A function that was called in the line.
    case call(String)
    /// One that was called with no more than one argument.
    case plainCall(String)

    /// What a syntax error says.
    static func syntax(_ message: String) -> [Clue] {
        guard let near = message.ranges(of: " near ").last else {
            let words = words(message)
            guard message.hasPrefix("attempt to assign"), let name = words.first else {
                return words.map(Clue.text)
            }
            return [.assigned(name)]
        }
        let token = message[near.upperBound...]
        if token == "<eof>" {
            guard let close = message.ranges(of: "(to close '").last else {
                return [.end(opened: nil, line: nil)]
            }
            let rest = message[close.upperBound...]
            let opened = String(rest.prefix { $0 != "'" })
            let line = rest.ranges(of: " at line ").first.map {
                rest[$0.upperBound...].prefix { $0.isNumber }
            }
            return [.end(opened: opened, line: line.flatMap { Int($0) })]
        }
        guard token.count > 2, token.hasPrefix("'"), token.hasSuffix("'") else { return [] }
        return [.near(String(token.dropFirst().dropLast()))]
    }

    /// What is known of an error of a running script.
    ///
    /// - Parameters:
    ///   - message: what it says.
    ///   - subject: what it is about; `nil` for Lua's own errors, of which only the message tells.
    ///   - host: the function that raised it, where it was none of the script's.
    /// - Returns: what to look for in the line, the likeliest first.
    static func runtime(
        _ message: String, about subject: ErrorSubject?, raisedBy host: Traceback.Frame?
    ) -> [Clue] {
        let call = host?.name.map { [Clue.call($0)] } ?? []
        return (subject.map(clues) ?? own(message, host)) + call
    }

    private static func clues(about subject: ErrorSubject) -> [Clue] {
        switch subject {
        case .value(let text, let argument):
            [text.map(Clue.text), argument.map(Clue.name)].compactMap(\.self)
        case .name(let name): [.name(name)]
        case .member(let name): [.member(name)]
        case .argument(let place, let function): [.argument(place, lastName(of: function))]
        case .index: [.brackets]
        case .call: []
        }
    }

    /// What an error says that Lua itself has raised.
    private static func own(_ message: String, _ host: Traceback.Frame?) -> [Clue] {
        if message.hasPrefix("attempt to "),
            ["(field '?')", "(field 'integer index')"].contains(where: message.hasSuffix)
        {
            return [.brackets]
        }
        if let variable = variable(message) { return [variable] }
        if let name = host?.name, ["error", "assert"].contains(name) { return [.call(name)] }
        if let argument = argument(message) { return [argument] }
        let operators = operators(message)
        return operators.isEmpty ? words(message).map(Clue.text) : [.operators(operators)]
    }

    private static func variable(_ message: String) -> Clue? {
        guard message.hasPrefix("attempt to ") || message.contains("number has no integer representation"),
            message.hasSuffix("')"), let open = message.ranges(of: " (").last
        else { return nil }
        let words = message[open.upperBound...].dropLast(2).split(separator: " '", maxSplits: 1)
        guard words.count == 2, let kind = Kind(rawValue: String(words[0])) else { return nil }
        return .variable(kind, String(words[1]), use(message))
    }

    private static func use(_ message: String) -> Use {
        let uses: [(String, Use)] = [
            ("index", .index), ("call", .call), ("perform arithmetic", .arithmetic),
            ("concatenate", .concatenation), ("get length", .length), ("perform bitwise", .bits),
        ]
        return uses.first { message.hasPrefix("attempt to \($0.0)") }?.1 ?? .unknown
    }

    private static func operators(_ message: String) -> [String] {
        if message.hasPrefix("attempt to compare") { return ["<", ">", "<=", ">="] }
        if message.hasPrefix("attempt to concatenate") { return [".."] }
        if message.hasPrefix("attempt to get length") { return ["#"] }
        if message.hasPrefix("attempt to perform arithmetic") { return ["+", "-", "*", "/", "//", "%", "^"] }
        if message.hasPrefix("attempt to perform bitwise") { return ["&", "|", "~", "<<", ">>"] }
        if message.hasPrefix("attempt to perform 'n//0'") || message == "attempt to divide by zero" {
            return ["//"]
        }
        if message == "number has no integer representation" { return ["&", "|", "~", "<<", ">>"] }
        if message.hasPrefix("vectors differ in length") || message.hasPrefix("attempt to combine a vector") {
            return ["+", "-", "*", "/", "//", "%", "^"]
        }
        if message.hasPrefix("attempt to perform 'n%%0'") { return ["%"] }
        return []
    }

    private static func argument(_ message: String) -> Clue? {
        guard message.hasPrefix("bad argument #"), let to = message.ranges(of: " to '").first else {
            return nil
        }
        let number = Int(message.dropFirst(14).prefix { $0.isNumber })
        let name = message[to.upperBound...].prefix { $0 != "'" }
        return number.map { .argument($0, lastName(of: String(name))) }
    }

    /// `sum` of `map:sum`.
    private static func lastName(of function: String) -> String {
        function.split(whereSeparator: { ".:".contains($0) }).last.map(String.init) ?? function
    }

    /// Words in quotes, without those of a hint.
    private static func words(_ message: String) -> [String] {
        var text = message[...]
        if let start = text.ranges(of: " (did you mean").first { text = text[..<start.lowerBound] }
        var found: [String] = []
        var rest = text
        while let open = rest.firstIndex(where: { $0 == "'" || $0 == "\"" }) {
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: rest[open]) else { break }
            if after.startIndex < close { found.append(String(after[..<close])) }
            rest = after[after.index(after: close)...]
        }
        return found
    }
}
