import ArgumentParser
import Charts
import Engine

/// `--no-comments`: how a result's table is written.
struct TableOptions: ParsableArguments {
    @Flag(
        name: .customLong("no-comments"),
        help: """
            With CSV: no lines that start with #; columns for symbol, time and model instead, and all else that they say \
            in FILE.meta.json beside --out FILE.
            """)
    var isPlain = false

    /// Refuses what cannot be done, before any work.
    ///
    /// - Throws: ``EngineError`` `.usage` for a format without comment lines, and for metadata that would replace an
    ///   input.
    func check<Result>(_ format: OutputFormat<Result>, _ out: String?, inputs: [String]) throws(EngineError) {
        guard isPlain else { return }
        guard format.hasPlainTable else {
            throw EngineError(
                .usage, "--no-comments only applies to csv, not to \(format.name)", hint: "--format csv")
        }
        if let path = metadataPath(out) { try Output.check(path, inputs: inputs) }
    }

    /// Writes a result in a format.
    ///
    /// - Throws: as ``Output/write(_:_:_:to:)``.
    func write<Result>(
        _ result: Result, _ format: OutputFormat<Result>, _ style: TerminalStyle, to out: String?
    ) throws {
        guard isPlain, let table = try format.plainTable(of: result) else {
            return try Output.write(result, format, style, to: out)
        }
        try write(metadata: table.metadata, of: out)
        try Output.write(table.bytes, to: out)
    }

    /// Writes what the comment lines would say; where there is no file to put it beside, says that it is lost.
    func write(metadata: String, of out: String?) throws {
        if let path = metadataPath(out) { return try Output.write(metadata, to: path) }
        Output.note("note: without --out FILE the assumptions and notes of the table are not written")
    }

    /// Where the metadata goes; `nil` where the table goes to no file of its own.
    private func metadataPath(_ out: String?) -> String? {
        Output.file(out).flatMap { TextFile.isReplaceable($0) ? PlainTable.metadataPath(of: $0) : nil }
    }
}
