import PlainText
/// Which plugin to use, with which parameters: `retail`, `measured:median=4,sigma=0.8`, `my/model.lua`,
/// `builtin:measured`.
package struct PluginChoice: Hashable, Sendable {
    /// An id, a path (holds `/` or ends in `.lua`), or a built-in's name.
    package let name: String
    /// Whether the model in Swift is meant.
    package let isBuiltIn: Bool
    /// Parameters by name, as written.
    package let overrides: [String: String]

    /// Its id, or that of its file: the same wherever the file lies.
    var shortName: String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        return file.hasSuffix(".lua") ? String(file.dropLast(4)) : file
    }

    /// A choice without parameters.
    package init(_ name: String) { (self.name, isBuiltIn, overrides) = (name, false, [:]) }

    /// A model in Swift.
    init(_ model: BuiltInModel) { (name, isBuiltIn, overrides) = (model.rawValue, true, [:]) }

    /// A choice as written on a command line or in a script.
    ///
    /// - Throws: ``EngineError`` `.usage` for an empty name, a parameter without a name or value, or one given twice.
    package init(parsing text: String) throws(EngineError) { try self.init(parsing: text, and: []) }

    /// The same plugin with another value of a parameter.
    ///
    /// - Throws: as ``init(parsing:)``.
    package func setting(_ parameter: String, to value: String) throws(EngineError) -> PluginChoice {
        let others = overrides.filter { $0.key != parameter }.map { (name: $0.key, value: $0.value) }
        return try PluginChoice(
            parsing: (isBuiltIn ? "builtin:" : "") + name, and: others + [(name: parameter, value: value)])
    }

    /// A choice as written, and more parameters that stand apart from it.
    ///
    /// - Throws: as ``init(parsing:)``.
    package init(parsing text: String, and more: [(name: String, value: String)]) throws(EngineError) {
        var rest = Substring(text)
        let builtIn = "builtin:"
        isBuiltIn = rest.hasPrefix(builtIn)
        if isBuiltIn { rest = rest.dropFirst(builtIn.count) }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else {
            throw EngineError(.usage, "a plugin's id is missing in '\(text)'", subject: .value(text))
        }
        var overrides: [String: String] = [:]
        func set(_ name: String, _ value: String) throws(EngineError) {
            guard overrides.updateValue(value, forKey: name) == nil else {
                throw EngineError(
                    .usage, "parameter \(name) is given twice in '\(text)'", subject: .value(text))
            }
        }
        for pair in parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                throw EngineError(
                    .usage, "'\(pair)' in '\(text)' must be name=value",
                    hint: "parameters are written ID:name=value,name=value", subject: .value(String(pair)))
            }
            try set(String(sides[0]).trimmingSpaces, String(sides[1]).trimmingSpaces)
        }
        for pair in more { try set(pair.name, pair.value) }
        (self.name, self.overrides) = (String(name), overrides)
    }

    /// Whether a file is named and not an id.
    package var isPath: Bool { name.contains("/") || name.hasSuffix(".lua") }
}

extension PluginChoice {
    /// As a text that reads back the same: parameters sorted by name.
    package var text: String {
        let parameters = overrides.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (isBuiltIn ? "builtin:" : "") + name
            + (parameters.isEmpty ? "" : ":" + parameters.joined(separator: ","))
    }
}

/// The plugins of a map, by kind.
package struct PluginChoices: Hashable, Sendable {
    private var choices: [PluginKind: [PluginChoice]] = [:]

    /// No plugins.
    package init() {}

    /// The plugin of a kind; the first of several. `nil` if none is chosen.
    package subscript(kind: PluginKind) -> PluginChoice? {
        get { choices[kind]?.first }
        set { choices[kind] = newValue.map { [$0] } }
    }

    /// The plugins of a kind that has several.
    package func all(of kind: PluginKind) -> [PluginChoice] { choices[kind] ?? [] }

    /// Chooses the plugins of a kind that has several.
    package mutating func set(_ kind: PluginKind, _ plugins: [PluginChoice]) {
        choices[kind] = plugins.isEmpty ? nil : plugins
    }

    /// The plugins of every kind.
    package var all: [PluginChoice] { PluginKind.all.flatMap(all(of:)) }
}
