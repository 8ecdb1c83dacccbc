package import Engine
import Glibc
import LuaRuntime
import MarketData
import PlainText

/// The text of a plugin as it was read: its file, and the modules of its own folder that it has required.
///
/// What was read once is kept, so that a plugin that is loaded again is the same plugin.
package final class PluginSource {
    /// What the file's name says.
    package let id: String
    /// The file, as it was named.
    package let path: String
    /// The bytes of the file.
    package let main: [UInt8]
    /// The modules that were required, in the order of their names.
    package private(set) var modules: [PluginModule] = []
    /// Whether a module was asked for that could not be read.
    private(set) var lacksModule = false
    /// Whether only modules that are here are handed out.
    var isFrozen = false
    /// Seeds `math.random` beside its text, where a run has a seed of its own.
    var runSeed: UInt64?
    /// Where a module comes from that is not here yet.
    private let find: (String) throws -> PluginModule

    /// The largest size of a file, of all of them, and how many there may be.
    package static let (fileLimit, totalLimit, moduleLimit) = (1 << 20, 4 << 20, 64)

    /// A source by its parts; `find` reads a module.
    package init(id: String, path: String, main: [UInt8], find: @escaping (String) throws -> PluginModule) {
        (self.id, self.path, self.main, self.find) = (id, path, main, find)
    }

    /// Reads a plugin's file.
    ///
    /// - Parameters:
    ///   - path: the file; its folder is where modules may lie.
    ///   - id: what the plugin is called; by default the file's name says it.
    /// - Throws: ``EngineError`` `.inputMissing` where it cannot be read, `.pluginInvalid` where its name is no id.
    package convenience init(reading path: String, id: String? = nil) throws(EngineError) {
        let id = id ?? Self.id(of: path)
        guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }) else {
            throw EngineError(
                .pluginInvalid, "'\(id.escapingControls())' cannot be the id of a plugin",
                hint: "name the file with letters, digits, - and _")
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw EngineError(
                .inputMissing, "\(path) is not a file", hint: "a plugin is NAME.lua or NAME/init.lua")
        }
        let folder = PluginFolder(of: path)
        self.init(
            id: id, path: path, main: try TextFile.read(path, limit: Self.fileLimit), find: folder.module)
        ReadFiles.add(path)
    }

    /// A module of the plugin's folder; read at its first use.
    ///
    /// - Throws: ``EngineError`` naming the module and the rule.
    package func module(_ name: String) throws -> PluginModule {
        if let known = modules.first(where: { $0.name == name }) { return known }
        guard !isFrozen else {
            throw EngineError(.pluginInvalid, "module '\(name)' is no part of what is trusted")
        }
        let module: PluginModule
        do { module = try find(name) } catch {
            lacksModule = true
            throw error
        }
        let size = modules.reduce(main.count + module.bytes.count) { $0 + $1.bytes.count }
        guard modules.count < Self.moduleLimit, size <= Self.totalLimit else {
            throw EngineError(
                .limit,
                "a plugin may have \(Self.moduleLimit) modules and \(Self.totalLimit >> 20) MiB in all: "
                    + "'\(name)' is too much")
        }
        modules.append(module)
        modules.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return module
    }

    /// SHA-256 of the file; with modules, of the lines `HASH  NAME` of the file and of each.
    package var hash: String {
        let own = ContentHash.sha256(main)
        guard !modules.isEmpty else { return own }
        let lines = ["\(own)  \(id)\n"] + modules.map { "\(ContentHash.sha256($0.bytes))  \($0.name)\n" }
        return ContentHash.sha256(Array(lines.joined().utf8))
    }

    /// The same plugin as its files are now, without what it has required.
    ///
    /// - Throws: as ``init(reading:id:)``.
    package func reread() throws(EngineError) -> PluginSource { try PluginSource(reading: path, id: id) }

    /// Whether the files are no longer what was read.
    package var hasChanged: Bool {
        guard let now = try? reread(), now.main == main else { return true }
        return modules.contains { module in (try? now.module(module.name))?.bytes != module.bytes }
    }

    /// The id that a file's name gives: `mine` of `mine.lua` and of `mine/init.lua`.
    package static func id(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard let file = parts.last else { return path }
        if file == "init.lua", parts.count > 1 { return parts[parts.count - 2] }
        return file.hasSuffix(".lua") ? String(file.dropLast(4)) : file
    }
}

/// A file that a plugin has required.
package struct PluginModule: Hashable, Sendable {
    /// As it is required: `levels`, `lib.levels`.
    package let name: String
    /// Where it is, for messages.
    package let path: String
    /// Its text.
    package let bytes: [UInt8]

    /// A module by its parts.
    package init(name: String, path: String, bytes: [UInt8]) {
        (self.name, self.path, self.bytes) = (name, path, bytes)
    }
}

/// A plugin's own folder, the only place that its modules can come from.
struct PluginFolder {
    /// As it was named, for messages.
    private let folder: String

    /// The folder that a file is in.
    init(of path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        folder =
            parts.isEmpty ? "." : parts.count == 1 && parts[0].isEmpty ? "/" : parts.joined(separator: "/")
    }

    /// Reads the module of a name: `a.b` is `a/b.lua` or `a/b/init.lua`.
    ///
    /// - Throws: ``EngineError`` for a name that is none, a file that is not there, is no text, is too large, or
    ///   lies outside the folder once links are followed.
    func module(_ name: String) throws -> PluginModule {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = { (word: Substring) in
            !word.isEmpty
                && word.utf8.allSatisfy { byte in
                    (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || (48...57).contains(byte) || byte == 95
                        || byte == 45
                }
        }
        guard name.utf8.count <= 200, words.allSatisfy(isName) else {
            throw EngineError(
                .pluginInvalid,
                "require takes names of letters, digits, - and _ with dots between, was '\(name.escapingControls())'",
                hint: "modules lie in the plugin's own folder: require \"lib.levels\" reads lib/levels.lua",
                subject: .value(name))
        }
        let stem = folder + "/" + words.joined(separator: "/")
        for path in [stem + ".lua", stem + "/init.lua"] where access(path, F_OK) == 0 {
            return PluginModule(name: name, path: path, bytes: try bytes(of: path, name))
        }
        throw EngineError(
            .pluginInvalid, "no module '\(name)': neither \(stem).lua nor \(stem)/init.lua is there",
            hint: "a plugin can only require files from its own folder", subject: .value(name))
    }

    private func bytes(of path: String, _ name: String) throws -> [UInt8] {
        guard let root = Self.real(folder), let file = Self.real(path) else {
            throw EngineError(.inputMissing, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        guard file.hasPrefix(root == "/" ? root : root + "/") else {
            throw EngineError(
                .pluginInvalid,
                "module '\(name)' lies outside the plugin's folder: \(path) is a link to \(file)",
                hint: "a plugin can only require files from its own folder")
        }
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw EngineError(.pluginInvalid, "module '\(name)': \(path) is not a file")
        }
        let bytes = try TextFile.read(file, limit: PluginSource.fileLimit)
        ReadFiles.add(file)
        guard bytes.first != 27 else {
            throw EngineError(.pluginInvalid, "module '\(name)': \(path) is compiled Lua, only text is taken")
        }
        return bytes
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}

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
