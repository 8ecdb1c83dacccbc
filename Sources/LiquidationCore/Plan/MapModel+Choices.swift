extension MapModel {
    /// Where in its bar a position was entered.
    public enum Entry: Hashable, Sendable {
        /// (high + low + close) / 3.
        case typical
        /// The close.
        case close
        /// Evenly over `points` prices from the low to the high.
        case spread(points: Int)
        /// Over the same prices, in weights that rise evenly towards the middle: 1 2 3 2 1 for five.
        case triangular(points: Int)
    }

    /// How opened positions are split into longs and shorts.
    public enum Split: RawRepresentable, Hashable, Sendable {
        /// By the long/short ratio of positions.
        case ratio
        /// By the share of takers that bought.
        case taker
        /// As many longs as shorts.
        case even
        /// By the long/short ratio, of whose lean only a fraction from 0 to 1 is taken: 0 is even, 1 is ``ratio``.
        case damped(Double)
    }

    /// Which prices a bar force-closes.
    public enum Touch: String, Hashable, Sendable, CaseIterable {
        /// Everything from the bar's extreme outwards.
        case beyond
        /// Only what lies within the bar's range.
        case range
    }

    /// Which bracket the assumed position is margined by.
    public enum Bracket: String, Hashable, Sendable, CaseIterable {
        /// The one that holds the notional at the liquidation price: the venue's rule.
        case atLiquidation
        /// The one that holds the notional at entry: the base model's simplification.
        case atEntry
    }

    /// Which price force-closes.
    public enum Trigger: String, Hashable, Sendable, CaseIterable {
        /// The mark price where the data has it, the last price elsewhere.
        case markOrLast
        /// The last price.
        case last
        /// The mark price; in bars that lack it, the last price.
        case mark
    }

    /// What a contract is worth.
    public enum Contract: String, Hashable, Sendable, CaseIterable {
        /// A fixed quantity of the base, margined in quote units.
        case linear
        /// A fixed number of quote units, margined in the base.
        case inverse
    }
}
