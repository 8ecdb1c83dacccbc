import Charts
import Glibc
import LuaRuntime
import Engine
import Plugins
import Scripting

/// The source of a console's entries: the line editor on a terminal that can show it, plain lines elsewhere.
final class EntrySource {
    private let session: Session
    private let output: StandardOutput
    private let isInteractive: Bool
    let editor: LineEditor?
    let history: EntryHistory
    private var lines = LineSource()
    /// The line of the input that the entry began with.
    private var firstLine = 1
    /// Whether the input is a session that was copied with its prompts.
    private var isCopied = false

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
        var helper = SessionCompletion(session: session)
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

    /// Empty lines before the code, so that line numbers in messages are those of the input.
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
                // An unfinished entry at the end of a pipe is run, so that its error is shown.
                guard entry.isEmpty else { return .text(entry) }
                if isInteractive { output.write("\n") }
                return .end
            case .interrupted:
                output.write("\n")
                return .interrupted
            case .text(let text):
                guard let line = code(of: text) else { continue }
                entry += entry.isEmpty ? line : "\n" + line
                if entry.hasPrefix(":") || !session.isUnfinished(entry) { return .text(entry) }
            }
        }
    }

    /// What of a line is code; `nil` for the output between the prompts of a session that was copied.
    private func code(of line: String) -> String? {
        let typed = PastedText.typed(line[...])
        if lines.count == 1, !isInteractive { isCopied = line.hasPrefix("liq> ") }
        return isCopied ? typed.map { String($0.code) } : line
    }

    /// Adds an entry to the history with how it ended.
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

    /// `$LIQ_HISTORY`, else a file in the folder for programs' state; `nil` where that cannot be made.
    private static var historyPath: String? {
        if let path = variable("LIQ_HISTORY") { return path.isEmpty ? nil : path }
        func absolute(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        guard let base = absolute("XDG_STATE_HOME") ?? absolute("HOME").map({ $0 + "/.local/state" }) else {
            return nil
        }
        let path = base + "/liq/history"
        return (try? FolderPath(path).make()) == nil ? nil : path
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// Lines of standard input, as they come; Ctrl-C ends the wait, not the program.
struct LineSource {
    enum Line {
        case text(String)
        case interrupted
        case end
    }

    private var buffer: [UInt8] = []
    private var isAtEnd = false
    /// How many lines have been read.
    private(set) var count = 0

    /// The next line without its line feed.
    mutating func next() -> Line {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                count += 1
                return .text(line)
            }
            guard !isAtEnd else { return rest() }
            // poll comes back for a signal even where reads are restarted. A signal that arrives just before it
            // is seen when the time is over.
            var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, 200)
            if LuaSignals.takePendingInterrupt() {
                buffer.removeAll()
                return .interrupted
            }
            if ready < 0, errno != EINTR { isAtEnd = true }
            guard ready > 0 else { continue }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
            if count == 0 || (count < 0 && errno != EINTR) { isAtEnd = true }
        }
    }

    private mutating func rest() -> Line {
        guard !buffer.isEmpty else { return .end }
        defer { buffer.removeAll() }
        return .text(String(decoding: buffer, as: UTF8.self))
    }
}
