import Charts
import Engine
import LuaRuntime
import PlainText
import Plugins

/// A vector: its course in a line and its figures on a terminal, cell by cell elsewhere.
struct VectorText {
    let text: String

    /// - Throws: ``LuaError`` if the cells are no longer lent.
    init(_ vector: LuaVector, _ style: TerminalStyle) throws {
        let cells = try vector.values
        guard style.rows != nil else {
            text = cells.map(Self.number).joined(separator: "\n")
            return
        }
        text = Self.lines(cells, style).joined(separator: "\n")
    }

    private static func lines(_ cells: [Double], _ style: TerminalStyle) -> [String] {
        let present = cells.filter { !$0.isNaN }
        var heading = "vector of \(NumberText.count(cells.count))"
        if let low = present.min(), let high = present.max() {
            let mean = present.reduce(0) { $0 + $1 / Double(present.count) }
            heading += ": min \(number(low)), mean \(number(mean)), max \(number(high))"
        }
        if present.count < cells.count { heading += ", \(NumberText.count(cells.count - present.count)) NaN" }
        guard !cells.isEmpty else { return [heading] }
        let width = min(style.width - 2, 100)
        let line = Sparkline(cells).text(width, unicode: style.unicode)
        return [heading] + (cells.count > 4 ? ["  " + line] : []) + ["  " + ends(of: cells, style)]
    }

    /// The first cells and the last ones, as many as a line holds.
    private static func ends(of cells: [Double], _ style: TerminalStyle) -> String {
        let all = cells.map { number($0) }.joined(separator: " ")
        let width = style.width - 2
        if all.count <= width { return all }
        let ellipsis = style.unicode ? " … " : " .. "
        var (first, last) = ([String](), [String]())
        var length = ellipsis.count
        for index in 0..<(cells.count / 2) {
            let (head, tail) = (number(cells[index]), number(cells[cells.count - 1 - index]))
            length += head.count + tail.count + 2
            guard length <= width, first.count < 8 else { break }
            first.append(head)
            last.insert(tail, at: 0)
        }
        return first.joined(separator: " ") + ellipsis + last.joined(separator: " ")
    }

    /// All digits.
    private static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}
