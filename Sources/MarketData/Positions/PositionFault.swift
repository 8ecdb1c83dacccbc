/// Why a row of positions cannot be priced.
package struct PositionFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The row, counted from 1 behind the header.
    package var row: Int
    /// The column, where one is to blame.
    package let column: String?
    /// The rule and the value.
    package let message: String

    /// A fault; its row is filled in by the reader.
    package init(row: Int = 0, column: String?, _ message: String) {
        (self.row, self.column, self.message) = (row, column, message)
    }

    /// `column entry: must be above zero, was '-5'`.
    package var text: String { (column.map { "column \($0): " } ?? "") + message }

    /// `row 7, column entry: …`.
    package var description: String { "row \(row), \(text)" }
}
