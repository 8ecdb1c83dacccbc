import Glibc
import LuaRuntime

/// Finds plugins: on a search path, by file, or among the models of the session.
package final class PluginCatalog {
    /// A plugin that was found, or a file that should have been one.
    package struct Entry {
        /// The id that the file's name gives.
        package let id: String
        /// Where it is.
        package let path: String
        /// What it says about itself, or what is wrong with it.
        package let manifest: Result<PluginManifest, HostError>
        /// Whether a plugin of the same id comes before it on the search path.
        package let isShadowed: Bool
    }

    /// Folders in the order in which they are searched.
    package let searchPath: [String]
    /// Takes what plugins print.
    package var output: ((String) -> Void)?
    private var session: [String: Plugin] = [:]

    /// A catalogue over a search path.
    package init(searchPath: [String]) { self.searchPath = searchPath }

    /// The usual search path: `$LIQ_PLUGIN_PATH`, the user's data folder, then the plugins shipped with the
    /// program (beside it under `share/liq/plugins`, or in the source tree that it was built in).
    ///
    /// The current folder is not on it: a plugin there is named by its path.
    package static func usualSearchPath() -> [String] {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        var path = variable("LIQ_PLUGIN_PATH")?.split(separator: ":").map(String.init) ?? []
        if let data = variable("XDG_DATA_HOME") ?? variable("HOME").map({ $0 + "/.local/share" }) {
            path.append(data + "/liq/plugins")
        }
        var folder = executable().split(separator: "/").dropLast()
        path.append("/" + (folder.dropLast() + ["share", "liq", "plugins"]).joined(separator: "/"))
        while !folder.isEmpty {
            let root = "/" + folder.joined(separator: "/")
            if access(root + "/Package.swift", R_OK) == 0, access(root + "/plugins/measured.lua", R_OK) == 0 {
                path.append(root + "/plugins")
                break
            }
            folder = folder.dropLast()
        }
        return path
    }

    private static func executable() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Adds a model of the session; it comes before plugins of the same id.
    package func declare(_ plugin: Plugin) { session[key(plugin.manifest.kind, plugin.manifest.id)] = plugin }

    /// Models of the session, by kind and id.
    package var declared: [Plugin] { session.keys.sorted().compactMap { session[$0] } }

    private func key(_ kind: PluginKind, _ id: String) -> String { "\(kind.rawValue) \(id)" }

    /// All plugins on the search path, in its order, by id within a folder.
    package func entries() -> [Entry] {
        var seen: Set<String> = []
        return searchPath.flatMap { folder in
            files(in: folder).map { id, path in
                let manifest = Result { try load(path, id: id, overrides: [:]).manifest }
                    .mapError { $0 as? HostError ?? HostError(.pluginInvalid, "\($0)") }
                return Entry(id: id, path: path, manifest: manifest, isShadowed: !seen.insert(id).inserted)
            }
        }
    }

    /// The plugin of a choice.
    ///
    /// - Throws: ``HostError`` `.pluginMissing` naming where was searched, `.pluginInvalid`, `.usage` when it
    ///   is of another kind or a parameter is wrong.
    package func plugin(_ choice: PluginChoice, kind: PluginKind) throws -> Plugin {
        let plugin: Plugin
        if let model = session[key(kind, choice.name)] {
            guard choice.overrides.isEmpty else {
                throw HostError(.usage, "\(choice.name) is a model of the session: it has no parameters")
            }
            plugin = model
        } else {
            let path = try path(of: choice, kind: kind)
            plugin = try load(path, id: Self.id(of: path), overrides: choice.overrides)
        }
        guard plugin.manifest.kind == kind else {
            throw HostError(
                .usage,
                "plugin \(choice.name) is of kind \(plugin.manifest.kind.rawValue), "
                    + "a \(kind.rawValue) plugin is wanted")
        }
        return plugin
    }

    private func load(_ path: String, id: String, overrides: [String: String]) throws -> Plugin {
        guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }) else {
            throw HostError(
                .pluginInvalid, "'\(id.escapingControls())' cannot be the id of a plugin",
                hint: "name the file with letters, digits, - and _")
        }
        let source = try TextFile.read(path, limit: 1 << 20)
        return try Plugin(source: source, path: path, id: id, overrides: overrides, output: output)
    }

    private func path(of choice: PluginChoice, kind: PluginKind) throws(HostError) -> String {
        if choice.isPath { return choice.name }
        for folder in searchPath {
            let found = files(in: folder).first { $0.id == choice.name }
            if let found { return found.path }
        }
        let known =
            searchPath.flatMap { files(in: $0).map(\.id) }
            + session.keys.map { String($0.split(separator: " ")[1]) }
        throw HostError(
            .pluginMissing,
            "no \(kind.rawValue) plugin '\(choice.name)' in \(searchPath.joined(separator: ", "))",
            hint: Spelling.hint(for: choice.name, among: known) ?? "liq plugins lists them")
    }

    /// `<id>.lua` and `<id>/init.lua` in a folder, by id; none where the folder cannot be read.
    private func files(in folder: String) -> [(id: String, path: String)] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [(id: String, path: String)] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") || name.hasSuffix("_spec.lua") { continue }
            if name.hasSuffix(".lua") {
                found.append((String(name.dropLast(4)), "\(folder)/\(name)"))
            } else if access("\(folder)/\(name)/init.lua", R_OK) == 0 {
                found.append((name, "\(folder)/\(name)/init.lua"))
            }
        }
        return found.sorted { $0.id < $1.id }
    }

    private static func id(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard let file = parts.last else { return path }
        if file == "init.lua", parts.count > 1 { return parts[parts.count - 2] }
        return file.hasSuffix(".lua") ? String(file.dropLast(4)) : file
    }
}
