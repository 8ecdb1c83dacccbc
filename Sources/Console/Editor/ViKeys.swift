/// The keys of vi: Escape leaves typing, and letters move, cut and change.
extension LineEditor {
    /// What vi remembers between keys.
    struct ViState {
        var isTyping = true
        var count = 0
        /// `d`, `c` or `y`, waiting for what to take; its count.
        var operation: (key: Character, count: Int)?
        /// `f`, `t`, `r` and so on, waiting for a character.
        var wanting: Character?
        var lastFind: (key: Character, target: Character)?
    }

    /// Where a motion leads, and whether the character there belongs to what an operation takes.
    typealias Motion = (to: Int, isInclusive: Bool)

    /// Handles a key as vi does.
    ///
    /// - Returns: false for keys that work the same in both modes.
    func takeInVi(_ key: Key) -> Bool {
        guard var state = vi else { return false }
        defer { vi = state }
        if state.isTyping {
            guard key == Key(.escape) else { return false }
            state.isTyping = false
            // The cursor is on a character, not after the last.
            if buffer.cursor > buffer.lineStart(buffer.cursor) { buffer.move(to: buffer.cursor - 1) }
            return true
        }
        guard case .character(let character) = key.code, key.modifiers.isEmpty else {
            guard key == Key(.escape) else { return false }
            (state.count, state.operation, state.wanting) = (0, nil, nil)
            return true
        }
        if let wanting = state.wanting {
            state.wanting = nil
            finish(wanting, with: character, &state)
        } else if let digit = character.wholeNumberValue, digit > 0 || state.count > 0 {
            state.count = min(state.count * 10 + digit, 9999)
        } else {
            command(character, &state)
        }
        stayOnLine(state)
        return true
    }

    private func stayOnLine(_ state: ViState) {
        guard !state.isTyping, !buffer.isEmpty else { return }
        let end = buffer.lineEnd(buffer.cursor)
        if buffer.cursor == end, buffer.lineStart(end) < end { buffer.move(to: end - 1) }
    }

    private func command(_ key: Character, _ state: inout ViState) {
        if let operation = state.operation, key == operation.key {
            return take(lines(state), key, &state, isLines: true)
        }
        if "fFtTr".contains(key) {
            state.wanting = key
            return
        }
        var key = key
        // `cw` leaves the blank after the word, as `ce` does.
        if state.operation?.key == "c", key == "w" || key == "W", buffer.cursor < buffer.text.count,
            !buffer.text[buffer.cursor].isWhitespace
        {
            key = key == "w" ? "e" : "E"
        }
        if let motion = motion(key, max(1, state.count) * max(1, state.operation?.count ?? 1), state) {
            return go(motion, &state)
        }
        let count = max(1, state.count)
        state.count = 0
        guard state.operation == nil else {
            state.operation = nil
            return
        }
        let (cursor, end) = (buffer.cursor, buffer.lineEnd(buffer.cursor))
        switch key {
        case "d", "c", "y": state.operation = (key, count)
        case "x": cutToRing(cursor..<min(end, cursor + count))
        case "X": cutToRing(max(buffer.lineStart(cursor), cursor - count)..<cursor)
        case "D": cutToRing(cursor..<end)
        case "C": (state.isTyping, _) = (true, cutToRing(cursor..<end))
        case "s": (state.isTyping, _) = (true, cutToRing(cursor..<min(end, cursor + count)))
        case "S": (state.isTyping, _) = (true, cutToRing(buffer.lineStart(cursor)..<end))
        case "i", "a", "I", "A", "o", "O":
            state.isTyping = true
            type(key)
        case "p", "P":
            guard let text = kills.current else { return }
            undo.note(buffer)
            if key == "p", cursor < end { buffer.move(to: cursor + 1) }
            buffer.insert(String(repeating: text, count: count))
            buffer.move(to: buffer.cursor - 1)
        case "u": if let earlier = undo.undo(buffer) { buffer = earlier }
        case "~":
            guard cursor < end else { return }
            undo.note(buffer)
            let letter = String(buffer.text[cursor])
            buffer.replace(
                cursor..<(cursor + 1),
                with: letter == letter.uppercased() ? letter.lowercased() : letter.uppercased())
        case "k", "-": up()
        case "j", "+": down()
        case "/", "?": search()
        default: break
        }
    }

    /// Where typing begins.
    private func type(_ key: Character) {
        let (start, end) = (buffer.lineStart(buffer.cursor), buffer.lineEnd(buffer.cursor))
        switch key {
        case "a": buffer.move(to: min(end, buffer.cursor + 1))
        case "I": buffer.move(to: start + buffer.indentation(end).count)
        case "A": buffer.move(to: end)
        case "o", "O":
            undo.note(buffer)
            let indentation = buffer.indentation(end)
            buffer.move(to: key == "o" ? end : start)
            buffer.insert(key == "o" ? "\n" + indentation : indentation + "\n")
            if key == "O" { buffer.move(to: start + indentation.count) }
        default: break
        }
    }

    private func finish(_ wanting: Character, with target: Character, _ state: inout ViState) {
        let count = max(1, state.count)
        if wanting == "r" {
            let cursor = buffer.cursor
            if cursor + count <= buffer.lineEnd(cursor) {
                undo.note(buffer)
                buffer.replace(
                    cursor..<(cursor + count), with: String(repeating: String(target), count: count))
                buffer.move(to: buffer.cursor - 1)
            }
            state.count = 0
            return
        }
        state.lastFind = (wanting, target)
        if let motion = find(wanting, target, count) {
            go(motion, &state)
        } else {
            (state.operation, state.count) = (nil, 0)
        }
    }

    // MARK: Operations

    private func go(_ motion: Motion, _ state: inout ViState) {
        state.count = 0
        guard let operation = state.operation else {
            buffer.move(to: motion.to)
            return
        }
        let (low, high) = (min(buffer.cursor, motion.to), max(buffer.cursor, motion.to))
        take(
            low..<min(buffer.text.count, high + (motion.isInclusive ? 1 : 0)), operation.key, &state,
            isLines: false)
    }

    private func lines(_ state: ViState) -> Range<Int> {
        let start = buffer.lineStart(buffer.cursor)
        var end = buffer.lineEnd(start)
        for _ in 1..<max(1, max(1, state.count) * (state.operation?.count ?? 1)) where end < buffer.text.count
        {
            end = buffer.lineEnd(end + 1)
        }
        return start..<end
    }

    private func take(_ range: Range<Int>, _ key: Character, _ state: inout ViState, isLines: Bool) {
        (state.operation, state.count) = (nil, 0)
        switch key {
        case "y": kills.add(String(buffer.text[range]), joining: false, inFront: false)
        case "d":
            // A line goes with its end, or with that of the one before.
            let more = isLines && range.upperBound < buffer.text.count
            let before = isLines && !more && range.lowerBound > 0
            cutToRing((range.lowerBound - (before ? 1 : 0))..<(range.upperBound + (more ? 1 : 0)))
        default:
            cutToRing(range)
            state.isTyping = true
        }
    }

    @discardableResult
    private func cutToRing(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        undo.note(buffer)
        kills.add(buffer.remove(range), joining: false, inFront: false)
        return true
    }
}

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
                // `t` again goes on after the character that the cursor is before.
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
