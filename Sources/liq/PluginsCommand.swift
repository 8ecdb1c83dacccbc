import ArgumentParser
import Console
import Engine
import LiquidationCore
import Plugins
import Scripting

/// `liq plugins`: what there is, and how far it is trusted.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List the plugins that are found; 'trust' says which run isolated.",
        subcommands: [PluginsListCommand.self, PluginsTrustCommand.self],
        defaultSubcommand: PluginsListCommand.self)
}

/// `liq plugins list`, which is `liq plugins`.
struct PluginsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the plugins that are found, their parameters, what is shadowed and what is invalid.")

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let list = try PluginList(plugins.catalog())
        try Output.write(list.text + "\n", to: nil)
        if list.hasInvalid { throw Outcome.pluginInvalid }
    }
}

/// `liq plugins trust`: which plugins run in processes of their own.
struct PluginsTrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Show, or change, how far plugins are trusted.",
        discussion: """
            --mark-isolated marks a file or a whole folder, whatever it holds later: its plugins run in processes of their \
            own. --trusted lets one content out again: another content in its place is isolated as before. \
            --forget takes marks away. Without one of them the level of a plugin is shown, without a name all marks.
            """)

    @Argument(help: ArgumentHelp("An id, a file, a folder or sha256:….", valueName: "plugin"))
    var name: String?

    @Flag(name: .customLong("mark-isolated"), help: "Run it in a process of its own from now on.")
    var isolatedMark = false

    @Flag(help: "Trust what it holds now.")
    var trusted = false

    @Flag(help: "Take away what was said about it.")
    var forget = false

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let marks = [isolatedMark, trusted, forget].count { $0 }
        guard marks <= 1 else {
            throw EngineError(.usage, "--mark-isolated, --trusted and --forget exclude each other")
        }
        let catalog = try plugins.catalog()
        guard let name else {
            guard marks == 0 else {
                throw EngineError(.usage, "which plugin? An id, a file or a folder is missing")
            }
            return try Output.write(Self.list(catalog.trust), to: nil)
        }
        if marks == 0 { return try show(name, catalog) }
        var trust = catalog.trust
        for key in try keys(name, catalog) {
            try trust.set(key, isIsolating: forget ? nil : isolatedMark)
            let was = catalog.trust.marks.contains { $0.key == key }
            let word = !forget ? (isolatedMark ? "isolated" : "trusted") : was ? "forgot" : "no mark of"
            try Output.write("\(word) \(TrustText.escaped(key))\n", to: nil)
        }
    }

    /// What a mark is set on: the place to isolate, the content to trust, both to forget.
    private func keys(_ name: String, _ catalog: PluginCatalog) throws -> [String] {
        if name.hasPrefix("sha256:") { return [name] }
        let isFolder = TextFile.isFolder(name)
        let path = isFolder ? name : try catalog.path(of: name, what: "plugin")
        let key = TrustStore.key(path: path)
        if forget, isFolder || !TextFile.exists(path) { return [key] }
        guard !isFolder || isolatedMark else {
            throw EngineError(
                .usage, "a folder can be isolated or forgotten", hint: "trust a plugin in it by its content")
        }
        guard TextFile.exists(path) else {
            throw EngineError(.inputMissing, "cannot read \(path): no such file")
        }
        if isolatedMark { return [key] }
        // Tests are no plugin, and trusted by their own text.
        let isSpec = path.hasSuffix("_spec.lua")
        let hash =
            "sha256:"
            + (try isSpec ? PluginSource(reading: path).hash : catalog.plugin(named: name).code.text)
        return forget ? [key, hash] : [hash]
    }

    private func show(_ name: String, _ catalog: PluginCatalog) throws {
        let plugin = try catalog.plugin(named: name)
        let key = TrustStore.key(path: plugin.origin)
        try Output.write(
            "\(plugin.manifest.id): \(plugin.level.summary)\n  \(TrustText.escaped(key))\n  sha256:\(plugin.code.text)\n",
            to: nil)
    }

    private static func list(_ trust: TrustStore) -> String {
        let lines = trust.marks.map { TrustStore.line($0) + "\n" }
        let place = trust.path.map { "kept in \($0)\n" } ?? "there is no folder for the user's data\n"
        return (lines.isEmpty ? "no marks: every plugin runs at L1\n" : lines.joined()) + place
    }
}

/// `liq trust`: lets a folder's start-up file run.
struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Let the console run a folder's \(StartupFiles.projectName).",
        discussion: """
            The console runs \(StartupFiles.projectName) of the folder that it starts in, as long as the file holds what it \
            holds now. Read it first: it is a program. What plugins may do is said with 'liq plugins trust'.
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file = StartupFiles.projectName

    @Flag(help: "Trust it no longer.")
    var forget = false

    func run() throws {
        guard file.split(separator: "/").last.map(String.init) == StartupFiles.projectName else {
            throw EngineError(
                .usage, "the console runs files called \(StartupFiles.projectName), not \(file)",
                hint: "plugins are trusted with 'liq plugins trust'")
        }
        var store = try TrustStore.usual()
        for warning in store.warnings { Output.note("warning: \(warning)") }
        let bytes = forget ? nil : try StartupFiles.read(file)
        try store.setStartup(file, to: bytes)
        try Output.write("\(forget ? "forgot" : "trusted") \(TrustText.escaped(file))\n", to: nil)
    }
}
