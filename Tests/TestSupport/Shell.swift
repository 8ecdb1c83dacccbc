package import Foundation

/// A program run to its end.
package struct Shell {
    /// Exit code; 128 + signal where it was killed.
    package let status: Int32
    /// What it wrote.
    package let output: Data
    /// What it wrote to standard error.
    package let errors: String

    /// What it wrote, as text.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs a program found on PATH or by its path.
    ///
    /// - Parameters:
    ///   - arguments: the program, then its arguments.
    ///   - input: what it reads; nothing where `nil`.
    ///   - folder: where it runs; the project where `nil`.
    ///   - environment: variables added to this process's own.
    /// - Throws: when the program cannot be started.
    package init(
        _ arguments: [String], input: String? = nil, folder: URL? = nil, environment: [String: String] = [:]
    ) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? SharedFolder.project
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files instead of pipes: a program that writes more than a pipe holds would wait for a reader.
        let folder = FileManager.default.temporaryDirectory.appending(path: "liq-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (out, err) = (folder.appending(path: "out"), folder.appending(path: "err"))
        let source = folder.appending(path: "in")
        try Data((input ?? "").utf8).write(to: source)
        for file in [out, err] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        let killed = process.terminationReason == .uncaughtSignal
        status = process.terminationStatus + (killed ? 128 : 0)
        output = try Data(contentsOf: out)
        errors = String(decoding: try Data(contentsOf: err), as: UTF8.self)
    }
}
