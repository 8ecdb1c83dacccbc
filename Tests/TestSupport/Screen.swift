/// What a terminal shows after some output: text alone, without colours.
package struct Screen {
    package let columns: Int
    package let rows: Int
    private var cells: [[Character]]
    /// What stood there, and where, before a program took a screen of its own.
    private var other: (cells: [[Character]], row: Int, column: Int)?
    package private(set) var row = 0
    package private(set) var column = 0
    private var pending = Substring()

    package init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = Self.empty(columns, rows)
    }

    private static func empty(_ columns: Int, _ rows: Int) -> [[Character]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows to the last one that has text, without trailing blanks.
    package var lines: [String] {
        var lines = cells.map { row in
            var line = row.filter { $0 != "\0" }[...]
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// Takes output in.
    package mutating func write(_ text: String) {
        var rest = pending + text
        pending = ""
        while let character = rest.popFirst() {
            switch character {
            case "\r\n":
                column = 0
                lineFeed()
            case "\r": column = 0
            case "\n": lineFeed()
            case "\u{1B}":
                guard let end = rest.firstIndex(where: { $0.isLetter || $0 == "~" }) else {
                    pending = "\u{1B}" + rest
                    return
                }
                sequence(rest[..<end].dropFirst(), rest[end])
                rest = rest[rest.index(after: end)...]
            default: put(character)
            }
        }
    }

    private mutating func put(_ character: Character) {
        let isWide =
            character.unicodeScalars.first.map {
                $0.value >= 0x1100 && $0.properties.isEmojiPresentation
                    || (0x2E80...0xFFE6).contains($0.value)
            } ?? false
        if column + (isWide ? 2 : 1) > columns {
            column = 0
            lineFeed()
        }
        cells[row][column] = character
        if isWide { cells[row][column + 1] = "\0" }
        column += isWide ? 2 : 1
    }

    private mutating func lineFeed() {
        if row + 1 < rows {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        }
    }

    private mutating func sequence(_ body: Substring, _ final: Character) {
        let number = Int(body.filter(\.isNumber)) ?? 0
        switch final {
        case "A": row = max(0, row - max(1, number))
        case "B": row = min(rows - 1, row + max(1, number))
        case "C": column = min(columns - 1, column + max(1, number))
        case "H": (row, column) = (0, 0)
        case "J":
            if number == 2 { cells = Self.empty(columns, rows) }
            guard number == 0 else { break }
            for place in column..<columns { cells[row][place] = " " }
            for line in (row + 1)..<max(row + 1, rows) { cells[line] = Array(repeating: " ", count: columns) }
        case "h" where number == 1049:
            other = (cells, row, column)
            cells = Self.empty(columns, rows)
        case "l" where number == 1049:
            if let other { (cells, row, column) = other }
            other = nil
        default: break
        }
    }
}
