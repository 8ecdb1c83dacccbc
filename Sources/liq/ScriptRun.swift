import Console
import Glibc
import LuaRuntime
import PluginHost

/// Runs scripts: a file, a line of code, standard input, the console.
struct ScriptRun {
    private let session: Session

    init(_ plugins: PluginOptions, arguments: [String], style: DrawingOptions? = nil) throws {
        LuaSignals.installInterrupt()
        session = try Session(
            searchPath: plugins.searchPath, style: style?.style ?? Terminal.style(), arguments: arguments
        ) { _ = TextFile.writeAll(Array(($0 + "\n").utf8), to: STDOUT_FILENO) }
    }

    /// Runs a script file.
    func file(_ path: String) throws {
        let source = String(decoding: try TextFile.read(path), as: UTF8.self)
        _ = try session.run(source, chunk: path)
    }

    /// Runs code and shows its values.
    func show(_ code: String, chunk: String) throws {
        for value in try session.evaluate(code, chunk: chunk) {
            try Output.write(try ValueText(session.state).text(value) + "\n", to: nil)
        }
    }

    /// Runs a program from standard input.
    func standardInput() throws {
        _ = try session.run(String(decoding: try TextFile.read("/dev/stdin"), as: UTF8.self), chunk: "stdin")
    }

    /// The console.
    func console() throws { try Console(session).run() }
}
