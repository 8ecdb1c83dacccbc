import Engine

extension FunctionPage {
    /// What it stands behind in help: `map:at`, `liq.load`, `describe`.
    package var path: String {
        switch form {
        case .function: owner == .global ? name : "\(receiver).\(name)"
        case .method: "\(receiver):\(name)"
        case .field: "\(receiver).\(name)"
        case .length: "#\(receiver)"
        case .command: ":\(name)"
        }
    }

    /// As it is called: `map:sum(side, {within})`; more than eight names in braces are cut off.
    package var call: String {
        switch form {
        case .field, .length: return path
        case .command: return ([path] + arguments.map(\.name)).joined(separator: " ")
        case .function, .method:
            let first = path + Self.list(arguments)
            return alternative.isEmpty ? first : "\(first) or \(path)\(Self.list(alternative))"
        }
    }

    /// What it gives, in words: `long, short`, `list`, `nothing`.
    package var gives: String {
        answers.isEmpty
            ? "nothing" : answers.map { $0.name.isEmpty ? $0.type.word : $0.name }.joined(separator: ", ")
    }

    /// Arguments by name, in both ways to call it.
    package var namedArguments: [Argument] { (arguments + alternative).filter(\.isNamed) }

    /// What a value of the owner is called in examples and help.
    private var receiver: String {
        switch owner {
        case .listed: "liq.plugins()[i]"
        case .holding: "account.positions[i]"
        case .expectation: "expect(v)"
        default: owner.rawValue
        }
    }

    private static func list(_ arguments: [Argument]) -> String {
        let places = arguments.filter { !$0.isNamed }.map { $0.isOptional ? $0.name + "?" : $0.name }
        let names = arguments.filter(\.isNamed).map(\.name)
        guard !names.isEmpty else { return "(\(places.joined(separator: ", ")))" }
        let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return places.isEmpty ? "{\(shown)}" : "(\(places.joined(separator: ", ")), {\(shown)})"
    }
}
