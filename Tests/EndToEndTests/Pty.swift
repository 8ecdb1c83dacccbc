import Foundation
import Glibc

/// A program on a terminal of its own: what it writes is read, what it is sent comes as from a keyboard.
final class Pty {
    private let terminal: Int32
    private var process: pid_t = 0
    private var unread: [UInt8] = []
    private var hasEnded = false

    /// Starts a program in a new session whose controlling terminal is a new one.
    ///
    /// - Throws: ``Failure`` where the system gives no terminal or does not start the program.
    init(_ arguments: [String], folder: String, columns: Int = 100, environment: [String: String]) throws {
        terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0, grantpt(terminal) == 0, unlockpt(terminal) == 0, let name = ptsname(terminal)
        else { throw Failure("no terminal: \(String(cString: strerror(errno)))") }
        var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        // The first terminal that a session leader opens becomes its controlling terminal: Ctrl-C reaches it.
        posix_spawn_file_actions_addopen(&files, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&files, 0, 1)
        posix_spawn_file_actions_adddup2(&files, 0, 2)
        posix_spawn_file_actions_addchdir_np(&files, folder)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var interrupt = sigset_t()
        sigemptyset(&interrupt)
        posix_spawnattr_setsigmask(&attributes, &interrupt)
        sigaddset(&interrupt, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &interrupt)
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | 0x80  // SETSID
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        let fault = posix_spawn(&process, arguments[0], &files, &attributes, &words, &settings)
        guard fault == 0 else { throw Failure("\(arguments[0]): \(String(cString: strerror(fault)))") }
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(terminal)
    }

    /// Types text.
    func send(_ text: String) {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Reads up to and with a text; line ends are `\n`.
    ///
    /// - Throws: ``Failure`` with what came instead, after some seconds or at the program's end.
    @discardableResult
    func read(until text: String, seconds: Double = 30) throws -> String {
        let wanted = Array(text.utf8)
        let limit = Date(timeIntervalSinceNow: seconds)
        while true {
            if let end = unread.firstRange(of: wanted)?.upperBound {
                defer { unread.removeSubrange(..<end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            guard limit.timeIntervalSinceNow > 0, readMore(until: limit) else {
                throw Failure(
                    "'\(text)' expected, came: \(String(decoding: unread, as: UTF8.self).debugDescription)")
            }
        }
    }

    /// Waits for the program's end.
    ///
    /// - Returns: its exit code and the rest of what it wrote.
    func end() -> (status: Int32, rest: String) {
        let limit = Date(timeIntervalSinceNow: 30)
        while limit.timeIntervalSinceNow > 0, readMore(until: limit) {}
        if limit.timeIntervalSinceNow <= 0 { kill(process, SIGKILL) }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        hasEnded = true
        let signal = status & 0x7f
        return (
            signal == 0 ? status >> 8 & 0xff : 128 + signal, String(decoding: unread, as: UTF8.self)
        )
    }

    private func readMore(until limit: Date) -> Bool {
        var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, Int32(max(1, limit.timeIntervalSinceNow * 1000))) > 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(terminal, &chunk, chunk.count)
        guard count > 0 else { return false }
        unread += chunk[..<count].filter { $0 != 13 }
        return true
    }
}
