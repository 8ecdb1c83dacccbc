import LiquidationCore

/// The columns that readers keep, whatever a file calls them.
enum Slot: Hashable {
    case open, high, low, close
    /// A column that a series has beside prices.
    case bar(BarColumn)
    /// A column from which joining derives others.
    case quoteVolume, openInterestValue, sampledRate
    case tradePrice, tradeQuantity, tradeValue
    /// 1 where the taker sold, or where a long was closed; 0 otherwise.
    case seller
    /// A column of one's own, by the name that it has in Lua.
    case own(String)

    /// Every slot but those of one's own, in the order of a row's cells: prices come first, and what makes up for a column
    /// behind it.
    static let all: [Slot] =
        [.open, .high, .low, .close]
        + BarColumn.allCases.flatMap { column -> [Slot] in
            switch column {
            case .takerBuyVolume: [.bar(column), .quoteVolume]
            case .openInterest: [.bar(column), .openInterestValue]
            case .fundingRate: [.bar(column), .sampledRate]
            default: [.bar(column)]
            }
        } + [.tradePrice, .tradeQuantity, .tradeValue, .seller]

    /// Whether it comes before another in a row's cells; those of one's own stand last, by name.
    func precedes(_ other: Slot) -> Bool {
        if case .own(let name) = self, case .own(let otherName) = other { return name < otherName }
        return (Slot.indices[self] ?? .max) < (Slot.indices[other] ?? .max)
    }

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
        case .openInterestValue: "open_interest_value"
        case .sampledRate: "sampled_funding_rate"
        case .tradePrice: "price"
        case .tradeQuantity: "quantity"
        case .tradeValue: "value"
        case .seller: "side"
        case .own(let name): name
        }
    }

    /// The rule by which its cells are read and checked, where a layout says nothing else.
    var rule: CellRule {
        switch self {
        case .open, .high, .low, .close, .tradePrice: .price
        case .bar(let column):
            switch column.range {
            case .notNegative: .amount
            case .aboveZero: .mark
            case .rate: .rate
            }
        case .quoteVolume, .openInterestValue: .amount
        case .sampledRate: .rate
        case .tradeQuantity, .tradeValue: .quantity
        case .seller: .flag
        case .own: .number
        }
    }
}

/// The rule by which the cells of a column are read and checked.
enum CellRule: Equatable {
    /// An instant; never blank.
    case time
    /// A time of day beside a date; never blank.
    case clock
    /// A price above zero; never blank.
    case price
    /// A price above zero; blank means missing.
    case mark
    /// A size above zero; never blank.
    case quantity
    /// `true` or `false`, kept as 1 or 0; never blank.
    case flag
    /// `buy` or `sell`, `long` or `short`, kept as 1 for the first of a pair that ``SideWord`` names, else 0; never blank.
    case side(SideWord)
    /// An amount of zero or above; blank means missing.
    case amount
    /// A fraction within ``Limits/fundingRate``; blank means missing.
    case rate
    /// A rate in per cent within a hundred times ``Limits/fundingRate``; blank means missing.
    case percent
    /// Any number; blank, and a text that is no number, mean missing.
    case number
    /// A whole number that is checked and not kept; blank means missing.
    case whole
    /// A symbol, the same in every row; never blank.
    case symbol
    /// The end of a bar, checked against its open and not kept; blank means missing.
    case closeTime
    /// A text that is the same in every row and not kept; blank means missing.
    case label
    /// A text that says whose row it is: rows of others than the one that was asked for are passed over.
    case chosen([UInt8])
    /// Anything; it is not read.
    case ignored
}

/// Which word of a side counts as 1.
enum SideWord: Equatable {
    /// `sell`: the order that force-closes a long, and the taker who sells.
    case sell
    /// `buy`, where a venue writes the side of the position that is closed.
    case buy

    /// 1 or 0; `nil` for what is no side.
    func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        let isSell: Bool
        switch String(decoding: text.prefix(8), as: UTF8.self).lowercased() {
        case "sell", "s", "ask", "a": isSell = true
        case "buy", "b", "bid": isSell = false
        // The side of the position: the order that closes a long sells.
        case "long": return 1
        case "short": return 0
        default: return nil
        }
        return isSell == (self == .sell) ? 1 : 0
    }
}

/// The name and meaning of one column of a file.
struct Field {
    /// The column's name as the file writes it.
    let name: String
    /// The rule for its cells.
    let rule: CellRule
    /// The kept column that it fills.
    let slot: Slot?
    /// What turns its numbers into the slot's unit.
    var conversion = Conversion.none
}

/// What turns the numbers of a column into those of its slot.
enum Conversion: Equatable {
    case none
    /// Another unit.
    case times(Double)
    /// The share of one side of two, as a ratio of the two: 0.6 becomes 1.5.
    case odds

    func callAsFunction(_ value: Double) -> Double {
        switch self {
        case .none: value
        case .times(let factor): value * factor
        case .odds: value < 1 ? value / (1 - value) : .nan
        }
    }
}

/// What a column means to readers.
struct Meaning {
    let rule: CellRule
    let slot: Slot?
    var conversion = Conversion.none

    static let time = Meaning(rule: .time, slot: nil)
    static let clock = Meaning(rule: .clock, slot: nil)
    static let whole = Meaning(rule: .whole, slot: nil)
    static let symbol = Meaning(rule: .symbol, slot: nil)
    static let closeTime = Meaning(rule: .closeTime, slot: nil)
    static let label = Meaning(rule: .label, slot: nil)
    static let ignored = Meaning(rule: .ignored, slot: nil)

    /// A column whose cells are kept.
    static func kept(_ slot: Slot, _ conversion: Conversion = .none) -> Meaning {
        Meaning(rule: slot.rule, slot: slot, conversion: conversion)
    }

    /// A column that a series has beside prices.
    static func kept(_ column: BarColumn, _ conversion: Conversion = .none) -> Meaning {
        kept(.bar(column), conversion)
    }

    /// A funding rate in per cent.
    static let percentRate = Meaning(rule: .percent, slot: .bar(.fundingRate), conversion: .times(0.01))
}
