/// What keys do: those of Emacs and readline.
extension LineEditor {
    /// Takes a key.
    ///
    /// - Returns: the entry where it is done.
    func take(_ key: Key) -> Line? {
        let before = lastAction
        lastAction = .other
        if isPrefixed {
            isPrefixed = false
            if key == .control("e") { editElsewhere() }
            return nil
        }
        if let answer = takeInMenu(key) { return answer }
        if takeInVi(key) { return nil }
        if key.code != .up, key.code != .down, key != .control("p"), key != .control("n") { walk = nil }
        switch key {
        case Key(.enter): return enter()
        case Key(.enter, .alt), .control("o"): newLine()
        case .control("c"):
            return .interrupted
        case .control("d"):
            if buffer.isEmpty { return .end }
            cut(buffer.cursor..<(buffer.cursor + 1))
        case .control("l"): clearScreen()
        case .control("z"): lend { terminal.suspend() }
        case .control("r"): search()
        case .control("x"): isPrefixed = true
        case Key(.tab): complete()
        case .control("_"), .control("/"), .control("7"):
            if let earlier = undo.undo(buffer) { buffer = earlier }
        case Key(.paste("")): break
        default:
            if case .paste(let text) = key.code { return insert(pasted: text) }
            if !move(key), !edit(key, after: before) { type(key) }
        }
        return nil
    }

    // MARK: Typing

    private func type(_ key: Key) {
        guard case .character(let character) = key.code, key.modifiers.isEmpty else { return }
        undo.note(buffer, typing: true)
        buffer.insert(String(character))
        outdent()
    }

    /// A line that has just become `end` or a closing bracket moves out to its block.
    private func outdent() {
        let start = buffer.lineStart(buffer.cursor)
        guard start > 0, buffer.cursor == buffer.lineEnd(buffer.cursor) else { return }
        let indentation = buffer.indentation(buffer.cursor)
        let word = String(buffer.text[(start + indentation.count)..<buffer.cursor])
        guard let wanted = LuaIndent.closing(word, after: Array(buffer.text[..<start])), wanted != indentation
        else { return }
        buffer.replace(start..<buffer.cursor, with: wanted + word)
    }

    private func enter() -> Line? {
        let isLast = buffer.isOnLastLine || !buffer.text.contains("\n")
        if buffer.isEmpty || isLast && helper.isComplete(buffer.string) { return .text(buffer.string) }
        newLine()
        return nil
    }

    private func newLine() {
        undo.note(buffer)
        buffer.insert("\n" + LuaIndent.next(after: Array(buffer.text[..<buffer.cursor])))
    }

    /// A paste is one entry, whatever lines it has; prompts that were copied with it are left out.
    private func insert(pasted text: String) -> Line? {
        undo.note(buffer)
        buffer.insert(PastedText.withoutPrompts(text))
        return nil
    }

    // MARK: Moving

    private func move(_ key: Key) -> Bool {
        switch key {
        case Key(.left), .control("b"): buffer.move(to: buffer.cursor - 1)
        case Key(.right), .control("f"):
            if buffer.isAtEnd { takeGhost() } else { buffer.move(to: buffer.cursor + 1) }
        case Key(.home), .control("a"): buffer.move(to: buffer.lineStart(buffer.cursor))
        case Key(.end), .control("e"):
            if buffer.isAtEnd { takeGhost() } else { buffer.move(to: buffer.lineEnd(buffer.cursor)) }
        case Key(.left, .control), Key(.left, .alt), .alt("b"):
            buffer.move(to: buffer.wordStart(buffer.cursor))
        case Key(.right, .control), Key(.right, .alt), .alt("f"):
            buffer.move(to: buffer.wordEnd(buffer.cursor))
        case .alt("<"): buffer.move(to: 0)
        case .alt(">"): buffer.move(to: buffer.text.count)
        case Key(.up), .control("p"): up()
        case Key(.down), .control("n"): down()
        default: return false
        }
        return true
    }

    private func takeGhost() {
        let ghost = ghost
        guard !ghost.isEmpty else { return }
        undo.note(buffer)
        buffer.insert(ghost)
    }

    // MARK: Cutting and changing

    private func cut(_ range: Range<Int>) {
        undo.note(buffer)
        buffer.remove(range)
    }

    private func kill(_ range: Range<Int>, after before: Action, inFront: Bool = false) {
        undo.note(buffer)
        kills.add(buffer.remove(range), joining: before == .kill, inFront: inFront)
        lastAction = .kill
    }

    private func edit(_ key: Key, after before: Action) -> Bool {
        let cursor = buffer.cursor
        switch key {
        case Key(.backspace), .control("h"):
            guard cursor > 0 else { return true }
            let indentation = buffer.indentation(cursor)
            let isBlank = cursor - buffer.lineStart(cursor) == indentation.count && indentation.count >= 2
            cut((cursor - (isBlank ? 2 : 1))..<cursor)
        case Key(.delete): cut(cursor..<(cursor + 1))
        case .control("k"):
            let end = buffer.lineEnd(cursor)
            kill(cursor..<(end == cursor ? end + 1 : end), after: before)
        case .control("u"): kill(buffer.lineStart(cursor)..<cursor, after: before, inFront: true)
        case .control("w"): kill(buffer.blankStart(cursor)..<cursor, after: before, inFront: true)
        case Key(.backspace, .alt), Key(.backspace, .control):
            kill(buffer.wordStart(cursor)..<cursor, after: before, inFront: true)
        case .alt("d"), Key(.delete, .control): kill(cursor..<buffer.wordEnd(cursor), after: before)
        case .control("y"):
            guard let text = kills.current else { return true }
            undo.note(buffer)
            buffer.insert(text)
            lastAction = .yank
        case .alt("y"):
            guard before == .yank, let old = kills.current else { return true }
            kills.rotate()
            buffer.replace((cursor - old.count)..<cursor, with: kills.current ?? "")
            lastAction = .yank
        case .control("t"): transpose()
        case .alt("u"): changeWord { $0.uppercased() }
        case .alt("l"): changeWord { $0.lowercased() }
        case .alt("c"): changeWord(Self.capitalized)
        default: return false
        }
        return true
    }

    /// Blanks stay in front: the first letter is what becomes a capital.
    private static func capitalized(_ text: String) -> String {
        let blank = text.prefix { !$0.isLetter }
        let word = text.dropFirst(blank.count)
        return blank + word.prefix(1).uppercased() + word.dropFirst().lowercased()
    }

    private func transpose() {
        let place = buffer.isAtEnd ? buffer.cursor - 1 : buffer.cursor
        guard place > 0 else { return }
        undo.note(buffer)
        let pair = buffer.text[(place - 1)...place]
        buffer.replace((place - 1)..<(place + 1), with: String(pair.reversed()))
    }

    private func changeWord(_ change: (String) -> String) {
        let end = buffer.wordEnd(buffer.cursor)
        guard end > buffer.cursor else { return }
        undo.note(buffer)
        let range = buffer.cursor..<end
        buffer.replace(range, with: change(String(buffer.text[range])))
    }
}
