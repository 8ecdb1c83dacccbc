import Engine
import Glibc
import Plugins
import Scripting

/// Shows what does not fit on the screen through the user's pager.
enum Pager {
    /// `$PAGER`, else less as git calls it; none where it is empty.
    static var program: String? {
        let named = getenv("PAGER").map { String(cString: $0) }
        return named == "" ? nil : named ?? "less -RFX"
    }

    /// Shows a text.
    ///
    /// - Returns: false where there is no pager, or it could not be run: nothing was shown.
    static func show(_ text: String) -> Bool {
        guard let program, let pipe = popen("\(program) 2>/dev/null", "w") else { return false }
        // Ctrl-C is the pager's while it runs, and one that is left early closes its end: that is no error.
        let saved = [SIGINT, SIGPIPE].map { ($0, ignore($0)) }
        defer { for (number, old) in saved { restore(number, old) } }
        _ = TextFile.writeAll(Array(text.utf8), to: fileno(pipe))
        // The shell's answer where there is no such program.
        return pclose(pipe) >> 8 != 127
    }

    private static func ignore(_ number: Int32) -> sigaction {
        var (old, new) = (sigaction(), sigaction())
        new.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(number, &new, &old)
        return old
    }

    private static func restore(_ number: Int32, _ old: sigaction) {
        var old = old
        sigaction(number, &old, nil)
    }
}
