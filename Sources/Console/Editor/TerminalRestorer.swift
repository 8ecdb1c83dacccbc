import Glibc
import Synchronization

/// Gives the terminal back to the shell as it was, should the program die while it reads keys.
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
            // Who has a handler of its own, such as Swift's backtraces, keeps it.
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
