import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting

/// What a variable or field that is nil may have been meant to be.
struct NameHint {
    let text: ScriptText
    /// The state whose globals are looked at; none of its code runs.
    let state: LuaState?

    /// What may have been meant.
    ///
    /// - Parameters:
    ///   - clue: what the message is about.
    ///   - token: where it stands.
    /// - Returns: a sentence such as `did you mean 'leverage'?`; `nil` where nothing is near.
    func hint(for clue: Clue, at token: Int?) -> String? {
        guard case .variable(let kind, let name, _) = clue else { return nil }
        switch kind {
        case .global: return hint(for: name, among: globals + locals)
        case .field, .method:
            // An owner that cannot be reached: the fields that the text uses elsewhere may be its own.
            let others = kind == .method ? fields + keys(global("string")) : fields
            return hint(for: name, among: token.flatMap { members(before: $0) } ?? others)
        case .local, .upvalue, .constant: return nil
        }
    }

    /// Two edits turn any short name into another one, so short names may differ by one edit only.
    private func hint(for name: String, among known: [String]) -> String? {
        Spelling.hint(
            for: name, among: known.filter { $0 != name && (name.count > 3 || Self.isOneEdit(name, $0)) })
    }

    private static func isOneEdit(_ a: String, _ b: String) -> Bool {
        let longest = max(a.count, b.count)
        let alike = zip(a, b).prefix { $0 == $1 }.count
        let rest = min(a.count, b.count) - alike
        let tail = min(rest, zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count)
        return alike + tail >= longest - 1
    }

    private var globals: [String] { state.flatMap { try? $0.global("_G") }.map(keys) ?? [] }

    /// What the owner of a field or method has, where it can be reached by names from a global.
    private func members(before token: Int) -> [String]? {
        guard let owners = text.owners(of: token), let root = owners.first, !locals.contains(root) else {
            return nil
        }
        var value = global(root)
        for owner in owners.dropFirst() {
            guard case .table(let table) = value, let next = try? table.get(owner) else { return nil }
            value = next
        }
        if case .nil = value { return nil }
        return keys(value)
    }

    private func global(_ name: String) -> LuaValue { (try? state?.global(name)) ?? .nil }

    private func keys(_ value: LuaValue) -> [String] {
        switch value {
        case .table(let table): (try? table.pairs(limit: 2000))?.compactMap(\.0.text) ?? []
        case .string: keys(global("string"))
        default: APIReference.standard.members(of: value.typeName).map(\.name)
        }
    }

    /// Names that the text declares: locals, parameters and those of loops.
    private var locals: [String] {
        var names: [String] = []
        for index in text.tokens.indices where text.tokens[index].kind == .keyword {
            switch text.text(index) {
            case "local", "for": names += list(from: index + 1)
            case "function":
                guard
                    let open = (index..<min(index + 12, text.tokens.count)).first(where: {
                        text.isSign($0, "(")
                    })
                else { continue }
                names += list(from: open + 1)
                if text.text(index - 1) == "local" { names.append(text.text(index + 1)) }
            default: continue
            }
        }
        return names
    }

    private func list(from first: Int) -> [String] {
        var names: [String] = []
        var index = first
        while text.tokens.indices.contains(index), text.tokens[index].kind == .name {
            names.append(text.text(index))
            guard text.isSign(index + 1, ",") else { break }
            index += 2
        }
        return names
    }

    /// Names that the text uses as fields or methods, or as keys of a table.
    private var fields: [String] {
        text.tokens.indices.filter { index in
            text.tokens[index].kind == .name
                && (text.isMember(index)
                    || text.sign(index + 1) == "=" && text.isSign(index - 1, "{", ",", ";"))
        }.map { text.text($0) }
    }
}
