/// Which plugin to use, with which parameters: `retail`, `measured:median=4,sigma=0.8`, `my/model.lua`,
/// `builtin:measured`.
package struct PluginChoice: Hashable, Sendable {
    /// An id, a path (holds `/` or ends in `.lua`), or a built-in's name.
    package let name: String
    /// Whether the model in Swift is meant.
    package let isBuiltIn: Bool
    /// Parameters by name, as written.
    package let overrides: [String: String]

    /// A choice without parameters.
    package init(_ name: String) { (self.name, isBuiltIn, overrides) = (name, false, [:]) }

    /// A choice as written on a command line or in a script.
    ///
    /// - Throws: ``HostError`` `.usage` for an empty name or a parameter without a value.
    package init(parsing text: String) throws(HostError) {
        var rest = Substring(text)
        let builtIn = "builtin:"
        isBuiltIn = rest.hasPrefix(builtIn)
        if isBuiltIn { rest = rest.dropFirst(builtIn.count) }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else {
            throw HostError(.usage, "a plugin's id is missing in '\(text)'")
        }
        var overrides: [String: String] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: ",") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else {
                throw HostError(.usage, "'\(pair)' in '\(text)' must be name=value")
            }
            overrides[String(sides[0])] = String(sides[1])
        }
        (self.name, self.overrides) = (String(name), overrides)
    }

    /// Whether a file is named and not an id.
    var isPath: Bool { name.contains("/") || name.hasSuffix(".lua") }
}
