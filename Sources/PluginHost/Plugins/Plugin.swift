package import LiquidationCore
package import LuaRuntime
import MarketData

/// A plugin that is loaded, with its own Lua state and its parameters settled.
///
/// Models that a script declares for its session are the same, but live in the script's state.
package final class Plugin {
    /// What it says about itself.
    package let manifest: PluginManifest
    /// Where it comes from: a path, or `session`.
    package let origin: String
    /// SHA-256 of its source.
    package let hash: String
    /// Its parameters as settled, in the order of their names.
    package let parameters: [(name: String, value: PluginParameter.Value)]
    /// The state that it runs in.
    package let state: LuaState
    /// Its function.
    package let run: LuaFunction
    /// Its function over a whole series, where it has one.
    let runAll: LuaFunction?
    /// How maps look to it.
    private(set) lazy var mapType = MapAPI.type(nil)

    /// What a plugin may use: one call of it, that is.
    package static let limits = LuaLimits(
        memoryBytes: 64 << 20, deadlineMilliseconds: 1000, instructions: nil)

    /// Loads a plugin from its source.
    ///
    /// - Parameters:
    ///   - source: the bytes of the file.
    ///   - path: shown in messages.
    ///   - id: what the file's name says.
    ///   - overrides: parameters by name, as text.
    ///   - output: takes what the plugin prints.
    /// - Throws: ``HostError`` `.pluginInvalid` with plugin, file and line; `.limit`; `.usage` for overrides.
    package init(
        source: [UInt8], path: String, id: String, overrides: [String: String],
        output: ((String) -> Void)?
    ) throws {
        origin = path
        hash = ContentHash.sha256(source)
        do {
            // Seeded by the source: the same plugin draws the same numbers in every run.
            let seed = UInt64(hash.prefix(16), radix: 16) ?? 0
            state = try LuaState(profile: .plugin(seed: seed), limits: Self.limits, output: output)
            try state.setGlobal("liq", .table(Self.library(of: state)))
            let chunk = try state.load(String(decoding: source, as: UTF8.self), chunk: path)
            guard case .table(let table)? = try state.call(chunk, []).first else {
                throw HostError(.pluginInvalid, "must return a table that describes the plugin")
            }
            (manifest, run, runAll) = try ManifestReader(table: table, id: id).manifest()
        } catch {
            throw HostError.plugin(id, path, error)
        }
        parameters = try Self.settle(manifest, overrides)
    }

    /// What stands for the hash of a model that was declared in a session and has no file.
    static let sessionHash = "session"

    /// A model that a script declares: a function in the script's own state.
    package init(sessionModel run: LuaFunction, kind: PluginKind, id: String, in state: LuaState) {
        manifest = PluginManifest(
            kind: kind, id: id, version: "0", summary: "declared in this session", parameters: [], ladder: nil
        )
        (origin, hash, parameters) = ("session", Self.sessionHash, [])
        (self.state, self.run, runAll) = (state, run, nil)
    }

    /// The `liq` of plugins: what needs no data and no files.
    private static func library(of state: LuaState) throws -> LuaTable {
        try state.makeTable(array: [], fields: [("vector", .function(try state.makeVectorConstructor()))])
    }

    private static func settle(
        _ manifest: PluginManifest, _ overrides: [String: String]
    ) throws(HostError) -> [(name: String, value: PluginParameter.Value)] {
        for name in overrides.keys.sorted() where !manifest.parameters.contains(where: { $0.name == name }) {
            let known = manifest.parameters.map(\.name)
            let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
            throw HostError(
                .usage, "plugin \(manifest.id) has no parameter '\(name)': \(list)",
                hint: Spelling.hint(for: name, among: known))
        }
        var settled: [(name: String, value: PluginParameter.Value)] = []
        for parameter in manifest.parameters {
            do {
                let value = try overrides[parameter.name].map { text throws(HostError) in
                    try parameter.value(of: text)
                }
                settled.append((parameter.name, value ?? parameter.fallback))
            } catch {
                throw HostError(.usage, "plugin \(manifest.id): \(error.message)", hint: error.hint)
            }
        }
        return settled
    }

    /// What outputs say about it.
    package var part: Assumptions.Part {
        Assumptions.Part(
            kind: manifest.kind.rawValue, id: manifest.id, version: manifest.version, hash: hash,
            parameters: zip(manifest.parameters, parameters).map { declared, settled in
                Assumptions.Pair(declared.name, declared.text(of: settled.value))
            })
    }

    /// The parameters as the table that `run` is given.
    func parameterTable() throws -> LuaTable {
        try state.makeTable(
            array: [],
            fields: parameters.map { name, value in
                switch value {
                case .number(let number): (name, .number(number))
                case .integer(let number): (name, .integer(number))
                case .boolean(let flag): (name, .boolean(flag))
                case .string(let text): (name, .string(text))
                }
            })
    }

    /// An error of this plugin's result: names plugin, file and the line where `run` starts.
    func badResult(_ message: String) -> HostError {
        let place = run.line.map { "\(origin):\($0)" } ?? origin
        return HostError(.pluginInvalid, "plugin \(manifest.id) (\(place)): \(message)")
    }
}

extension HostError {
    /// What went wrong in a plugin, with its name in front.
    static func plugin(
        _ id: String, _ origin: String, _ error: any Error, at bar: BarPlace? = nil
    ) -> HostError {
        let place = bar.map { ", at \($0)" } ?? ""
        return switch error {
        case let error as LuaError where error.code == .interrupted:
            HostError(.interrupted, "interrupted in plugin \(id)\(place)")
        case let error as LuaError:
            HostError(
                error.isLimit ? .limit : .pluginInvalid,
                // Where memory ran out Lua tells no line: the file is named at least.
                "plugin \(id)\(error.chunk == nil ? " (\(origin))" : ""): \(error.description)\(place)",
                hint: error.isLimit ? Plugin.limits.text : nil)
        case let error as HostError:
            HostError(error.code, "plugin \(id) (\(origin)): \(error.message)\(place)", hint: error.hint)
        default:
            HostError(.pluginInvalid, "plugin \(id) (\(origin)): \(error)\(place)")
        }
    }
}

extension LuaError {
    /// Whether time, memory, instructions or stack ran out.
    package var isLimit: Bool {
        [.deadline, .memory, .instructions, .stackOverflow].contains(code)
    }
}

extension LuaLimits {
    /// For messages.
    package var text: String {
        let parts = [
            deadlineMilliseconds.map { "\($0) ms a call" }, memoryBytes.map { "\($0 >> 20) MiB" },
            instructions.map { "\($0) instructions" },
        ]
        return "a plugin may use " + parts.compactMap { $0 }.joined(separator: ", ")
    }
}
