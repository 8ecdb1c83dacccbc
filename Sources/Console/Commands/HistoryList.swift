import Charts
import Glibc
import PlainText
import PluginHost

/// Earlier entries as a table: when, how long, how they ended.
struct HistoryList {
    private var count = 20
    private var isFailedOnly = false
    private var word = ""

    /// - Throws: ``HostError`` `.usage` for an option that there is not.
    init(_ text: String) throws(HostError) {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let first = words.popFirst() {
            switch first {
            case "--failed": isFailedOnly = true
            case "-n":
                guard let number = words.popFirst().flatMap({ Int($0) }), number > 0 else {
                    throw HostError(.usage, "-n takes a count above zero", hint: ":history -n 50")
                }
                count = number
            default:
                guard !first.hasPrefix("-") else {
                    throw HostError(
                        .usage, "history takes -n and --failed, was '\(first)'",
                        hint: Spelling.hint(for: first, among: ["-n", "--failed"]))
                }
                word = ([first] + words).joined(separator: " ")
                words = []
            }
        }
    }

    func text(_ history: EntryHistory, _ style: TerminalStyle) -> String {
        let found = history.entries.filter {
            (!isFailedOnly || $0.failed) && (word.isEmpty || $0.text.contains(word))
        }
        guard !found.isEmpty else { return "no such entry" }
        var table = TextTable([.text("when"), .number("ms"), .text(""), .text("entry")])
        for entry in found.suffix(count) {
            let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
            let more = lines.count > 1 ? " … \(lines.count) lines" : ""
            table.append([
                Self.time(entry.time), "\(entry.milliseconds)", entry.failed ? "failed" : "",
                "\(lines[0])\(more)",
            ])
        }
        return table.text(style)
    }

    private static func time(_ seconds: Int) -> String {
        var (clock, parts) = (time_t(seconds), tm())
        localtime_r(&clock, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
    }
}
