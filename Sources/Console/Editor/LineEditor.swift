import PlainText

/// Reads entries of one or more lines from a terminal, with history, completion and colours.
final class LineEditor {
    /// What reading gave.
    enum Line: Hashable {
        case text(String)
        /// Ctrl-C: the entry is dropped.
        case interrupted
        /// Ctrl-D on an empty entry, or the terminal is gone.
        case end
    }

    let terminal: any EditorTerminal
    let history: EntryHistory
    let helper: any EditorHelper
    private let isColored: Bool
    private var parser = KeyParser()

    // The state of the entry that is being edited.
    var buffer = EditBuffer()
    var undo = EditHistory()
    var kills = KillRing()
    var menu: CompletionMenu?
    /// Walking through history: what the entries begin with, where it is, and what was typed before.
    var walk: (prefix: String, place: Int, typed: EditBuffer)?
    var lastAction: Action = .other
    /// What vi remembers; `nil` where the keys are those of Emacs.
    var vi: ViState?
    /// Whether Ctrl-X was typed, which waits for a second key.
    var isPrefixed = false

    /// Entries of a paste that come next, and whether the last of them waits for Enter.
    private var waiting: (entries: ArraySlice<String>, isOpen: Bool) = ([], false)

    /// The kind of the last key, where the next one depends on it.
    enum Action {
        case kill, yank, other
    }

    /// How far the cursor stood below the first row, and the widths of the rows to it.
    private var drawn: (widths: [Int], columns: Int) = ([], 0)

    init(
        _ terminal: any EditorTerminal, history: EntryHistory, helper: any EditorHelper, isColored: Bool
    ) {
        (self.terminal, self.history, self.helper, self.isColored) = (terminal, history, helper, isColored)
    }

    /// Reads an entry.
    func read() -> Line {
        (buffer, menu, walk, drawn) = (EditBuffer(), nil, nil, ([], 0))
        undo.removeAll()
        if vi != nil { vi = ViState() }
        terminal.begin()
        defer { terminal.end() }
        if let entry = waiting.entries.popFirst() {
            buffer.insert(entry)
            if !waiting.entries.isEmpty || !waiting.isOpen {
                finish(.text(entry))
                return .text(entry)
            }
        }
        draw()
        while true {
            guard let key = nextKey() else { return .end }
            if let line = take(key) {
                finish(line)
                return line
            }
            // Several keys that arrive at once are drawn once.
            if !parser.isWaiting { draw() }
        }
    }

    /// Waits for a key; draws again where the size has changed meanwhile.
    func nextKey() -> Key? { nextKey(drawing: draw) { terminal.size.columns != drawn.columns } }

    /// The same for whatever is on the screen.
    private func nextKey(drawing draw: () -> Void, where isStale: () -> Bool) -> Key? {
        while true {
            if let key = parser.next() { return key }
            guard let bytes = terminal.read(milliseconds: parser.isWaiting ? 30 : 500) else { return nil }
            if bytes.isEmpty {
                if let key = parser.next(isFinal: true) { return key }
                if isStale() { draw() }
            }
            parser.feed(bytes)
        }
    }

    // MARK: Drawing

    /// What would follow the entry: the rest of the newest entry that begins so.
    var ghost: String {
        guard buffer.isAtEnd, !buffer.isEmpty, menu == nil, walk == nil else { return "" }
        let text = buffer.string
        guard let place = history.last(before: history.entries.count, beginning: text, skipping: text) else {
            return ""
        }
        return String(history.entries[place].text.dropFirst(text.count))
    }

    func draw() {
        let size = terminal.size
        var content = EntryPainter.Content(buffer: buffer, ghost: ghost)
        if let menu {
            content.below = menu.rows(columns: size.columns, isColored: isColored)
        } else if let signature = helper.signature(in: buffer.text, at: buffer.cursor) {
            let line = CompletionMenu.fit(signature, size.columns - 1)
            content.below = [isColored ? "\u{1B}[90m\(line)\u{1B}[0m" : line]
        }
        show(content, size)
    }

    private func show(_ content: EntryPainter.Content, _ size: (columns: Int, rows: Int)) {
        let painter = EntryPainter(columns: size.columns, rows: size.rows, isColored: isColored)
        let picture = painter.picture(content)
        var text = "\u{1B}[?25l" + top(size.columns) + "\u{1B}[J" + picture.rows.joined(separator: "\r\n")
        let up = picture.rows.count - 1 - picture.cursorRow
        if up > 0 { text += "\u{1B}[\(up)A" }
        text += "\r"
        if picture.cursorColumn > 0 { text += "\u{1B}[\(picture.cursorColumn)C" }
        // Vi's cursor says whether letters are typed: a bar, or a block.
        if let vi { text += vi.isTyping ? "\u{1B}[6 q" : "\u{1B}[2 q" }
        terminal.write(text + "\u{1B}[?25h")
        drawn = (
            picture.rows.prefix(picture.cursorRow).map(Self.width) + [picture.cursorColumn], size.columns
        )
    }

    /// Back to the first row that was drawn. A terminal that has become narrower has broken rows in two.
    private func top(_ columns: Int) -> String {
        let rows = drawn.widths.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) } - 1
        return rows > 0 ? "\r\u{1B}[\(rows)A" : "\r"
    }

    /// The width of a row without its colours.
    private static func width(_ row: String) -> Int {
        var (width, isEscape) = (0, false)
        for character in row {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { width += TextWidth.of(character) }
            if isEscape, character.isLetter { isEscape = false }
        }
        return width
    }

    /// Leaves the entry as it was typed, without the suggestion, and goes to the line after it.
    private func finish(_ line: Line) {
        menu = nil
        buffer.move(to: buffer.text.count)
        show(EntryPainter.Content(buffer: buffer), terminal.size)
        terminal.write(line == .interrupted ? "^C\r\n" : "\r\n")
    }

    /// An empty screen with the entry at its top.
    func clearScreen() {
        terminal.write("\u{1B}[H\u{1B}[2J")
        drawn = ([], 0)
    }

    /// Gives the keys, one by one, to the code that draws on the screen.
    ///
    /// - Parameters:
    ///   - draw: draws what is on the screen again, in another size.
    ///   - body: takes what waits for a key.
    func borrow(drawing draw: @escaping () -> Void, _ body: (() -> Key?) -> Void) {
        terminal.begin()
        defer { terminal.end() }
        var size = terminal.size
        let terminal = terminal
        body { [self] in
            nextKey {
                size = terminal.size
                draw()
            } where: {
                terminal.size != size
            }
        }
    }

    /// Waits for a key and discards it.
    func hasKey(milliseconds: Int32) -> Bool {
        terminal.begin()
        defer { terminal.end() }
        guard let bytes = terminal.read(milliseconds: milliseconds) else { return true }
        return !bytes.isEmpty
    }

    /// Gives the screen to something else; the entry is redrawn afterwards.
    func lend<Result>(_ body: () -> Result) -> Result {
        let result = body()
        drawn = ([], 0)
        return result
    }
}

// What keys do: those of Emacs and readline.
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

    /// A paste of several entries is run one by one; a single one, or what is put into an entry, waits for Enter.
    private func insert(pasted text: String) -> Line? {
        undo.note(buffer)
        let pasted = PastedText(text, isComplete: helper.isComplete)
        guard buffer.isEmpty, pasted.entries.count > 1 else {
            let isCode = text.split(separator: "\n").first.flatMap(PastedText.typed) == nil
            buffer.insert(isCode ? text : pasted.entries.joined(separator: "\n"))
            return nil
        }
        buffer.insert(pasted.entries[0])
        waiting = (pasted.entries.dropFirst(), pasted.isOpen)
        return .text(pasted.entries[0])
    }

    /// Whether entries of a paste wait for their turn.
    var hasPaste: Bool { !waiting.entries.isEmpty }

    /// Leaves out what is left of a paste.
    func dropPaste() { waiting = ([], false) }

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

    /// Blanks before the word stay: its first letter becomes a capital.
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
