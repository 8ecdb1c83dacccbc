import Charts
import Engine
import Glibc
import Plugins
import Scripting

/// Where a console's entries come from: the line editor on a terminal that can show it, plain lines elsewhere.
final class EntrySource {
    private let session: Session
    private let output: StandardOutput
    private let isInteractive: Bool
    let editor: LineEditor?
    let history: EntryHistory
    private var lines = LineSource()
    /// The line of the input that the entry began with.
    private var firstLine = 1

    init(
        _ session: Session, _ output: StandardOutput, isInteractive: Bool,
        branches: @escaping () -> [String] = { [] }
    ) {
        (self.session, self.output, self.isInteractive) = (session, output, isInteractive)
        history = EntryHistory(path: isInteractive ? Self.historyPath : nil)
        guard isInteractive, Terminal.canEdit else {
            editor = nil
            return
        }
        var helper = LiveCompletion(session: session)
        helper.branches = branches
        editor = LineEditor(
            SystemTerminal(), history: history,
            helper: helper, isColored: Terminal.style().color)
    }

    /// Whether the editor's keys are those of vi.
    var usesVi: Bool {
        get { editor?.vi != nil }
        set { editor?.vi = newValue ? LineEditor.ViState() : nil }
    }

    /// What an entry is called in messages: by its number on a terminal, as part of the input in a pipe.
    func chunk(_ number: Int) -> String { isInteractive ? "[\(number)]" : "stdin" }

    /// Empty lines that make the lines of messages those of the input.
    var padding: String { isInteractive ? "" : String(repeating: "\n", count: firstLine - 1) }

    /// The next entry, which may have several lines.
    func next() -> LineEditor.Line {
        if let editor { return editor.read() }
        var entry = ""
        firstLine = lines.count + 1
        while true {
            if isInteractive { output.write(entry.isEmpty ? "liq> " : "...> ") }
            switch lines.next() {
            case .end:
                // What is unfinished at the end of a pipe is run: its error says so.
                guard entry.isEmpty else { return .text(entry) }
                if isInteractive { output.write("\n") }
                return .end
            case .interrupted:
                output.write("\n")
                return .interrupted
            case .text(let line):
                entry += entry.isEmpty ? line : "\n" + line
                if entry.hasPrefix(":") || !session.isUnfinished(entry) { return .text(entry) }
            }
        }
    }

    /// Takes an entry into history with what became of it.
    func remember(_ entry: String, took duration: Duration, failed: Bool) {
        guard isInteractive else { return }
        let (seconds, rest) = duration.components
        var folder = [CChar](repeating: 0, count: 4096)
        _ = getcwd(&folder, folder.count)
        history.add(
            EntryHistory.Entry(
                text: entry, time: time(nil),
                milliseconds: Int(seconds) * 1000 + Int(rest / 1_000_000_000_000_000),
                failed: failed,
                folder: String(
                    decoding: folder.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)))
    }

    /// `$LIQ_HISTORY`, else in the folder for what programs remember; none where that cannot be made.
    private static var historyPath: String? {
        if let path = variable("LIQ_HISTORY") { return path.isEmpty ? nil : path }
        guard let base = variable("XDG_STATE_HOME") ?? variable("HOME").map({ $0 + "/.local/state" }) else {
            return nil
        }
        let path = base + "/liq/history"
        return (try? FolderPath(path).make()) == nil ? nil : path
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
