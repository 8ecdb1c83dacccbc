/// Where vi's motions lead.
extension LineEditor {
    func motion(_ key: Character, _ count: Int, _ state: ViState) -> Motion? {
        let cursor = buffer.cursor
        let (start, end) = (buffer.lineStart(cursor), buffer.lineEnd(cursor))
        func steps(_ step: (Int) -> Int) -> Int { (0..<count).reduce(cursor) { place, _ in step(place) } }
        switch key {
        case "h": return (max(start, cursor - count), false)
        case "l", " ": return (min(end, cursor + count), false)
        case "0": return (start, false)
        case "^": return (start + buffer.indentation(end).count, false)
        case "$": return (end, false)
        case "w", "W": return (steps { nextWord($0, isBig: key == "W") }, false)
        case "b", "B": return (steps { key == "B" ? buffer.blankStart($0) : buffer.wordStart($0) }, false)
        case "e", "E": return (steps { endOfWord($0, isBig: key == "E") }, true)
        case "G": return (buffer.text.count, false)
        case "%":
            guard let pair = buffer.matchingBrackets(skipping: { _ in false }) else { return nil }
            return (pair.1, true)
        case ";", ",":
            guard let last = state.lastFind else { return nil }
            let swapped: [Character: Character] = ["f": "F", "F": "f", "t": "T", "T": "t"]
            return find(key == ";" ? last.key : swapped[last.key] ?? last.key, last.target, count)
        default: return nil
        }
    }

    private func isWord(_ place: Int) -> Bool {
        let character = buffer.text[place]
        return character.isLetter || character.isNumber || character == "_"
    }

    private func kind(_ place: Int, _ isBig: Bool) -> Int {
        buffer.text[place].isWhitespace ? 0 : isBig || isWord(place) ? 1 : 2
    }

    private func nextWord(_ from: Int, isBig: Bool) -> Int {
        var place = from
        guard place < buffer.text.count else { return place }
        let here = kind(place, isBig)
        while place < buffer.text.count, here != 0, kind(place, isBig) == here { place += 1 }
        while place < buffer.text.count, kind(place, isBig) == 0 { place += 1 }
        return place
    }

    private func endOfWord(_ from: Int, isBig: Bool) -> Int {
        var place = from + 1
        while place < buffer.text.count, kind(place, isBig) == 0 { place += 1 }
        guard place < buffer.text.count else { return max(0, buffer.text.count - 1) }
        let here = kind(place, isBig)
        while place + 1 < buffer.text.count, kind(place + 1, isBig) == here { place += 1 }
        return place
    }

    func find(_ key: Character, _ target: Character, _ count: Int) -> Motion? {
        let line = buffer.lineStart(buffer.cursor)..<buffer.lineEnd(buffer.cursor)
        var place = buffer.cursor
        for turn in 0..<count {
            if key == "f" || key == "t" {
                // `t` again goes on behind the one that it stands before.
                let from = place + (key == "t" && turn > 0 ? 2 : 1)
                guard
                    let found = (from..<max(from, line.upperBound)).first(where: { buffer.text[$0] == target }
                    )
                else { return nil }
                place = key == "t" && turn == count - 1 ? found - 1 : found
            } else {
                guard
                    let found = (line.lowerBound..<max(line.lowerBound, place)).last(where: {
                        buffer.text[$0] == target
                    })
                else { return nil }
                place = key == "T" && turn == count - 1 ? found + 1 : found
            }
        }
        return (place, key == "f" || key == "t")
    }
}
