import PlainText

/// A column of a table of positions.
package enum PositionColumn: String, CaseIterable, Sendable {
    /// The venue's id.
    case venue
    /// The venue's name of the contract.
    case symbol
    /// long or short.
    case side
    /// Average entry price.
    case entry
    /// Size: coins, face value of inverse contracts.
    case quantity
    /// Size in contracts, where the venue's contract size is built in.
    case contracts
    /// Leverage it was opened at.
    case leverage
    /// Margin, or in cross mode the wallet, settlement units.
    case margin
    /// Margin that was added, settlement units.
    case extra_margin
    /// Funding paid, settlement units.
    case funding_paid
    /// Funding that falls due, settlement units.
    case funding_due
    /// The price now.
    case mark
    /// Maintenance of other cross positions, settlement units.
    case other_maintenance
    /// Profit of other cross positions, settlement units.
    case other_pnl
    /// A column for the user's own purposes, which is ignored.
    case id
    /// A column for the user's own purposes, which is ignored.
    case note

    /// Whether a cell is a number.
    var isNumber: Bool { ![.venue, .symbol, .side, .id, .note].contains(self) }

    /// Whether a number must be above zero.
    var isPositive: Bool { [.entry, .quantity, .contracts, .leverage, .mark].contains(self) }

    /// Names as they stand in headers.
    package static var names: [String] { allCases.map(\.rawValue) }
}

/// The place of each column in a row.
struct PositionHeader: Sendable {
    /// The number of fields in a row.
    let count: Int
    private let places: [Int]

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - names: the cells of the first line.
    ///   - file: for messages.
    /// - Throws: ``DataError`` for unknown, repeated and missing columns.
    init(_ names: [String], file: String) throws(DataError) {
        var places = [Int](repeating: -1, count: PositionColumn.allCases.count)
        for (place, name) in names.enumerated() {
            guard let column = PositionColumn(rawValue: name) else {
                throw DataError(
                    .badInput, file: file, line: 1,
                    "no column \(Echo.quoted(name.utf8)): there are "
                        + PositionColumn.names.joined(separator: ", "),
                    hint: Spelling.hint(for: name, among: PositionColumn.names))
            }
            guard places[column.place] < 0 else {
                throw DataError(.badInput, file: file, line: 1, "column \(name) appears twice")
            }
            places[column.place] = place
        }
        (count, self.places) = (names.count, places)
        for alternatives in [[.side], [.entry], [.quantity, .contracts], [.leverage, .margin]]
            as [[PositionColumn]]
        where alternatives.allSatisfy({ self[$0] == nil }) {
            let missing = alternatives.map(\.rawValue).joined(separator: " or ")
            throw DataError(.badInput, file: file, line: 1, "a column \(missing) is needed")
        }
    }

    /// The place of a column in a row.
    @inline(__always)
    subscript(column: PositionColumn) -> Int? {
        let place = places[column.place]
        return place < 0 ? nil : place
    }
}

extension PositionColumn {
    /// Its place among all columns.
    @inline(__always)
    fileprivate var place: Int {
        switch self {
        case .venue: 0
        case .symbol: 1
        case .side: 2
        case .entry: 3
        case .quantity: 4
        case .contracts: 5
        case .leverage: 6
        case .margin: 7
        case .extra_margin: 8
        case .funding_paid: 9
        case .funding_due: 10
        case .mark: 11
        case .other_maintenance: 12
        case .other_pnl: 13
        case .id: 14
        case .note: 15
        }
    }
}

/// The reason why a row of positions cannot be priced.
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
