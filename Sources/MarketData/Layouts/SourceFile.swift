import PlainText

/// What a `source.lua` beside data says of it: a plain Lua table, of which no code is run.
///
/// ```lua
/// return {
///    columns = { time = "date", open_interest = "oi_close" },
///    open_interest_unit = "contracts*0.01",
/// }
/// ```
/// The keys are those of ``DataOption``. Options that are given otherwise come before it.
struct SourceFile {
    /// The name of the file in the folder of the data.
    static let name = "source.lua"
    /// Its path.
    let path: String
    /// What it says.
    private(set) var options = ReadOptions()

    /// The file in a folder, or beside a file.
    ///
    /// - Returns: `nil` where there is none.
    /// - Throws: ``DataError`` for anything but a table of known keys with texts, with its line.
    static func beside(_ path: String, limits: Limits) throws(DataError) -> SourceFile? {
        guard path != Pipe.standardInput else { return nil }
        let entry = try FileSystem.entry(path)
        guard entry != .pipe else { return nil }
        let folder =
            entry == .folder
            ? path : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let file = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        return FileSystem.isThere(file) ? try SourceFile(file, limits) : nil
    }

    private init(_ path: String, _ limits: Limits) throws(DataError) {
        self.path = path
        let table = try PlainLuaTable(
            path, limits: limits,
            hint: "source.lua is a plain table: return { columns = { time = \"date\" } }")
        for entry in table.entries {
            guard let option = DataOption.named(entry.key) else {
                let known = DataOption.all.map(\.name)
                throw DataError(
                    .badInput, file: path, line: entry.line, "'\(Echo.plain(entry.key.utf8))' is not known",
                    hint: Spelling.hint(for: entry.key, among: known)
                        ?? "known are \(known.joined(separator: ", "))")
            }
            let wrongKind = "a \(entry.isTable ? "table" : "text")"
            guard entry.isTable == option.isOfPairs else { throw refused(option, wrongKind, entry.line) }
            for pair in entry.pairs where !option.put(pair.key, pair.value, in: &options) {
                throw refused(option, "'\(Echo.plain(pair.value.utf8))'", pair.line)
            }
        }
    }

    private func refused(_ option: DataOption, _ found: String, _ line: Int) -> DataError {
        DataError(
            .badInput, file: path, line: line, "\(option.name) takes \(option.rule), was \(found)",
            hint: option.isOfPairs
                ? "in a table: \(option.name) = { time = \"date\" }" : "a text: \(option.name) = \"…\"")
    }
}

extension ReadOptions {
    /// These options, and where they say nothing, those of a file beside the data.
    func over(_ source: ReadOptions) -> ReadOptions {
        var all = self
        all.columns.merge(source.columns) { own, _ in own }
        all.rows.merge(source.rows) { own, _ in own }
        all.timeUnit = timeUnit ?? source.timeUnit
        all.openInterestUnit = openInterestUnit ?? source.openInterestUnit
        all.fundingUnit = fundingUnit ?? source.fundingUnit
        return all
    }
}
