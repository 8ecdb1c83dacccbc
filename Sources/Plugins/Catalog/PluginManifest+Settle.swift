import Engine
import LuaRuntime
import PlainText

extension PluginManifest {
    /// The parameters of a run: as given, else by their defaults.
    ///
    /// - Parameter overrides: values by name, as written.
    /// - Returns: one value a parameter, in the order of ``parameters``.
    /// - Throws: ``EngineError`` `.usage` naming plugin, parameter, rule and value.
    func settle(_ overrides: [String: String]) throws(EngineError) -> [PluginSetting] {
        let known = parameters.map(\.name)
        for name in overrides.keys.sorted() where !known.contains(name) {
            let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
            throw EngineError(
                .usage, "plugin \(id) has no parameter '\(name.escapingControls())': \(list)",
                hint: Spelling.hint(for: name, among: known), subject: .name(name))
        }
        var settled: [PluginSetting] = []
        for parameter in parameters {
            do {
                let value = try overrides[parameter.name].map { text throws(EngineError) in
                    try parameter.value(of: text)
                }
                settled.append((parameter.name, value ?? parameter.fallback))
            } catch {
                throw EngineError(
                    .usage, "plugin \(id): \(error.message)", hint: error.hint, subject: error.subject)
            }
        }
        return settled
    }
}
