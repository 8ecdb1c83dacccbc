import LiquidationCore
import PlainText

/// A table of words and numbers in aligned columns.
package struct TextTable: Sendable {
    /// A column: its heading and how its cells stand.
    package struct Column: Hashable, Sendable {
        /// Heading.
        package let title: String
        /// Numbers stand to the right and are never shortened; words stand to the left.
        package let isNumber: Bool
        /// Bars stand to the left; where there is little room all of them become shorter in proportion.
        package let isBar: Bool

        /// A column of words.
        package static func text(_ title: String) -> Column {
            Column(title: title, isNumber: false, isBar: false)
        }
        /// A column of numbers.
        package static func number(_ title: String) -> Column {
            Column(title: title, isNumber: true, isBar: false)
        }
        /// A column of bars.
        package static func bar(_ title: String) -> Column {
            Column(title: title, isNumber: false, isBar: true)
        }
    }

    /// The columns.
    package let columns: [Column]
    /// The cells, a row at a time; a row may be shorter than the columns, never longer.
    package private(set) var rows: [[String]]

    /// A table by its columns and rows.
    ///
    /// - Precondition: no row has more cells than there are columns.
    package init(_ columns: [Column], rows: [[String]] = []) {
        precondition(rows.allSatisfy { $0.count <= columns.count }, "a row has more cells than columns")
        (self.columns, self.rows) = (columns, rows.map(Self.plain))
    }

    /// Adds a row at the end.
    ///
    /// - Precondition: no more cells than there are columns.
    package mutating func append(_ row: [String]) {
        precondition(row.count <= columns.count, "a row has more cells than columns")
        rows.append(Self.plain(row))
    }

    /// A cell is one line: what could break the table or drive a terminal is written as an escape.
    private static func plain(_ row: [String]) -> [String] { row.map { PlainLine($0).text } }

    /// Heading and rows, each a line without trailing blanks.
    ///
    /// A table that is too wide first shortens its bars, then draws its columns together, then shortens its longest
    /// words down to eight characters, then leaves out columns at its right end. Numbers are never cut.
    ///
    /// - Parameters:
    ///   - style: what the place can show.
    ///   - isHeadingQuiet: whether the heading stands back in colour.
    /// - Returns: a line a row, after the heading.
    package func lines(_ style: TerminalStyle, isHeadingQuiet: Bool = false) -> [String] {
        let pen = Pen(style)
        let cells = cells(pen)
        let (widths, gap) = layout(cells, width: max(style.columns, 1))
        let fullWidths = columns.indices.map { column in cells.map { TextWidth.of($0[column]) }.max() ?? 0 }
        let lines = cells.map { row in
            var line = ""
            for (index, width) in widths.enumerated() {
                if index > 0 { line += String(repeating: " ", count: gap) }
                line += self.cell(row[index], columns[index], width, full: fullWidths[index], pen)
            }
            return Pen.trimmed(line)
        }
        return isHeadingQuiet ? [pen.paint(lines[0], Palette.quiet)] + lines.dropFirst() : lines
    }

    private func cell(_ text: String, _ column: Column, _ width: Int, full: Int, _ pen: Pen) -> String {
        if column.isNumber { return TextWidth.padded(left: text, to: width) }
        if column.isBar, full > width {
            let length = (text.count * width + full - 1) / full
            return TextWidth.padded(right: String(text.prefix(length)), to: width)
        }
        return TextWidth.padded(
            right: TextWidth.cut(text, to: width, ellipsis: pen.glyphs.ellipsis), to: width)
    }

    /// How many columns there is room for.
    package func count(fitting style: TerminalStyle) -> Int {
        layout(cells(Pen(style)), width: max(style.columns, 1)).widths.count
    }

    private func cells(_ pen: Pen) -> [[String]] {
        ([columns.map(\.title)] + rows).map { row in
            columns.indices.map { $0 < row.count ? pen.plain(row[$0]) : "" }
        }
    }

    /// The lines in one text.
    package func text(_ style: TerminalStyle) -> String { lines(style).joined(separator: "\n") }

    private func layout(_ cells: [[String]], width: Int) -> (widths: [Int], gap: Int) {
        var widths = columns.indices.map { column in cells.map { TextWidth.of($0[column]) }.max() ?? 0 }
        func excess(_ gap: Int) -> Int { widths.reduce(0, +) + gap * max(widths.count - 1, 0) - width }
        for bar in widths.indices where columns[bar].isBar && excess(2) > 0 {
            widths[bar] = max(0, widths[bar] - excess(2))
        }
        if excess(2) <= 0 { return (widths, 2) }
        while excess(1) > 0 {
            let words = widths.indices.filter { !columns[$0].isNumber && widths[$0] > 8 }
            if let longest = words.max(by: { widths[$0] < widths[$1] }) {
                // The longest down to the next one, so that of two long ones none becomes much shorter.
                let next = words.map { widths[$0] }.filter { $0 < widths[longest] }.max() ?? 8
                let isAlone = words.count { widths[$0] == widths[longest] } == 1
                widths[longest] = max(isAlone ? next : widths[longest] - 1, 8, widths[longest] - excess(1))
            } else if widths.count > 1 {
                widths.removeLast()
            } else {
                break
            }
        }
        return (widths, 1)
    }
}
