import Engine
import Glibc
import LuaRuntime
import PlainText

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
            hint: "a plugin may require files of its own folder only", subject: .value(name))
    }

    private func bytes(of path: String, _ name: String) throws -> [UInt8] {
        guard let root = Self.real(folder), let file = Self.real(path) else {
            throw EngineError(.inputMissing, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        guard file.hasPrefix(root == "/" ? root : root + "/") else {
            throw EngineError(
                .pluginInvalid,
                "module '\(name)' lies outside the plugin's folder: \(path) is a link to \(file)",
                hint: "a plugin may require files of its own folder only")
        }
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw EngineError(.pluginInvalid, "module '\(name)': \(path) is not a file")
        }
        let bytes = try TextFile.read(file, limit: PluginSource.fileLimit)
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
