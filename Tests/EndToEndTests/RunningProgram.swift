import Foundation
import Glibc
import TestSupport

/// The program while it runs, writing to files.
final class RunningProgram {
    private let process = Process()
    private let folder: TemporaryFolder
    private let files: (output: URL, errors: URL)

    init(_ arguments: [String]) throws {
        folder = try TemporaryFolder()
        files = (folder.url.appending(path: "out"), folder.url.appending(path: "err"))
        process.executableURL = URL(filePath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = SharedFolder.project
        process.environment = ProcessInfo.processInfo.environment.merging(Program.environment) { $1 }
        for file in [files.output, files.errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files.output)
        process.standardError = try FileHandle(forWritingTo: files.errors)
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Sends Ctrl-C's signal once a text has been written, and waits for the end.
    ///
    /// - Throws: ``Failure`` where the text does not come or the program does not end.
    func interrupted(after text: String) throws -> (status: Int32, output: String, errors: String) {
        try wait("'\(text)' written") {
            read(files.output).contains(text) || read(files.errors).contains(text)
        }
        kill(process.processIdentifier, SIGINT)
        try wait("ended") { !process.isRunning }
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return (status, read(files.output), read(files.errors))
    }

    private func read(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }

    private func wait(_ event: String, until happened: () -> Bool) throws {
        let limit = Date(timeIntervalSinceNow: 20)
        while !happened() {
            guard limit.timeIntervalSinceNow > 0 else { throw Failure("\(event): has not happened") }
            poll(nil, 0, 5)
        }
    }
}
