import Engine
import Glibc
import Plugins
import Scripting

/// Earlier entries with how they ended, in a file that only its owner can read.
final class EntryHistory {
    /// One entry.
    struct Entry: Hashable, Sendable {
        var text: String
        /// When it was entered, seconds since 1970.
        var time: Int = 0
        var milliseconds: Int = 0
        var failed = false
        var folder = ""
    }

    private(set) var entries: [Entry] = []
    private let path: String?
    /// Above this many entries the oldest are left out when the file is read.
    private static let limit = 10_000

    /// - Parameter path: the file; `nil` keeps entries in memory alone. A line that cannot be read is left out.
    init(path: String?) {
        self.path = path
        // A pipe would be waited for.
        guard let path, TextFile.isRegular(path), let bytes = try? TextFile.read(path) else { return }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        entries = lines.suffix(Self.limit).compactMap(Self.entry)
    }

    /// Adds an entry and appends it to the file, which several consoles may share.
    func add(_ entry: Entry) {
        guard entry.text.contains(where: { !$0.isWhitespace }) else { return }
        entries.append(entry)
        guard let path else { return }
        let file = open(
            path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = TextFile.writeAll(Array((Self.line(entry) + "\n").utf8), to: file)
    }

    /// The last entry before a place that begins with a text and differs from `skipping`.
    func last(before place: Int, beginning prefix: String, skipping: String) -> Int? {
        entries[..<place].lastIndex { $0.text.hasPrefix(prefix) && $0.text != skipping }
    }

    /// The first after a place.
    func first(after place: Int, beginning prefix: String, skipping: String) -> Int? {
        entries[min(place + 1, entries.count)...].firstIndex {
            $0.text.hasPrefix(prefix) && $0.text != skipping
        }
    }

    /// Entries in which letters are found, best first and newer before older; each text once.
    func matches(_ letters: String) -> [Entry] {
        var seen: Set<String> = []
        let unique = entries.reversed().filter { seen.insert($0.text).inserted }
        guard !letters.isEmpty else { return unique }
        return unique.enumerated()
            .compactMap { place, entry in
                FuzzyMatch.score(letters, in: entry.text).map { (entry, $0, place) }
            }
            .sorted { ($0.1, $1.2) > ($1.1, $0.2) }
            .map(\.0)
    }

    // MARK: The file: time, milliseconds, status, folder, text, with tabs between

    private static func line(_ entry: Entry) -> String {
        let status = entry.failed ? "failed" : "ok"
        return
            "\(entry.time)\t\(entry.milliseconds)\t\(status)\t\(escaped(entry.folder))\t\(escaped(entry.text))"
    }

    private static func entry(_ line: Substring) -> Entry? {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 5, let time = Int(fields[0]), let milliseconds = Int(fields[1]) else {
            return nil
        }
        return Entry(
            text: unescaped(fields[4]), time: time, milliseconds: milliseconds, failed: fields[2] == "failed",
            folder: unescaped(fields[3]))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
            .replacing("\r", with: "\\r")
    }

    private static func unescaped(_ text: Substring) -> String {
        var (result, isEscape) = ("", false)
        for character in text {
            if isEscape {
                result.append(["n": "\n", "t": "\t", "r": "\r"][character] ?? character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

/// A screen of earlier entries, narrowed down by typed letters.
struct HistorySearch {
    private let history: EntryHistory
    private let terminal: any EditorTerminal
    private var letters = ""
    private var selected = 0

    init(_ history: EntryHistory, _ terminal: any EditorTerminal) {
        (self.history, self.terminal) = (history, terminal)
    }

    /// Runs until an entry is chosen, or none.
    mutating func run(_ nextKey: () -> Key?) -> String? {
        terminal.write("\u{1B}[?1049h")
        defer { terminal.write("\u{1B}[?1049l") }
        while true {
            let found = history.matches(letters)
            selected = max(0, min(selected, found.count - 1))
            draw(found)
            guard let key = nextKey() else { return nil }
            switch key {
            case Key(.enter), Key(.tab), Key(.right): return found.isEmpty ? nil : found[selected].text
            case Key(.escape), .control("c"), .control("g"), .control("d"): return nil
            case Key(.up), .control("p"), .control("r"): selected += 1
            case Key(.down), .control("n"), .control("s"): selected -= 1
            case Key(.pageUp): selected += 10
            case Key(.pageDown): selected -= 10
            case Key(.backspace): letters = String(letters.dropLast())
            case .control("u"), .control("w"): letters = ""
            default:
                guard case .character(let character) = key.code, key.modifiers.isEmpty else { continue }
                letters.append(character)
                selected = 0
            }
        }
    }

    /// The best match at the bottom, next to the typed text; the text of the chosen one above them, cut to fit.
    private func draw(_ found: [EntryHistory.Entry]) {
        let (columns, rows) = terminal.size
        let chosen = found.isEmpty ? [] : found[selected].text.split(separator: "\n").prefix(rows / 3)
        let room = max(1, rows - 3 - chosen.count)
        let first = max(0, selected - room + 1)
        var lines = found.dropFirst(first).prefix(room).enumerated().map { place, entry in
            let text = entry.text.replacing("\n", with: " ⏎ ")
            let line = CompletionMenu.fit((entry.failed ? "✗ " : "  ") + text, columns - 1)
            return first + place == selected ? "\u{1B}[7m\(line)\u{1B}[0m" : line
        }
        lines += Array(repeating: "", count: max(0, room - lines.count))
        let preview = chosen.map { "\u{1B}[90m\(CompletionMenu.fit(String($0), columns - 1))\u{1B}[0m" }
        let rule = "\(found.count) entries; Enter takes one, Esc none, ↑ older"
        let screen =
            preview + lines.reversed() + [CompletionMenu.fit(rule, columns - 1), "search: \(letters)"]
        terminal.write("\u{1B}[H\u{1B}[2J" + screen.joined(separator: "\r\n"))
    }
}

// Earlier entries: up and down, Ctrl-R, and an external editor.
extension LineEditor {
    /// Goes up a line; on the first line, to the last entry that begins with the text before the cursor.
    func up() {
        guard walk != nil || buffer.isOnFirstLine else { return buffer.moveLines(-1) }
        let now = walk ?? (buffer.before, history.entries.count, buffer)
        guard let place = history.last(before: now.place, beginning: now.prefix, skipping: buffer.string)
        else { return }
        walk = (now.prefix, place, now.typed)
        buffer = EditBuffer(history.entries[place].text)
    }

    /// Goes down a line; on the last line, back towards the text that was being typed.
    func down() {
        guard let now = walk else { return buffer.isOnLastLine ? () : buffer.moveLines(1) }
        if let place = history.first(after: now.place, beginning: now.prefix, skipping: buffer.string) {
            walk = (now.prefix, place, now.typed)
            buffer = EditBuffer(history.entries[place].text)
        } else {
            walk = nil
            buffer = now.typed
        }
    }

    /// Shows all entries on the alternate screen, narrowed down by typed letters.
    func search() {
        var screen = HistorySearch(history, terminal)
        let found = lend { screen.run { nextKey() } }
        guard let found else { return }
        undo.note(buffer)
        buffer = EditBuffer(found)
    }

    /// Edits the entry in `$VISUAL` or `$EDITOR`.
    func editElsewhere() {
        let program =
            ["VISUAL", "EDITOR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
            .first { !$0.isEmpty } ?? "vi"
        var name = Array("/tmp/liq-XXXXXX.lua".utf8CString)
        let file = mkstemps(&name, 4)
        guard file >= 0 else { return }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        _ = TextFile.writeAll(Array(buffer.string.utf8), to: file)
        close(file)
        terminal.end()
        let status = lend { system("\(program) \(path)") }
        terminal.begin()
        guard status == 0, let bytes = try? TextFile.read(path) else { return }
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        while text.last == "\n" { text.removeLast() }
        undo.note(buffer)
        buffer = EditBuffer(String(text))
    }
}
