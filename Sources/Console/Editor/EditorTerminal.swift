import Engine
import Glibc
import Plugins
import Scripting

/// What a line editor needs of a terminal.
protocol EditorTerminal: AnyObject {
    /// Columns and rows; may change at any time.
    var size: (columns: Int, rows: Int) { get }
    /// Keys come one by one and unseen from here on.
    func begin()
    /// The terminal is as it was.
    func end()
    /// Waits for bytes.
    ///
    /// - Parameter milliseconds: how long.
    /// - Returns: what came; empty when nothing did, or the size changed; `nil` when nothing will any more.
    func read(milliseconds: Int32) -> [UInt8]?
    /// Shows text.
    func write(_ text: String)
    /// Puts the program to sleep until its user brings it back.
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

    // What a terminal that is gone does not take is not missed: reading will say so.
    func write(_ text: String) { _ = TextFile.writeAll(Array(text.utf8), to: STDOUT_FILENO) }

    func suspend() {
        end()
        kill(getpid(), SIGTSTP)
        begin()
    }
}
