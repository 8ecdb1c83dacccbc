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
    }

    /// A module of the plugin's folder; read at its first use.
    ///
    /// - Throws: ``EngineError`` naming the module and the rule.
    package func module(_ name: String) throws -> PluginModule {
        if let known = modules.first(where: { $0.name == name }) { return known }
        guard !isFrozen else {
            throw EngineError(.pluginInvalid, "module '\(name)' is no part of what is trusted")
        }
        let module = try find(name)
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
