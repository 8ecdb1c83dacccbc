package import Engine
import Glibc
import LiquidationCore
import LuaRuntime
import PlainText

/// Finds plugins: files that were named, a search path, the models of the session.
package final class PluginCatalog: PluginProvider {
    /// Files that were named, which come first.
    package let files: [String]
    /// Folders in the order in which they are searched.
    package let searchPath: [String]
    /// Takes what plugins print.
    package var output: ((String) -> Void)?
    /// How far files are trusted.
    package var trust = TrustStore(path: nil) { didSet { listed = [:] } }
    /// Whether all files run isolated, whatever the store says.
    package var isIsolating = false { didSet { listed = [:] } }
    /// The program whose children run isolated plugins.
    package var program = PluginFolders.program
    /// Whether a file that was used stays as it was read until it is reloaded.
    package var keepsSources = false
    /// Takes note of what the plugins of the next maps do, where wanted.
    package var profile: PluginProfile?
    /// Takes a warning, such as that of a plugin that has another name now.
    package var warn: ((String) -> Void)?
    /// Seeds `math.random` of plugins, beside their texts; without one their texts alone do.
    package var seed: UInt64? { didSet { listed = [:] } }
    /// Files that were used and are kept, by path.
    package private(set) var kept: [String: PluginSource] = [:]
    /// What the last lists found in files, by path.
    var listed: [String: ListedFile] = [:]
    private var session: [String: Plugin] = [:]
    private var warned: Set<String> = []

    /// Shipped plugins by the names that they had before; the old names work for one version.
    private static let renamed = ["nearest-wall": "nearest-cluster", "wall-break": "cluster-break"]

    /// A catalogue of files and a search path.
    package init(searchPath: [String], files: [String] = []) {
        (self.searchPath, self.files) = (searchPath, files)
    }

    /// Adds a model of the session; it comes before plugins of the same id.
    package func declare(_ plugin: Plugin) { session[key(plugin.manifest.kind, plugin.manifest.id)] = plugin }

    /// Models of the session, by kind and id.
    package var declared: [Plugin] { session.keys.sorted().compactMap { session[$0] } }

    private func key(_ kind: PluginKind, _ id: String) -> String { "\(kind.name) \(id)" }

    /// How many bytes a loaded plugin may print, which is to say in one run.
    package static let printLimit = 1 << 20

    /// Takes what a plugin prints, up to the limit; then says once that the rest is left out.
    private func limitedOutput(of id: String) -> ((String) -> Void)? {
        guard let output else { return nil }
        var left = Self.printLimit
        return { text in
            guard left > 0 else { return }
            left -= text.utf8.count
            output(text)
            if left <= 0 { output("plugin \(id) has printed 1 MiB: what it prints from here on is left out") }
        }
    }

    /// Ids and files, the first of an id being the one that counts.
    func candidates() -> [(id: String, path: String)] {
        files.map { (PluginSource.id(of: $0), $0) } + searchPath.flatMap { files(in: $0) }
    }

    /// The plugin of a choice.
    ///
    /// - Throws: ``EngineError`` `.pluginMissing` naming where was searched, `.pluginInvalid`, `.usage` when it
    ///   is of another kind or a parameter is wrong.
    package func plugin(_ choice: PluginChoice, kind: PluginKind) throws -> any PluginRunner {
        let plugin: any PluginRunner
        if let model = session[key(kind, choice.name)] {
            guard choice.overrides.isEmpty else {
                throw EngineError(.usage, "\(choice.name) is a model of the session: it has no parameters")
            }
            plugin = model
        } else {
            let path = try path(of: choice.name, what: "\(kind.name) plugin")
            plugin = try load(try source(at: path), overrides: choice.overrides)
        }
        guard plugin.manifest.kind == kind else {
            throw EngineError(
                .usage,
                "plugin \(choice.name) is of kind \(plugin.manifest.kind.name), "
                    + "a \(kind.name) plugin is wanted")
        }
        return profile.map { ProfiledPlugin(plugin, $0) } ?? plugin
    }

    /// ``plugin(_:kind:)`` as the engine asks for it.
    package func mapPlugin(_ choice: PluginChoice, kind: PluginKind) throws -> any MapPlugin {
        try plugin(choice, kind: kind)
    }

    /// The plugin of an id or a file, whatever its kind.
    ///
    /// - Throws: as ``plugin(_:kind:)``.
    package func plugin(named name: String, overrides: [String: String] = [:]) throws -> any PluginRunner {
        try load(try source(at: try path(of: name, what: "plugin")), overrides: overrides)
    }

    /// A file as it is kept, else as it is.
    private func source(at path: String) throws -> PluginSource {
        if let known = kept[path] { return known }
        let source = try PluginSource(reading: path)
        if keepsSources { kept[path] = source }
        return source
    }

    /// Files that were used and are kept, and those of the modules that they have required.
    package var usedPaths: [String] {
        Set(kept.values.flatMap { source in [source.path] + source.modules.map(\.path) }).sorted()
    }

    /// Keeps another version of a file.
    package func keep(_ source: PluginSource) { kept[source.path] = source }

    /// Loads a source as far as it is trusted.
    ///
    /// - Parameters:
    ///   - source: the plugin's texts.
    ///   - overrides: parameters by name, as text.
    ///   - patience: milliseconds of work that loading may take in all; by default as much as its limits allow.
    /// - Returns: the plugin, in this process or in a separate one.
    /// - Throws: ``EngineError`` as ``Plugin`` does; `.limit` where its patience is at its end.
    package func load(_ source: PluginSource, overrides: [String: String], patience: Int? = nil) throws
        -> any PluginRunner
    {
        source.runSeed = seed
        guard isIsolating || trust.isIsolated(source) else {
            return try Plugin(
                source, overrides: overrides, patience: patience, output: limitedOutput(of: source.id))
        }
        let plugin = try IsolatedPlugin(
            source, overrides: overrides, patience: patience, program: program,
            output: limitedOutput(of: source.id))
        guard !isIsolating, trust.isTrusted(hash: plugin.code.text) else { return plugin }
        // What was hashed is what runs: nothing that it did not require there.
        source.isFrozen = true
        return try Plugin(
            source, overrides: overrides, patience: patience, output: limitedOutput(of: source.id))
    }

    /// Refuses to run tests, or a plugin under test, in this process where they are to run isolated.
    ///
    /// - Throws: ``EngineError`` `.refused`.
    func checkMayRunHere(_ source: PluginSource, isPlugin: Bool) throws {
        guard isIsolating || trust.isIsolated(source) else { return }
        if isPlugin, try load(source, overrides: [:]).level == .plugin { return }
        if !isPlugin, !isIsolating, trust.isTrusted(hash: source.hash) {
            source.isFrozen = true
            return
        }
        throw EngineError(
            .refused, "\(source.path) is to run isolated, and tests run in this process",
            hint: "read it, then: liq plugins trust \(source.path) --trusted")
    }

    /// The file of an id, or the file itself where one is named.
    ///
    /// - Throws: ``EngineError`` `.pluginMissing` naming where was searched.
    package func path(of name: String, what: String) throws(EngineError) -> String {
        if PluginChoice(name).isPath {
            let folder = name.hasSuffix("/") ? String(name.dropLast()) : name
            return TextFile.isFolder(name) && TextFile.exists(folder + "/init.lua")
                ? folder + "/init.lua" : name
        }
        let known = candidates()
        if let found = known.first(where: { $0.id == name }) { return found.path }
        if let new = Self.renamed[name], let found = known.first(where: { $0.id == new }) {
            if warned.insert(name).inserted { warn?("plugin \(name) is now called \(new)") }
            return found.path
        }
        let ids = known.map(\.id) + session.keys.map { String($0.split(separator: " ")[1]) }
        throw EngineError(
            .pluginMissing,
            "no \(what) '\(name)' in \((files + searchPath).joined(separator: ", "))",
            hint: Spelling.hint(for: name, among: ids)
                ?? (known.isEmpty
                    ? "there are no plugins at all: --plugins FOLDER or LIQ_PLUGIN_PATH says where they are"
                    : "liq plugins lists them"),
            subject: .value(name))
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
            // Names that begin with _ are modules of plugins, not plugins.
            if name.hasPrefix(".") || name.hasPrefix("_") || name.hasSuffix("_spec.lua") { continue }
            if name.hasSuffix(".lua") {
                found.append((String(name.dropLast(4)), "\(folder)/\(name)"))
            } else if access("\(folder)/\(name)/init.lua", R_OK) == 0 {
                found.append((name, "\(folder)/\(name)/init.lua"))
            }
        }
        return found.sorted { $0.id < $1.id }
    }
}
