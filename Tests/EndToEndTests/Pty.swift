import Foundation
import Glibc
import TestSupport

/// A program on a terminal of its own: what it writes is read, what it is sent comes as from a keyboard.
final class Pty {
    private static let starting = NSLock()
    private let terminal: Int32
    private var process: pid_t = 0
    private var unread: [UInt8] = []
    private var hasEnded = false
    private var all: [UInt8] = []
    /// How much of it is no news.
    private var known = 0
    private let columns: Int
    private let rows: Int

    /// Starts a program in a new session whose controlling terminal is a new one.
    ///
    /// - Throws: ``Failure`` where the system gives no terminal or does not start the program.
    init(
        _ arguments: [String], folder: String, columns: Int = 100, rows: Int = 40,
        environment: [String: String]
    ) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var (near, far): (Int32, Int32) = (0, 0)
        var name = [CChar](repeating: 0, count: 128)
        // One at a time: a program started by another test must not inherit these descriptors.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        guard openpty(&near, &far, &name, nil, &size) == 0 else {
            throw Failure("no terminal: \(String(cString: strerror(errno)))")
        }
        (terminal, self.columns, self.rows) = (near, columns, rows)
        for descriptor in [near, far] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { close(far) }
        let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        process = try Spawn.start(
            arguments, folder: folder, environment: environment, isSession: true,
            files: (0...2).map { ($0, path, O_RDWR) })
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

    /// Reads until the screen shows what is wanted.
    ///
    /// - Returns: the screen then.
    /// - Throws: ``Failure`` with the screen as it is, after some seconds or at the program's end.
    @discardableResult
    func look(seconds: Double = 30, until isShown: (Screen) -> Bool) throws -> Screen {
        let limit = Date(timeIntervalSinceNow: seconds)
        while true {
            var screen = Screen(columns: columns, rows: rows)
            screen.write(String(decoding: all, as: UTF8.self))
            if isShown(screen) { return screen }
            guard limit.timeIntervalSinceNow > 0, readMore(until: limit) else {
                throw Failure("the screen shows:\n\(screen.lines.joined(separator: "\n"))")
            }
        }
    }

    /// The screen when nothing new has come for so long.
    func settled(_ seconds: Double) -> Screen {
        while readMore(until: Date(timeIntervalSinceNow: seconds)) {}
        var screen = Screen(columns: columns, rows: rows)
        screen.write(String(decoding: all, as: UTF8.self))
        return screen
    }

    /// Whether lines have ended since ``forget(keepingScreen:)``.
    var hasNews: Bool { all.dropFirst(known).contains(10) }

    /// Leaves out what was shown up to now: the next ``look(seconds:until:)`` begins with an empty screen, unless that
    /// is kept.
    func forget(keepingScreen isKept: Bool = false) {
        while readMore(until: Date(timeIntervalSinceNow: 0.005)) {}
        if !isKept { all = [] }
        known = all.count
    }

    /// Whether the terminal waits for lines, as a shell leaves it, and not for keys.
    var isCooked: Bool {
        var mode = termios()
        return tcgetattr(terminal, &mode) == 0 && mode.c_lflag & tcflag_t(ICANON) != 0
    }

    /// The program.
    var identifier: pid_t { process }

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
        return (Spawn.code(status), String(decoding: unread, as: UTF8.self))
    }

    private func readMore(until limit: Date) -> Bool {
        var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        // Timers of scripts in other tests send signals to this process.
        var ready: Int32
        repeat {
            ready = poll(&wait, 1, Int32(max(1, limit.timeIntervalSinceNow * 1000)))
        } while ready < 0 && errno == EINTR
        guard ready > 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(terminal, &chunk, chunk.count)
        guard count > 0 else { return false }
        all += chunk[..<count]
        unread += chunk[..<count].filter { $0 != 13 }
        return true
    }
}
