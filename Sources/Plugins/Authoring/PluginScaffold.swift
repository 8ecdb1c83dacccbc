package import Engine
import Glibc

/// The files of a new plugin: the plugin, its tests, and what editors and luacheck want to know.
package struct PluginScaffold {
    /// A file and what it holds.
    package struct File: Hashable, Sendable {
        /// Where it goes.
        package let path: String
        /// Its text.
        package let text: String
    }

    /// The plugin and its tests: never written over what is there.
    package let own: [File]
    /// Settings of the folder: left as they are where they are.
    package let settings: [File]

    /// The files of a plugin.
    ///
    /// - Parameters:
    ///   - kind: what it decides.
    ///   - id: its id.
    ///   - folder: where the files go.
    ///   - declarations: what editors read, the text of a ``MetaFile``.
    /// - Throws: ``EngineError`` `.usage` for an unknown kind or a name that cannot be an id.
    package init(
        kind: String, id: String, folder: String, declarations: String
    ) throws(EngineError) {
        let template = try PluginKindDescriptor(named: kind).template
        let isID =
            id.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                    || byte == 45
                    || byte == 95
            }
            && id.utf8.first.map { $0 != 45 && $0 != 95 } ?? false && !id.hasSuffix("_spec")
            && id.utf8.count <= 60
        guard isID else {
            throw EngineError(
                .usage, "'\(id)' cannot be the id of a plugin",
                hint: "letters, digits, - and _, beginning with a letter or digit; the file is called ID.lua")
        }
        func file(_ name: String, _ text: String) -> File {
            File(path: folder == "." ? name : "\(folder)/\(name)", text: text.replacing("$ID", with: id))
        }
        own = [file("\(id).lua", template.plugin), file("\(id)_spec.lua", template.spec)]
        settings = [
            file(".luarc.json", Self.luarc), file(".luacheckrc", Self.luacheckrc),
            file("\(Self.library)/liq.lua", declarations),
        ]
    }

    /// Writes the files.
    ///
    /// - Returns: what was written and what was left, a line each.
    /// - Throws: ``EngineError`` `.refused` where the plugin or its tests are there already; nothing is written then.
    package func write() throws(EngineError) -> [String] {
        for file in own where access(file.path, F_OK) == 0 {
            throw EngineError(
                .refused, "\(file.path) is there already and is not written over",
                hint: "choose another id or --folder")
        }
        var lines: [String] = []
        for file in own + settings {
            if access(file.path, F_OK) == 0 {
                lines.append("kept   \(file.path)")
                continue
            }
            try FolderPath(file.path).make()
            try TextFile.write(file.text, to: file.path)
            lines.append("wrote  \(file.path)")
        }
        return lines
    }

    /// Where the declarations go, below the folder: so that the settings hold for all who have it, wherever it lies.
    private static let library = ".liq"

    /// Settings of the Lua language server.
    private static let luarc = """
        {
          "runtime.version": "Lua 5.4",
          "workspace.library": ["\(library)"],
          "runtime.builtin": { "io": "disable", "os": "disable", "package": "disable", "debug": "disable" },
          "diagnostics.globals": [\(list(globals))]
        }

        """

    /// Settings of luacheck, which is to flag what plugins do not have.
    private static let luacheckrc = """
        std = "lua54"
        max_line_length = 120
        read_globals = { \(list(globals)) }
        not_globals = { \(list(Plugin.withheldNames)) }
        unused_args = false
        exclude_files = { "\(library)" }

        """

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private static var globals: [String] {
        ["liq", "require"] + SpecRun.members.map(\.page.name) + ["fixture"]
    }
}
