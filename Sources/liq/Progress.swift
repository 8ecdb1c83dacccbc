import Console
import Glibc
import PluginHost

/// How far a run has come, on standard error: only on a terminal, and only after a second.
final class Progress {
    private let isWanted = Terminal.isTerminal(STDERR_FILENO) && !Messages.asked.isQuiet
    private let start = Progress.seconds()
    private var percent = -1

    /// Shows a fraction.
    func show(_ done: Double) {
        let now = Int(done * 100)
        guard isWanted, now != percent, Self.seconds() - start > 1 else { return }
        percent = now
        write("\r\(now) %")
    }

    /// Takes the line away.
    func clear() {
        guard percent >= 0 else { return }
        percent = -1
        write("\r     \r")
    }

    private func write(_ text: String) { _ = TextFile.writeAll(Array(text.utf8), to: STDERR_FILENO) }

    private static func seconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
