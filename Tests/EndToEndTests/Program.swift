import Foundation
import TestSupport

/// The program under test: `$LIQ_PROGRAM`, or `liq` beside the test bundle.
enum Program {
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["LIQ_PROGRAM"] { return named }
        let beside = ([Bundle.main.executablePath ?? ""] + CommandLine.arguments).map { argument in
            URL(filePath: argument).deletingLastPathComponent().appending(path: "liq").path
        }
        let built = SharedFolder.project.appending(path: ".build/debug/liq").path
        return beside.first { FileManager.default.isExecutableFile(atPath: $0) } ?? built
    }()

    /// The example data, as seen from the project's folder.
    static let data = "examples/data/BTCUSDT"

    /// Variables that make runs independent of the user who runs them.
    static let environment = [
        "LIQ_PLUGIN_PATH": "", "XDG_DATA_HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
        "NO_COLOR": "",
    ]

    /// Runs it to its end.
    static func run(
        _ arguments: [String], input: String? = nil, folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Shell {
        try Shell(
            [path] + arguments, input: input, folder: folder,
            environment: Self.environment.merging(environment) { $1 })
    }

    /// What it writes to standard output.
    ///
    /// - Throws: with its message where it ends with anything but 0.
    static func output(_ arguments: [String], input: String? = nil, folder: URL? = nil) throws -> Data {
        let shell = try run(arguments, input: input, folder: folder)
        guard shell.status == 0 else {
            throw Failure("liq \(arguments.joined(separator: " ")): \(shell.status), \(shell.errors)")
        }
        return shell.output
    }
}

/// What a test cannot go on without.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
