import Engine
import Glibc
import Plugins
import Scripting

/// What was entered before, whole entries with what became of them; kept in a file that only its owner reads.
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
        guard let path, let bytes = try? TextFile.read(path) else { return }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        entries = lines.suffix(Self.limit).compactMap(Self.entry)
    }

    /// Takes an entry in, and writes it behind the others: several consoles may share the file.
    func add(_ entry: Entry) {
        guard entry.text.contains(where: { !$0.isWhitespace }) else { return }
        entries.append(entry)
        guard let path else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = TextFile.writeAll(Array((Self.line(entry) + "\n").utf8), to: file)
    }

    /// The last entry before a place that begins with a text; an entry that is the same as `skipping` is no news.
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
