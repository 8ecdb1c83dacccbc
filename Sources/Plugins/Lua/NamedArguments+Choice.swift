package import Engine
package import LuaRuntime

extension NamedArguments {
    /// A plugin with its parameters: `"whales:median=3"`, or `{"whales", median = 3}`.
    package func choice(_ name: String) throws -> PluginChoice? {
        guard let value = self[name], !value.isNil else { return nil }
        return try choice(of: value, name)
    }

    /// Plugins: one, or a list of them.
    package func choices(_ name: String) throws -> [PluginChoice]? {
        guard let value = self[name], !value.isNil else { return nil }
        // A table with a name in it is one plugin with parameters; without, it is a list.
        if case .table(let table) = value {
            let pairs = try table.pairs(limit: 200)
            if !pairs.contains(where: { $0.0.text != nil }) {
                return try table.array(limit: 100).map { try choice(of: $0, name) }
            }
        }
        return [try choice(of: value, name)]
    }

    private func choice(of value: LuaValue, _ name: String) throws -> PluginChoice {
        if case .string(let text) = value { return try PluginChoice(parsing: text) }
        func wrong(_ what: String) -> EngineError {
            EngineError(
                .script, "argument '\(name)' \(what)",
                hint: "such as \(name) = \"ID:parameter=2\" or \(name) = {\"ID\", parameter = 2}",
                subject: .value(value.text, of: name))
        }
        guard case .table(let table) = value else {
            throw wrong("must be a plugin's id or a table, was \(value.described)")
        }
        guard case .string(let id) = try table.get(1) else { throw wrong("must begin with a plugin's id") }
        var settings: [(name: String, value: String)] = []
        for (key, value) in try table.pairs(limit: 200) {
            if case .integer(1) = key { continue }
            guard case .string(let parameter) = key else {
                throw wrong("takes parameters by name, found one under \(key.described)")
            }
            guard let text = value.parameterText else {
                throw wrong("takes numbers, texts and booleans, \(parameter) was \(value.described)")
            }
            settings.append((parameter, text))
        }
        return try PluginChoice(parsing: id, and: settings)
    }
}

extension LuaValue {
    /// A parameter's value as text that reads back the same.
    package var parameterText: String? {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .string(let text): text
        default: nil
        }
    }
}
