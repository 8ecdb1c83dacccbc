package import LiquidationCore
import MarketData
import PlainText

/// A model that a folder or a file names as one: a preset, what differs from it, and plugins.
///
/// ```lua
/// return {
///    id = "public-habit", version = "1.0.0", summary = "What many public maps do.",
///    model = "reference", leverage = "retail", options = { births = "0" }, flow = "./flow.lua",
/// }
/// ```
/// It is a plain table, of which no code is run. A plugin's path begins with `./` and is taken from the pack's folder.
package struct ModelPack: Sendable {
    /// As it was named.
    package let name: String
    /// Its id, its version and the hash of its file.
    package let part: Assumptions.Part
    /// A line on what it is.
    package let summary: String
    /// What a model of its description does that this one does not; empty for nothing.
    package let differs: String
    private let path: String
    private let table: PlainLuaTable

    /// The name of the file in a pack's folder.
    private static let file = "pack.lua"
    private static let texts = ["id", "version", "summary", "source", "differs", "license", "model"]
    /// Those that shape a map: a pack has no signal rules.
    private static let kinds = PluginKind.all.filter { $0 != .signal }
    private static let hint =
        "pack.lua is a plain table of texts: return { id = \"mine\", version = \"1.0.0\", leverage = \"retail\" }"

    /// Whether a name is that of a path and not an id.
    static func isPath(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".lua") }

    /// The ids of packs that came with the program or are the user's.
    package static var ids: [String] {
        let files = PluginFolders.usual.flatMap { (try? FilePattern("\($0)/*/\(file)").paths()) ?? [] }
        return Set(files.compactMap { $0.split(separator: "/").dropLast().last.map(String.init) }).sorted()
    }

    /// The pack of a path, or of an id; `nil` where there is none of that id.
    ///
    /// - Throws: `DataError` for a file that cannot be read or is no such table, ``EngineError`` naming file, line and rule.
    package init?(named name: String) throws {
        let paths =
            Self.isPath(name) ? [name] : PluginFolders.usual.map { "\($0)/\(name)" }.filter(TextFile.isFolder)
        guard let place = paths.first else { return nil }
        let path = TextFile.isFolder(place) ? "\(place)/\(Self.file)" : place
        let table = try PlainLuaTable(path, hint: Self.hint)
        func text(_ key: String) -> String { table.entries.first { $0.key == key }?.pairs.first?.value ?? "" }
        for key in ["id", "version"] where text(key).isEmpty {
            throw EngineError(.pluginInvalid, "\(path): a pack needs a text \(key)", hint: Self.hint)
        }
        part = Assumptions.Part(
            kind: "pack", id: text("id"), version: text("version"), origin: .file(sha256: table.hash))
        (self.name, self.path, self.table) = (name, path, table)
        (summary, differs) = (text("summary"), text("differs"))
        let kinds = Self.kinds.map(\.name)
        for entry in table.entries {
            let isKnown = entry.isTable ? entry.key == "options" : (Self.texts + kinds).contains(entry.key)
            guard !isKnown else { continue }
            let known = Self.texts + ["options"] + kinds
            throw EngineError(
                .pluginInvalid,
                "\(path):\(entry.line): a pack has no \(entry.isTable ? "table" : "text") '\(entry.key)'",
                hint: Spelling.hint(for: entry.key, among: known)
                    ?? "it may have \(known.joined(separator: ", "))")
        }
    }

    /// Makes a request the pack's.
    ///
    /// - Throws: ``EngineError`` with the file and line of what a request does not take.
    func apply(to request: inout MapRequest) throws {
        for entry in table.entries where entry.key == "model" {
            try at(entry.line) { try request.setPreset(entry.pairs[0].value) }
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for entry in table.entries {
            for pair in entry.pairs where entry.isTable {
                try at(pair.line) { try request.setOption(pair.key, to: pair.value) }
            }
            guard !entry.isTable, let kind = Self.kinds.first(where: { $0.name == entry.key }) else {
                continue
            }
            let word = entry.pairs[0].value
            let isBeside = word.hasPrefix("./") && !folder.isEmpty
            let choice = isBeside ? folder.joined(separator: "/") + word.dropFirst(1) : word
            try at(entry.line) { request.plugins[kind] = try PluginChoice(parsing: choice) }
        }
        request.pack = self
    }

    private func at(_ line: Int, _ change: () throws -> Void) throws {
        do { try change() } catch let error as EngineError {
            throw EngineError(.pluginInvalid, "\(path):\(line): \(error.message)", hint: error.hint)
        }
    }
}
