import ArgumentParser
import Charts
import Console
import Engine
import Glibc
import Plugins
import Scripting

/// Where results and remarks go.
enum Output {
    /// The file of `--out`; `nil` for standard output, which is also called `-`.
    static func file(_ out: String?) -> String? { out == "-" ? nil : out }

    /// Refuses to write over a file that is read.
    ///
    /// - Throws: ``EngineError`` `.refused`.
    static func check(_ out: String?, inputs: [String]) throws(EngineError) {
        guard let out = file(out) else { return }
        try OutputTarget(out).check(inputs: inputs, called: "--out \(out)")
    }

    /// Writes a result to a file, or to standard output.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`, or ``IOError`` when standard output fails.
    static func write(_ text: String, to path: String?) throws {
        if let path = file(path) { return try TextFile.write(text, to: path) }
        let output = StandardOutput()
        output.write(text)
        try output.check()
    }

    /// ``write(_:to:)`` for bytes that are no text.
    static func write(_ bytes: [UInt8], to path: String?) throws {
        if let path = file(path) { return try TextFile.write(bytes, to: path) }
        let output = StandardOutput()
        output.write(bytes)
        try output.check()
    }

    /// Writes a result in a format to a file, or to standard output.
    static func write<Result>(
        _ result: Result, _ format: OutputFormat<Result>, _ style: TerminalStyle, to path: String?
    ) throws {
        try write(format.bytes(of: result, style: style, path: path ?? "standard output"), to: path)
    }

    /// Writes a remark to standard error, where remarks are wanted.
    static func note(_ text: String) {
        if !Messages.asked.isQuiet { error(text) }
    }

    /// Writes a line to standard error.
    static func error(_ text: String) { _ = TextFile.writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// Tells of an error, as text or as a line of JSON; that of a script with the line that it is about.
    static func tell(_ error: any Error) {
        let texts = ChunkTexts(readsFiles: true)
        let report = (error as? ReportedError)?.report ?? ErrorReport(error, texts: texts)
        // A line of a script is cut to the terminal; elsewhere where nobody would read it all.
        let columns = Terminal.isTerminal(STDERR_FILENO) ? Terminal.style().columns : 400
        Self.error(
            Messages.asked.isJSON ? report.json(Outcome(error)) : "liq: " + report.text(columns: columns))
    }
}

/// How text is drawn.
struct DrawingOptions: ParsableArguments {
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(inversion: .prefixedNo, help: "Draw in colour; by default on terminals.")
    var color: Bool?

    @Option(help: "Width of the picture in characters, 60 to 400; by default the terminal's, 100 in a pipe.")
    var width: Int?

    var style: TerminalStyle { Terminal.style(ascii: ascii ? true : nil, color: color, columns: width) }

    func validate() throws {
        if let width, !(60...400).contains(width) {
            throw ValidationError("--width must lie in 60 to 400, was \(width)")
        }
    }
}
