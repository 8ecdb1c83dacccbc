import Glibc

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
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
        else {
            return (80, 24)
        }
        return (Int(window.ws_col), Int(window.ws_row))
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

    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }

    func suspend() {
        end()
        kill(getpid(), SIGTSTP)
        begin()
    }
}
