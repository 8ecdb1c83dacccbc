/// "Did you mean": the known word that is nearest to an unknown one.
package enum Spelling {
    /// A hint such as `did you mean 'leverage'?`; `nil` if no known word is near.
    package static func hint(for word: String, among known: [String]) -> String? {
        nearest(to: word, among: known).map { "did you mean '\($0)'?" }
    }

    /// The nearest word within two edits; of two as near, the first by bytes.
    package static func nearest(to word: String, among known: [String]) -> String? {
        var best: (distance: Int, word: String)?
        for candidate in known {
            let distance = distance(Array(word.utf8), Array(candidate.utf8))
            guard distance <= 2, distance < word.utf8.count else { continue }
            if let found = best, (found.distance, found.word) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    /// Levenshtein's distance; words longer than any name count as far apart.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard a.count <= 64, b.count <= 64 else { return .max }
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
