import Engine
import LiquidationCore
import LuaRuntime
import PlainText

/// Reads and checks the table that a plugin's file returns.
///
/// Unknown keys, wrong types and bad defaults are errors, so that a slip is found when the plugin is loaded and
/// not when it is used.
struct ManifestReader {
    let table: LuaTable
    /// The id that the file's name gives.
    let id: String

    func manifest() throws -> (PluginManifest, run: LuaFunction, runAll: LuaFunction?) {
        try checkKeys(of: table, known: PluginManifest.keys, what: "key")
        try checkLevel()
        let kind = try kind()
        let runAll = try wholeFunction(kind)
        let found = try table.get("run")
        guard let run = found.function ?? (found.isNil ? runAll : nil) else {
            throw invalid("run must be a function: \(kind.descriptor.contract)")
        }
        _ = (try string("license"), try string("name"))
        let manifest = PluginManifest(
            kind: kind, id: try string("id") ?? id, version: try version(),
            summary: try string("summary") ?? "", parameters: try parameters(), ladder: try ladder(),
            body: runAll == nil ? .run : found.isNil ? .runAll : .both)
        guard manifest.id == id else {
            throw invalid("id is '\(manifest.id)', but the file's name says '\(id)': they must be the same")
        }
        return (manifest, run, runAll)
    }

    /// `run_all`, which only some kinds have.
    private func wholeFunction(_ kind: PluginKind) throws -> LuaFunction? {
        let found = try table.get("run_all")
        guard !found.isNil else { return nil }
        guard kind.descriptor.hasRunAll else {
            let kinds = PluginKindDescriptor.all.filter(\.hasRunAll).map(\.name)
            throw invalid(
                "run_all is for plugins of kind \(kinds.joined(separator: ", ")): a \(kind.name) plugin has run"
            )
        }
        guard let body = found.function else {
            throw invalid("run_all must be a function, was \(found.typeName)")
        }
        return body
    }

    private func checkLevel() throws {
        let found = try table.get("api")
        guard !found.isNil else { return }
        guard case .integer(let level) = found else {
            throw invalid(
                "api must be a whole number, was \(found.described)",
                hint: "api = \(EngineVersion.api) is the level of this liq")
        }
        guard level == EngineVersion.api else {
            throw invalid(
                "written for API level \(level), this liq has level \(EngineVersion.api)",
                hint: level > EngineVersion.api
                    ? "use a newer liq, or api = \(EngineVersion.api) if the plugin needs nothing newer"
                    : "docs/plugins.md says what level \(EngineVersion.api) changed; then set api = "
                        + "\(EngineVersion.api)")
        }
    }

    private func kind() throws -> PluginKind {
        guard let name = try string("kind") else {
            throw invalid("kind is missing: one of \(Self.kinds)")
        }
        guard let kind = PluginKindDescriptor.kind(named: name) else {
            throw invalid(
                "kind '\(name)' is none of \(Self.kinds)",
                hint: Spelling.hint(for: name, among: PluginKindDescriptor.all.map(\.name)))
        }
        return kind
    }

    private static var kinds: String { PluginKindDescriptor.all.map(\.name).joined(separator: ", ") }

    private func version() throws -> String {
        switch try table.get("version") {
        case .nil: "0"
        case .integer(let number): String(number)
        case .string(let text): try shown(text, "version")
        case let other: throw invalid("version must be a text, was \(other.typeName)")
        }
    }

    private func ladder() throws -> Ladder? {
        switch try table.get("ladder") {
        case .nil: return nil
        case .table(let rungs):
            let leverages = try rungs.array(limit: 1001).map { value in
                guard let leverage = value.double else {
                    throw invalid("ladder must be a list of leverages, holds a \(value.typeName)")
                }
                return leverage
            }
            do { return try Ladder(leverages) } catch { throw invalid("ladder: \(error)") }
        case let other: throw invalid("ladder must be a list of leverages, was \(other.typeName)")
        }
    }

    private func parameters() throws -> [PluginParameter] {
        switch try table.get("params") {
        case .nil: return []
        case .table(let declared):
            return try declared.pairs(limit: 100).map { key, value in
                guard case .string(let name) = key, case .table(let fields) = value else {
                    throw invalid("params must hold tables by name, such as {gain = {type = \"number\"}}")
                }
                return try parameter(name, fields)
            }
        case let other: throw invalid("params must be a table, was \(other.typeName)")
        }
    }

    private func parameter(_ name: String, _ fields: LuaTable) throws -> PluginParameter {
        try checkKeys(
            of: fields, known: PluginParameter.keys,
            what: "key of parameter \(name)")
        let kinds = PluginParameter.Kind.allCases.map(\.rawValue)
        let type = try fields.get("type")
        guard let kind = type.text.flatMap(PluginParameter.Kind.init(rawValue:)) else {
            throw invalid(
                "parameter \(name): type must be one of \(kinds.joined(separator: ", "))"
                    + (type.isNil ? "" : ", was \(type.described)"),
                hint: type.text.flatMap { Spelling.hint(for: $0, among: kinds) })
        }
        guard !name.isEmpty, name.utf8.count <= 64, !name.contains(where: { "=,: \t\n".contains($0) }),
            name == name.escapingControls()
        else {
            throw invalid(
                "parameter '\(name)': a name has no space, comma, colon, = or control character, "
                    + "and at most 64 bytes")
        }
        func text(_ key: String) throws -> String {
            switch try fields.get(key) {
            case .nil: return ""
            case .string(let text): return try shown(text, "parameter \(name): \(key)")
            case let other: throw invalid("parameter \(name): \(key) must be a text, was \(other.described)")
            }
        }
        func limit(_ key: String) throws -> Double? {
            let found = try fields.get(key)
            guard found.isNil || found.double != nil else {
                throw invalid("parameter \(name): \(key) must be a number, was \(found.typeName)")
            }
            return found.double
        }
        let (unit, doc) = (try text("unit"), try text("doc"))
        let unset = PluginParameter(
            name: name, kind: kind, unit: unit, fallback: .boolean(false), minimum: try limit("min"),
            maximum: try limit("max"), doc: doc)
        let given = try fields.get("default")
        if case .string(let text) = given { _ = try shown(text, "parameter \(name): default") }
        let read: PluginParameter.Value?
        do { read = try unset.value(of: given) } catch { throw invalid(error.message, hint: error.hint) }
        guard let value = read else {
            throw invalid("parameter \(name): default must be \(kind.example), was \(given.typeName)")
        }
        return PluginParameter(
            name: name, kind: kind, unit: unit, fallback: value, minimum: unset.minimum,
            maximum: unset.maximum, doc: doc)
    }

    private func string(_ key: String) throws -> String? {
        switch try table.get(key) {
        case .nil: nil
        case .string(let text): try shown(text, key)
        case let other: throw invalid("\(key) must be a text, was \(other.typeName)")
        }
    }

    /// The longest text of a manifest, in bytes.
    private static let textLimit = 4096

    /// A text for people: not too long, and unable to steer a terminal.
    private func shown(_ text: String, _ what: String) throws -> String {
        guard text.utf8.count <= Self.textLimit else {
            throw invalid("\(what) must have at most \(Self.textLimit) bytes, has \(text.utf8.count)")
        }
        return text.escapingControls()
    }

    private func checkKeys(of table: LuaTable, known: [String], what: String) throws {
        for (key, _) in try table.pairs(limit: 1000) {
            guard case .string(let name) = key else {
                throw invalid("\(what)s must be names, found a \(key.typeName)")
            }
            guard known.contains(name) else {
                throw invalid(
                    "unknown \(what) '\(name)'",
                    hint: Spelling.hint(for: name, among: known)
                        ?? "known are \(known.joined(separator: ", "))")
            }
        }
    }

    private func invalid(_ message: String, hint: String? = nil) -> EngineError {
        EngineError(.pluginInvalid, message, hint: hint)
    }
}

extension PluginParameter {
    /// The value that a Lua value stands for; `nil` where its type is wrong.
    func value(of lua: LuaValue) throws(EngineError) -> Value? {
        switch (kind, lua) {
        case (.number, _): try lua.double.map { value throws(EngineError) in try checked(.number(value)) }
        case (.integer, .integer(let number)): try checked(.integer(number))
        case (.percent, .string(let text)), (.duration, .string(let text)): try value(of: text)
        case (.percent, _): try lua.double.map { value throws(EngineError) in try checked(.number(value)) }
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.string, .string(let text)): try checked(.string(text))
        default: nil
        }
    }
}
