/// "Did you mean": the known word that is nearest to an unknown one.
package enum Spelling {
    /// A hint such as `did you mean 'leverage'?`; `nil` where no known word is near.
    package static func hint(for word: String, among known: [String]) -> String? {
        nearest(to: word, in: known).map { "did you mean '\($0)'?" }
    }

    /// The nearest word within two edits; of two as near, the first by bytes.
    package static func nearest(to word: String, in known: [String]) -> String? {
        let asked = Array(word.utf8)
        var best: (distance: Int, word: String)?
        for candidate in known {
            let distance = distance(asked, Array(candidate.utf8))
            guard distance <= 2, distance < asked.count else { continue }
            if let found = best, (found.distance, found.word) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    /// Longer words are never near another one: the work is bounded whatever is asked for.
    private static let longest = 64

    /// How many bytes have to be changed, added or left out (Levenshtein).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard a.count <= longest, b.count <= longest else { return .max }
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, min(row[j + 1], row[j]) + 1)
            }
        }
        return row[b.count]
    }
}
