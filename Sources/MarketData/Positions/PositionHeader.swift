import PlainText

/// Which field of a row is which column.
struct PositionHeader: Sendable {
    /// How many fields a row has.
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
