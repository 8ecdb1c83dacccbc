import LiquidationCore

/// A table of brackets as a file has it, before venue, day and unit are settled.
package struct TierDraft: Sendable {
    /// A bracket as a row gives it.
    struct Row: Sendable {
        /// Which row of the symbol it is, counted from 1.
        var place: Int
        /// Where it begins; where the one before it ends, unless given.
        var floor: Double?
        /// Where it ends; `nil` for a last bracket without an end.
        var cap: Double?
        /// The highest leverage.
        var leverage: Double?
        /// The maintenance rate.
        var rate: Double
        /// What is subtracted; computed where not given.
        var amount: Double?
    }

    /// The symbol as the file names it; empty where it names none.
    package let market: String
    /// Whether the symbol is in ccxt's spelling, `BTC/USDT:USDT`.
    var isUnified = false
    /// The id of the venue, where the file tells.
    package var venue: String?
    /// The day of the figures, `2026-09-29`, where the file tells.
    package var day: String?
    /// What sizes count, where the file tells.
    var unit: TierTable.Unit?
    /// What a rate applies to, where the file tells.
    var kind: TierTable.Kind?
    /// The size of a contract, where the file tells.
    var contractSize: Double?
    /// Where the figures were read, where the file tells.
    var source: String?
    /// Brackets.
    var rows: [Row] = []

    init(market: String) { self.market = market }

    /// The symbol as a venue names it.
    package func symbol(at venue: String) -> String {
        isUnified ? MarketName.symbol(market, venue: venue) : market
    }

    /// Whether sizes count contracts whose size the file does not give.
    package func needsContractSize(at venue: String) -> Bool {
        unit(at: venue) == .contracts && contractSize == nil
    }

    /// What sizes count: as the file says, else as the venue counts.
    func unit(at venue: String) -> TierTable.Unit {
        if let unit { return unit }
        switch venue {
        case "okx", "okx-inverse", "kraken": return .contracts
        case "binance-coinm", "bybit-inverse": return .coin
        default: return .quote
        }
    }

    /// What a rate applies to: as the file says, else as the venue takes it.
    func kind(at venue: String) -> TierTable.Kind {
        kind ?? (["okx", "okx-inverse", "kraken"].contains(venue) ? .whole : .marginal)
    }
}
