import PlainText

/// Lays out an entry on the rows of a terminal: prompts, colours, the suggested rest, lines below.
struct EntryPainter {
    /// What is drawn.
    struct Content {
        var prompt = "liq> "
        var continuation = "...> "
        var buffer = EditBuffer()
        /// The suggested rest of the entry.
        var ghost = ""
        /// Lines under the entry, each of them with its colours.
        var below: [String] = []
    }

    /// Rows without line ends, and the cursor's position.
    struct Picture {
        var rows: [String]
        var cursorRow: Int
        var cursorColumn: Int
    }

    let columns: Int
    let rows: Int
    let isColored: Bool

    /// The rows of an entry; only those around the cursor where there are too many.
    func picture(_ content: Content) -> Picture {
        var canvas = Canvas(columns: columns)
        let (text, cursor) = (content.buffer.text, content.buffer.cursor)
        let styles = isColored ? Self.styles(content.buffer) : []
        canvas.write(content.prompt, isColored ? Self.promptStyle : nil)
        for place in text.indices {
            if place == cursor { canvas.mark() }
            if text[place] == "\n" {
                canvas.newLine()
                canvas.write(content.continuation, isColored ? Self.quiet : nil)
            } else {
                canvas.write(Self.visible(text[place]), isColored ? styles[place] : nil)
            }
        }
        if cursor == text.count { canvas.mark() }
        for character in content.ghost where isColored {
            if character == "\n" { break }
            canvas.write(Self.visible(character), Self.quiet)
        }
        let (lines, mark) = canvas.end()
        return window(lines, mark, below: content.below)
    }

    /// At most as many rows as the terminal has.
    private func window(_ lines: [String], _ mark: (row: Int, column: Int), below: [String]) -> Picture {
        let room = max(1, rows - 1)
        let under = below.prefix(max(0, room - min(lines.count, room)))
        let height = min(lines.count, room - under.count)
        let first = max(0, min(mark.row - height / 2, lines.count - height))
        return Picture(
            rows: Array(lines[first..<(first + height)]) + Array(under), cursorRow: mark.row - first,
            cursorColumn: mark.column)
    }

    /// Control characters as people write them.
    private static func visible(_ character: Character) -> String {
        guard let scalar = character.unicodeScalars.first, scalar.value < 32 || scalar.value == 127 else {
            return String(character)
        }
        if scalar == "\t" { return "    " }
        return "^" + String(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value ^ 64))))
    }

    // MARK: Colours

    // The terminal's own sixteen, which its user has chosen to be readable.
    private static let promptStyle = "1"
    private static let quiet = "90"
    private static let bracket = "1;4"

    /// One style for each character.
    private static func styles(_ buffer: EditBuffer) -> [String?] {
        var styles = [String?](repeating: nil, count: buffer.text.count)
        let tokens = LuaToken.tokens(of: buffer.text)
        var quoted: Set<Int> = []
        for token in tokens {
            let style: String? =
                switch token.kind {
                case .keyword: "35"
                case .number: "36"
                case .string: "32"
                case .comment: quiet
                case .name, .sign: nil
                }
            for place in token.range { styles[place] = style }
            if token.kind == .string || token.kind == .comment { quoted.formUnion(token.range) }
        }
        if let (one, other) = buffer.matchingBrackets(skipping: quoted.contains) {
            (styles[one], styles[other]) = (bracket, bracket)
        }
        return styles
    }
}

/// Rows of a terminal that are being written.
private struct Canvas {
    let columns: Int
    private var rows: [String] = []
    private var row = ""
    private var width = 0
    private var style: String?
    private var marked = (row: 0, column: 0)

    init(columns: Int) { self.columns = max(columns, 10) }

    mutating func write(_ text: String, _ style: String?) {
        for character in text {
            let needed = TextWidth.of(character)
            if width + needed > columns { newLine() }
            set(style)
            row.append(character)
            width += needed
        }
    }

    private mutating func set(_ wanted: String?) {
        guard wanted != style else { return }
        if style != nil { row += "\u{1B}[0m" }
        if let wanted { row += "\u{1B}[\(wanted)m" }
        style = wanted
    }

    mutating func newLine() {
        set(nil)
        rows.append(row)
        (row, width) = ("", 0)
    }

    /// Puts the cursor where the next character goes.
    mutating func mark() { marked = (rows.count, width) }

    mutating func end() -> (rows: [String], mark: (row: Int, column: Int)) {
        set(nil)
        rows.append(row)
        if marked.column >= columns {
            // There is no place for a cursor after the last column: it goes to the next row.
            marked = (marked.row + 1, 0)
            if marked.row == rows.count { rows.append("") }
        }
        return (rows, marked)
    }
}
