import Engine

/// Lines that could run and lines that did, by file.
package struct FileCoverage: Sendable {
    private var active: [String: Set<Int>] = [:]
    private var reached: [String: Set<Int>] = [:]

    /// Nothing yet.
    package init() {}

    mutating func add(active lines: [String: Set<Int>], reached ran: [String: Set<Int>]) {
        active.merge(lines) { $0.union($1) }
        for (file, lines) in ran { reached[file, default: []].formUnion(lines) }
    }

    /// Adds another's lines.
    package mutating func add(_ other: FileCoverage) { add(active: other.active, reached: other.reached) }

    /// Files of which something is known, by name.
    package var files: [String] { active.keys.sorted() }

    /// Lines of a file that could run, and those that did not, ascending.
    package func lines(of file: String) -> (active: Int, missed: [Int]) {
        let could = active[file] ?? []
        return (could.count, could.subtracting(reached[file] ?? []).sorted())
    }

    /// `p.lua: 92.3 % (24 of 26 lines), not reached: 12, 19-21`, a line a file.
    package var report: [String] {
        files.map { file in
            let (count, missed) = lines(of: file)
            let share = count == 0 ? 100 : Double(count - missed.count) / Double(count) * 100
            return "\(file): \((share * 10).rounded() / 10) % (\(count - missed.count) of \(count) lines)"
                + (missed.isEmpty ? "" : ", not reached: \(Self.ranges(missed))")
        }
    }

    /// `3, 7-9`.
    static func ranges(_ numbers: [Int]) -> String {
        var parts: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = parts.last, last.upperBound == number - 1 {
                parts[parts.count - 1] = last.lowerBound...number
            } else {
                parts.append(number...number)
            }
        }
        return parts.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
