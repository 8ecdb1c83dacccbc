import LiquidationCore

/// The columns that readers keep, whatever a file calls them.
enum Slot: Hashable {
    case open, high, low, close
    /// A column that a series has beside prices.
    case bar(BarColumn)
    /// What joining makes other columns of.
    case quoteVolume, accountRatio
    case tradePrice, tradeQuantity, buyerIsMaker

    /// Every slot in the order of a row's cells: prices come first, and what makes up for a column behind it.
    static let all: [Slot] =
        [.open, .high, .low, .close]
        + BarColumn.allCases.flatMap { column -> [Slot] in
            switch column {
            case .takerBuyVolume: [.bar(column), .quoteVolume]
            case .longShortRatio: [.bar(column), .accountRatio]
            default: [.bar(column)]
            }
        } + [.tradePrice, .tradeQuantity, .buyerIsMaker]

    /// The place in ``all``.
    var index: Int { Slot.indices[self] ?? 0 }

    private static let indices = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($0.element, $0.offset) })

    /// The column of the canonical bars file, for messages about joined data.
    var name: String {
        switch self {
        case .open: "open"
        case .high: "high"
        case .low: "low"
        case .close: "close"
        case .bar(let column): column.name
        case .quoteVolume: "quote_volume"
        case .accountRatio: "count_long_short_ratio"
        case .tradePrice: "price"
        case .tradeQuantity: "quantity"
        case .buyerIsMaker: "is_buyer_maker"
        }
    }

    /// How its cells are read and checked.
    var rule: CellRule {
        switch self {
        case .open, .high, .low, .close, .tradePrice: .price
        case .bar(let column):
            switch column.range {
            case .notNegative: .amount
            case .aboveZero: .mark
            case .rate: .rate
            }
        case .quoteVolume, .accountRatio: .amount
        case .tradeQuantity: .quantity
        case .buyerIsMaker: .flag
        }
    }
}

/// What a column holds, which decides how its cells are read and checked.
enum CellRule: Equatable {
    /// An instant; never blank.
    case time
    /// Above zero; never blank.
    case price
    /// A price above zero; blank means missing.
    case mark
    /// A size above zero; never blank.
    case quantity
    /// `true` or `false`, kept as 1 or 0; never blank.
    case flag
    /// Not below zero; blank means missing.
    case amount
    /// A fraction within ``Limits/fundingRate``; blank means missing.
    case rate
    /// A whole number that is checked and not kept; blank means missing.
    case whole
    /// A symbol, the same in every row; never blank.
    case symbol
    /// Not looked at.
    case ignored
}

/// How one column of a file is read.
struct Field {
    /// The column's name as the file writes it.
    let name: String
    /// What its cells hold.
    let rule: CellRule
    /// Which of the kept columns it fills.
    let slot: Slot?
}
