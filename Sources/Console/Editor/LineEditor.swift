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

    /// What a key did, as far as the next one depends on it.
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
        draw()
        while true {
            guard let key = nextKey() else { return .end }
            if let line = take(key) {
                finish(line)
                return line
            }
            // A paste of keys is drawn once.
            if !parser.isWaiting { draw() }
        }
    }

    /// Waits for a key; draws anew where the size has changed meanwhile.
    func nextKey() -> Key? {
        while true {
            if let key = parser.next() { return key }
            guard let bytes = terminal.read(milliseconds: parser.isWaiting ? 30 : 500) else { return nil }
            if bytes.isEmpty {
                if let key = parser.next(isFinal: true) { return key }
                if terminal.size.columns != drawn.columns { draw() }
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
        var scene = EntryPainter.Scene(buffer: buffer, ghost: ghost)
        if let menu {
            scene.below = menu.rows(columns: size.columns, isColored: isColored)
        } else if let signature = helper.signature(in: buffer.text, at: buffer.cursor) {
            let line = CompletionMenu.fit(signature, size.columns - 1)
            scene.below = [isColored ? "\u{1B}[90m\(line)\u{1B}[0m" : line]
        }
        show(scene, size)
    }

    private func show(_ scene: EntryPainter.Scene, _ size: (columns: Int, rows: Int)) {
        let painter = EntryPainter(columns: size.columns, rows: size.rows, isColored: isColored)
        let picture = painter.picture(scene)
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

    /// Leaves the entry as it was typed, without what was suggested, and goes to the line after it.
    private func finish(_ line: Line) {
        menu = nil
        buffer.move(to: buffer.text.count)
        show(EntryPainter.Scene(buffer: buffer), terminal.size)
        terminal.write(line == .interrupted ? "^C\r\n" : "\r\n")
    }

    /// An empty screen with the entry at its top.
    func clearScreen() {
        terminal.write("\u{1B}[H\u{1B}[2J")
        drawn = ([], 0)
    }

    /// Gives the keys, one by one, to something that has the screen.
    func borrow(_ body: (() -> Key?) -> Void) {
        terminal.begin()
        defer { terminal.end() }
        body(nextKey)
    }

    /// Waits a while for a key, which is then gone.
    func hasKey(milliseconds: Int32) -> Bool {
        terminal.begin()
        defer { terminal.end() }
        guard let bytes = terminal.read(milliseconds: milliseconds) else { return true }
        return !bytes.isEmpty
    }

    /// Gives the screen to something else; the entry is drawn anew afterwards.
    func lend<Result>(_ body: () -> Result) -> Result {
        let result = body()
        drawn = ([], 0)
        return result
    }
}
