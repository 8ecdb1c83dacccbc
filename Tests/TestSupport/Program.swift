package import Foundation

/// The program under test: `$LIQ_PROGRAM`, or `liq` beside the test bundle.
package enum Program {
    /// Where it is.
    package static let path: String = {
        if let named = ProcessInfo.processInfo.environment["LIQ_PROGRAM"] { return named }
        let beside = ([Bundle.main.executablePath ?? ""] + CommandLine.arguments).map { argument in
            URL(filePath: argument).deletingLastPathComponent().appending(path: "liq").path
        }
        let built = SharedFolder.project.appending(path: ".build/debug/liq").path
        return beside.first { FileManager.default.isExecutableFile(atPath: $0) } ?? built
    }()

    /// The example data, as seen from the project's folder.
    package static let data = "examples/data/BTCUSDT"

    /// The last six days of the example data in a folder outside the project, which is removed when the tests end: a
    /// program reads them in a fifth of the time.
    package static let days: String = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "liq-days-\(getpid())/BTCUSDT")
        let count = 6
        for (kind, rowsPerDay) in [("15m", 96), ("metrics", 288), ("fundingRate", 3)] {
            let name = "BTCUSDT-\(kind).csv"
            let all = SharedFolder.project.appending(path: "\(data)/\(name)")
            let lines = ((try? String(contentsOf: all, encoding: .utf8)) ?? "").split(separator: "\n")
            let text = ([lines[0]] + lines.suffix(count * rowsPerDay)).map { $0 + "\n" }.joined()
            try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try? Data(text.utf8).write(to: folder.appending(path: name))
        }
        atexit {
            try? FileManager.default.removeItem(
                at: URL(filePath: Program.days).deletingLastPathComponent())
        }
        return folder.path
    }()

    /// Variables that make runs independent of the user who runs them.
    package static let environment = [
        "LIQ_PLUGIN_PATH": "", "XDG_DATA_HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
        "NO_COLOR": "",
    ]

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - input: what it reads; nothing where `nil`.
    ///   - folder: where it runs; the project where `nil`.
    ///   - environment: variables added to ``environment``.
    /// - Returns: what it wrote and how it ended.
    /// - Throws: when it cannot be started.
    package static func run(
        _ arguments: [String], input: String? = nil, folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Shell {
        try Shell(
            [path] + arguments, input: input, folder: folder,
            environment: Self.environment.merging(environment) { $1 })
    }

    /// What it writes to standard output.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - input: what it reads; nothing where `nil`.
    ///   - folder: where it runs; the project where `nil`.
    /// - Returns: the bytes.
    /// - Throws: with its message where it ends with anything but 0.
    package static func output(_ arguments: [String], input: String? = nil, folder: URL? = nil) throws -> Data
    {
        let shell = try run(arguments, input: input, folder: folder)
        guard shell.status == 0 else {
            throw Failure("liq \(arguments.joined(separator: " ")): \(shell.status), \(shell.errors)")
        }
        return shell.output
    }
}

/// What a test cannot go on without.
package struct Failure: Error, CustomStringConvertible {
    package let description: String

    /// A failure by its sentence.
    package init(_ description: String) { self.description = description }
}
