import PlainText

/// Everything that can be said of a position by name: options of `liq price`, columns of a table, arguments in Lua,
/// fields of an account's file.
///
/// This is the one list. A new field is a case with its row here, and a line where it is used.
package enum PositionField: Int, CaseIterable, Sendable {
    case venue, symbol, side, entry, leverage, quantity, contracts, contract_size, mode, wallet, margin
    case extra_margin, funding_paid, funding_due, mark, other_maintenance, other_pnl
    case fee, maintenance_rate, maintenance_amount, tiers, tick, at, id, note

    /// What a value may be.
    package enum Kind: Sendable {
        /// Any text.
        case text
        /// `long` or `short`.
        case side
        /// `isolated` or `cross`.
        case mode
        /// A number above zero, quote units.
        case price
        /// A number above zero.
        case positive
        /// Any finite number.
        case number
        /// A fraction from 0 to below 1, which may be written as a percentage.
        case fraction
        /// A file.
        case path
        /// A day such as 2025-06-30.
        case day
    }

    /// Where a field may be given.
    package struct Uses: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// For one position: as an option or in Lua.
        package static let position = Uses(rawValue: 1)
        /// As a column of a table of positions.
        package static let column = Uses(rawValue: 2)
        /// As an option that holds for all rows of a table.
        package static let besideTable = Uses(rawValue: 4)
        /// For one of an account's positions, in its file or in Lua.
        package static let holding = Uses(rawValue: 8)
        /// As an option that holds for all positions of an account, or for the account itself.
        package static let besideAccount = Uses(rawValue: 16)
    }

    /// The fields of a use, in the order of the reference.
    package static func all(_ use: Uses) -> [PositionField] { allCases.filter { $0.uses.contains(use) } }

    /// The field of a name.
    package init?(name: some StringProtocol) {
        guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }

    /// As headers, scripts and files write it: `funding_paid`.
    package var name: String { row.name }
    /// What a value may be.
    package var kind: Kind { row.kind }
    /// A line of help without a full stop.
    package var summary: String { row.summary }
    /// What holds where it is left out; empty where that is nothing.
    package var fallback: String { row.fallback }
    /// Where it may be given.
    package var uses: Uses { row.uses }
    /// Whether a position cannot do without it.
    package var isNeeded: Bool { [.venue, .side, .entry].contains(self) }

    /// Whether a number in a table must be above zero.
    @inline(__always)
    var isPositive: Bool {
        switch self {
        case .entry, .quantity, .contracts, .leverage, .mark: true
        default: false
        }
    }

    private typealias Row = (name: String, kind: Kind, fallback: String, summary: String, uses: Uses)

    private var row: Row {
        let everywhere: Uses = [.position, .column, .holding]
        let market: Uses = [.position, .holding, .besideTable, .besideAccount]
        return switch self {
        case .venue:
            (
                "venue", .text, "", "Venue, such as binance or bybit-inverse; 'liq venues' lists them",
                everywhere.union(market)
            )
        case .symbol:
            (
                "symbol", .text, "", "Contract, such as BTCUSDT: its maintenance tiers apply",
                everywhere.union(.besideTable)
            )
        case .side: ("side", .side, "", "long or short", everywhere)
        case .entry: ("entry", .price, "", "Average entry price", everywhere)
        case .leverage:
            (
                "leverage", .positive, "", "Leverage it was opened at; isolated margin follows from it",
                everywhere
            )
        case .quantity:
            (
                "quantity", .positive, "", "Size: coins, or the face value of inverse contracts in quote",
                everywhere
            )
        case .contracts: ("contracts", .positive, "", "Size in contracts, instead of quantity", everywhere)
        case .contract_size:
            (
                "contract_size", .positive, "", "Size of one contract, where it is not built in",
                [.position, .holding, .besideTable]
            )
        case .mode:
            (
                "mode", .mode, "isolated", "isolated, or cross: whether the account's wallet backs it",
                [.position, .holding]
            )
        case .wallet:
            (
                "wallet", .number, "", "Balance behind a cross position, settlement units",
                [.position, .besideAccount]
            )
        case .margin: ("margin", .number, "", "Isolated margin, instead of or beside leverage", everywhere)
        case .extra_margin: ("extra_margin", .number, "", "Margin that was added later", everywhere)
        case .funding_paid:
            ("funding_paid", .number, "", "Funding paid since opening; negative where received", everywhere)
        case .funding_due: ("funding_due", .number, "", "Funding that falls due next", everywhere)
        case .mark: ("mark", .price, "the entry", "The price now", everywhere)
        case .other_maintenance:
            (
                "other_maintenance", .number, "", "What the account's other cross positions require",
                [.position, .column]
            )
        case .other_pnl:
            (
                "other_pnl", .number, "", "Unrealised profit of the account's other cross positions",
                [.position, .column]
            )
        case .fee:
            (
                "fee", .fraction, "the venue's", "Another rate for the venue's closing fee: 0.0005 or 0.05%",
                market
            )
        case .maintenance_rate:
            ("maintenance_rate", .fraction, "", "Maintenance rate instead of a table: 0.005 or 0.5%", market)
        case .maintenance_amount:
            (
                "maintenance_amount", .number, "", "What is subtracted from value times maintenance rate",
                market
            )
        case .tiers: ("tiers", .path, "", "Tiers from a file that 'liq tiers import' reads", market)
        case .tick:
            ("tick", .positive, "", "Smallest step of the price, for the price as it is shown", market)
        case .at: ("at", .day, "today", "The day whose rule and tiers count, such as 2025-06-30", market)
        case .id: ("id", .text, "", "For the user's own purposes; ignored", .column)
        case .note: ("note", .text, "", "For the user's own purposes; ignored", .column)
        }
    }
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
        var places = [Int](repeating: -1, count: PositionField.allCases.count)
        for (place, name) in names.enumerated() {
            guard let column = PositionField(name: name), column.uses.contains(.column) else {
                let known = PositionField.all(.column).map(\.name)
                throw DataError(
                    .badInput, file: file, line: 1,
                    "no column \(Echo.quoted(name.utf8)): there are \(known.joined(separator: ", "))",
                    hint: Spelling.hint(for: name, among: known))
            }
            guard places[column.rawValue] < 0 else {
                throw DataError(.badInput, file: file, line: 1, "column \(name) appears twice")
            }
            places[column.rawValue] = place
        }
        (count, self.places) = (names.count, places)
        for alternatives in [[.side], [.entry], [.quantity, .contracts], [.leverage, .margin]]
            as [[PositionField]]
        where alternatives.allSatisfy({ self[$0] == nil }) {
            let missing = alternatives.map(\.name).joined(separator: " or ")
            throw DataError(.badInput, file: file, line: 1, "a column \(missing) is needed")
        }
    }

    /// The place of a column in a row.
    @inline(__always)
    subscript(column: PositionField) -> Int? {
        let place = places[column.rawValue]
        return place < 0 ? nil : place
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
