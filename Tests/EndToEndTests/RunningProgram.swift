import Foundation
import Glibc
import TestSupport

/// The program while it runs, writing to files.
final class RunningProgram {
    private let process: pid_t
    private let folder: TemporaryFolder
    private let files: (output: URL, errors: URL)
    private var hasEnded = false

    init(_ arguments: [String]) throws {
        folder = try TemporaryFolder()
        files = (folder.url.appending(path: "out"), folder.url.appending(path: "err"))
        let flags = O_WRONLY | O_CREAT
        process = try Spawn.start(
            [Program.path] + arguments, folder: SharedFolder.project.path, environment: Program.environment,
            files: [(0, "/dev/null", O_RDONLY), (1, files.output.path, flags), (2, files.errors.path, flags)])
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
    }

    /// Sends Ctrl-C's signal once a text has been written, and waits for the end.
    ///
    /// - Throws: ``Failure`` where the text does not come or the program does not end.
    func interrupted(after text: String) throws -> (status: Int32, output: String, errors: String) {
        try wait(for: text)
        kill(process, SIGINT)
        var status: Int32 = 0
        try wait("ended") { waitpid(process, &status, WNOHANG) == process }
        hasEnded = true
        return (Spawn.code(status), read(files.output), read(files.errors))
    }

    /// Waits until a text has been written.
    ///
    /// - Throws: ``Failure`` where it does not come.
    func wait(for text: String) throws {
        try wait("'\(text)' written") {
            read(files.output).contains(text) || read(files.errors).contains(text)
        }
    }

    /// The processes that it has started.
    func children() throws -> [pid_t] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter {
            // The parent is the second word behind the name, which ends in a bracket.
            let line = try? String(contentsOfFile: "/proc/\($0)/stat", encoding: .utf8)
            let words = line?.split(separator: ")").last?.split(separator: " ") ?? []
            return words.count > 1 && pid_t(words[1]) == process
        }
    }

    /// Sends a signal once something has happened, and waits for the end.
    ///
    /// - Returns: how it ended: 128 and the signal's number where that ended it.
    /// - Throws: ``Failure`` where it does not happen or the program does not end.
    func ended(by signal: Int32, once happened: () -> Bool) throws -> Int32 {
        try wait("what the signal waits for", until: happened)
        kill(process, signal)
        var status: Int32 = 0
        try wait("ended") { waitpid(process, &status, WNOHANG) == process }
        hasEnded = true
        return Spawn.code(status)
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
