import Console
import LuaRuntime
import PluginHost

/// Runs scripts: a file, a line of code, standard input, the console.
struct ScriptRun {
    private let session: Session
    private let output = StandardOutput()

    init(_ plugins: PluginOptions, arguments: [String]) throws {
        LuaSignals.installInterrupt()
        session = try Session(
            catalog: plugins.catalog(), style: Terminal.style(), arguments: arguments,
            meter: .onStandardError()
        ) { [output] line in output.write(line + "\n") }
    }

    /// Runs a script file.
    func file(_ path: String) throws {
        let source = String(decoding: try TextFile.read(path), as: UTF8.self)
        _ = try session.run(source, chunk: path)
        try output.check()
    }

    /// Runs code and shows its values.
    func show(_ code: String, chunk: String) throws {
        for value in try session.evaluate(code, chunk: chunk) {
            output.write(try ValueText(session.state).text(value) + "\n")
        }
        try output.check()
    }

    /// Runs a program from standard input.
    func standardInput() throws {
        _ = try session.run(String(decoding: try TextFile.read("/dev/stdin"), as: UTF8.self), chunk: "stdin")
        try output.check()
    }

    /// The console.
    func console() throws { try Console(session, output).run() }
}
