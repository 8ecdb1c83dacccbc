import Foundation
import Glibc
import TestSupport

/// Starts programs that signals reach: a process started from a worker thread would inherit its blocked signals.
enum Spawn {
    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program's path and its arguments.
    ///   - folder: where it runs.
    ///   - environment: variables added to this process's own.
    ///   - isSession: whether it leads a session of its own: the first terminal that it opens is then its own.
    ///   - files: what it reads and writes: descriptor, path, flags to open it with.
    /// - Returns: its id.
    /// - Throws: ``Failure`` where the system does not start it.
    static func start(
        _ arguments: [String], folder: String, environment: [String: String], isSession: Bool = false,
        files: [(descriptor: Int32, path: String, flags: Int32)]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for file in files {
            posix_spawn_file_actions_addopen(&actions, file.descriptor, file.path, file.flags, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let session: Int32 = isSession ? 0x80 : 0  // POSIX_SPAWN_SETSID, which is a macro
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | session
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words = (["env", "-C", folder] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var process: pid_t = 0
        let fault = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, &words, &settings)
        guard fault == 0 else { throw Failure("\(arguments[0]): \(String(cString: strerror(fault)))") }
        return process
    }

    /// The exit code of what `waitpid` tells; 128 + signal where it was killed.
    static func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }
}
