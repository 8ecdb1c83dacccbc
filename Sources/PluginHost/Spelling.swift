/// "Did you mean": the known word that is nearest to an unknown one.
package enum Spelling {
    /// A hint such as `did you mean 'leverage'?`; `nil` where no known word is near.
    package static func hint(for word: String, among known: some Sequence<String>) -> String? {
        let near = known.map { ($0, distance(Array(word.utf8), Array($0.utf8))) }
            .filter { $0.1 <= max(1, min(word.utf8.count, $0.0.utf8.count) / 3) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }
        return near.map { "did you mean '\($0.0)'?" }
    }

    /// Edits (insert, drop, replace, swap of neighbours) that turn one word into the other.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
