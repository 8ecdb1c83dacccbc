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

    /// Takes a key in vi's way.
    ///
    /// - Returns: false where it is left to the keys that all have in common.
    func takeInVi(_ key: Key) -> Bool {
        guard var state = vi else { return false }
        defer { vi = state }
        if state.isTyping {
            guard key == Key(.escape) else { return false }
            state.isTyping = false
            // The cursor stands on a character, not behind the last.
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
        // `cw` leaves the blank behind the word, as `ce` does.
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
