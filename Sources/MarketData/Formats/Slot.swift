/// The columns that readers keep, whatever a file calls them.
enum Slot: Int, CaseIterable {
    case open, high, low, close
    case volume, takerBuyVolume, quoteVolume, takerBuyNotional, takerSellNotional
    case openInterest, positionRatio, accountRatio, fundingRate
    case markHigh, markLow, turnover
    case tradePrice, tradeQuantity, buyerIsMaker

    /// The column of the canonical bars file, for messages about joined data.
    var name: String {
        switch self {
        case .open: "open"
        case .high: "high"
        case .low: "low"
        case .close: "close"
        case .volume: "volume"
        case .takerBuyVolume: "taker_buy_volume"
        case .quoteVolume: "quote_volume"
        case .takerBuyNotional: "taker_buy_usd"
        case .takerSellNotional: "taker_sell_usd"
        case .openInterest: "open_interest"
        case .positionRatio: "long_short_ratio"
        case .accountRatio: "count_long_short_ratio"
        case .fundingRate: "funding_rate"
        case .markHigh: "mark_high"
        case .markLow: "mark_low"
        case .turnover: "turnover"
        case .tradePrice: "price"
        case .tradeQuantity: "quantity"
        case .buyerIsMaker: "is_buyer_maker"
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
