import Glibc
import Engine
import Plugins
import Scripting
import Synchronization

/// What a line editor needs of a terminal.
protocol EditorTerminal: AnyObject {
    /// Columns and rows; may change at any time.
    var size: (columns: Int, rows: Int) { get }
    /// Switches to keys that arrive one by one and without echo.
    func begin()
    /// Restores the terminal.
    func end()
    /// Waits for bytes.
    ///
    /// - Parameter milliseconds: how long.
    /// - Returns: the bytes; empty when none came or the size changed; `nil` when the terminal is gone.
    func read(milliseconds: Int32) -> [UInt8]?
    /// Shows text.
    func write(_ text: String)
    /// Suspends the program until its user resumes it.
    func suspend()
}

/// The terminal of standard input and output.
final class SystemTerminal: EditorTerminal {
    private var saved: termios?

    init() {}

    var size: (columns: Int, rows: Int) {
        Terminal.size().flatMap { $0.rows > 0 ? $0 : nil } ?? (80, 24)
    }

    func begin() {
        var mode = termios()
        guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
        saved = mode
        TerminalRestorer.remember(mode)
        cfmakeraw(&mode)
        // Line feeds of the output go on being line ends.
        mode.c_oflag |= tcflag_t(OPOST)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
        write("\u{1B}[?2004h")
    }

    func end() {
        guard var mode = saved else { return }
        write("\u{1B}[?2004l")
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
        TerminalRestorer.forget()
        saved = nil
    }

    func read(milliseconds: Int32) -> [UInt8]? {
        var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        let ready = poll(&wait, 1, milliseconds)
        guard ready > 0 else { return ready < 0 && errno != EINTR ? nil : [] }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
        if count > 0 { return Array(chunk[..<count]) }
        return count < 0 && errno == EINTR ? [] : nil
    }

    // Failed writes are ignored: reading reports that the terminal is gone.
    func write(_ text: String) { _ = TextFile.writeAll(Array(text.utf8), to: STDOUT_FILENO) }

    func suspend() {
        end()
        kill(getpid(), SIGTSTP)
        begin()
    }
}

/// Restores the terminal for the shell when the program is killed while it reads keys.
enum TerminalRestorer {
    /// Written before the flag is set and read by a signal handler after: it never changes in between.
    nonisolated(unsafe) private static var mode = termios()
    private static let isSet = Atomic(false)
    private static let installed: Void = install()

    static func remember(_ mode: termios) {
        self.mode = mode
        isSet.store(true, ordering: .sequentiallyConsistent)
        installed
    }

    static func forget() { isSet.store(false, ordering: .sequentiallyConsistent) }

    private static func install() {
        atexit { TerminalRestorer.restore() }
        for signal in [SIGHUP, SIGTERM, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
            var action = sigaction()
            var old = sigaction()
            sigaction(signal, nil, &old)
            // A handler that is already installed, such as that of Swift's backtraces, is kept.
            guard old.__sigaction_handler.sa_handler == nil else { continue }
            action.__sigaction_handler.sa_handler = { signal in
                TerminalRestorer.restore()
                Glibc.signal(signal, SIG_DFL)
                raise(signal)
            }
            sigaction(signal, &action, nil)
        }
    }

    /// Only what a signal handler may do.
    private static func restore() {
        guard isSet.exchange(false, ordering: .sequentiallyConsistent) else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
        let off: StaticString = "\u{1B}[?2004l\r\n"
        _ = Glibc.write(STDOUT_FILENO, off.utf8Start, off.utf8CodeUnitCount)
    }
}
