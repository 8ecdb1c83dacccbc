import Engine
import LuaRuntime

/// `require` as a plugin has it: files of its own folder, each run once, while the plugin is being loaded.
///
/// Later it only hands out what is there, so that all that a plugin runs is part of its hash.
final class PluginRequire {
    private let source: PluginSource
    private var loaded: [String: LuaValue] = [:]
    private var loading: [String] = []
    private let isCovered: Bool
    /// Whether modules may still be read.
    var isOpen = true
    /// Lines of modules on which something can run, by file; where that is asked for.
    private(set) var activeLines: [String: Set<Int>] = [:]

    init(_ source: PluginSource, isCovered: Bool = false) {
        (self.source, self.isCovered) = (source, isCovered)
    }

    /// What the reference says of it.
    static let page = FunctionPage.function(
        .global, "require", [.init("name", .text, "levels, lib.levels")], gives: [.init(.any)],
        in: [.plugins, .tests], search: ["import", "module", "include"],
        "A module of the plugin's own folder.", example: "type(require) == \"function\"")

    /// Gives a state the global `require`.
    func install(in state: LuaState) throws {
        let function = try state.makeFunction(Self.page.name) { call in [try self.module(call)] }
        try state.setGlobal("require", .function(function))
    }

    private func module(_ call: LuaCall) throws -> LuaValue {
        let name = try call.string(1, Self.page.arguments[0].name)
        if let value = loaded[name] { return value }
        guard isOpen else {
            throw EngineError(
                .pluginInvalid, "module '\(name)' was not required while the plugin was loaded",
                hint: "call require at the top of the file: what a plugin runs is part of its hash")
        }
        guard !loading.contains(name) else {
            throw EngineError(
                .pluginInvalid, "modules require each other: \((loading + [name]).joined(separator: " → "))")
        }
        let module = try source.module(name)
        loading.append(name)
        defer { loading.removeLast() }
        let chunk = try call.state.load(String(decoding: module.bytes, as: UTF8.self), chunk: module.path)
        if isCovered { activeLines[module.path] = try call.state.activeLines(of: chunk) }
        let result = try call.state.call(chunk, [.string(name)]).first ?? .nil
        let value = result.isNil ? .boolean(true) : result
        loaded[name] = value
        return value
    }
}
