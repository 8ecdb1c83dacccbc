/// What could stand at the cursor.
struct Completion: Hashable, Sendable {
    /// What is put in.
    var text: String
    /// What it is: `function`, `option`, `file`, …
    var kind: String
    /// A line of help.
    var help: String = ""
}

/// Completions of one place.
struct Completions: Hashable, Sendable {
    /// What they are put in place of.
    var range: Range<Int>
    var items: [Completion]

    /// What all of them begin with.
    var common: String {
        guard var common = items.first?.text else { return "" }
        for item in items { common = common.commonPrefix(with: item.text) }
        return common
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}

/// What an editor asks about the language that is typed.
protocol EditorHelper {
    /// Whether an entry could be run as it stands; otherwise Enter begins a new line.
    func isComplete(_ entry: String) -> Bool
    /// What could stand at a position; `nil` where nothing is known.
    func completions(in text: [Character], at cursor: Int) -> Completions?
    /// A line about the call that the cursor is in; `nil` outside of calls that are known.
    func signature(in text: [Character], at cursor: Int) -> String?
}

/// How well letters that were typed are found in a text, in their order: the more of them stand together and at the
/// beginnings of words, the better.
enum FuzzyMatch {
    /// - Returns: higher is better; `nil` where a letter is missing.
    static func score(_ letters: String, in text: String) -> Int? {
        let wanted = Array(letters.lowercased())
        guard !wanted.isEmpty else { return 0 }
        var (score, next, last, previous) = (0, 0, -2, Character(" "))
        for (place, character) in text.enumerated() {
            defer { previous = character }
            guard next < wanted.count, String(character).lowercased() == String(wanted[next]) else {
                continue
            }
            score += place == last + 1 ? 4 : 1
            if !(previous.isLetter || previous.isNumber) { score += 3 }
            (next, last) = (next + 1, place)
        }
        return next == wanted.count ? score * 100 - min(text.count, 99) : nil
    }
}
