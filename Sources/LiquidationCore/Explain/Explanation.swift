/// Where the mass of a price range came from: bars, rungs, and what became of their deposits.
///
/// The live notional of all deposits adds up to the map's in the same buckets, to 1e-9 of it.
public struct Explanation: Sendable {
    /// The lower edge of the lowest bucket.
    public let low: Double
    /// The upper edge of the highest bucket.
    public let high: Double
    /// One part a side that was asked for.
    public let parts: [Part]

    /// One side.
    public struct Part: Sendable {
        /// Whose positions.
        public let side: Side
        /// Notional that is still open, quote units.
        public let live: Double
        /// All notional that was ever opened with a liquidation price in the range.
        public let opened: Double
        /// What of it was force-closed.
        public let liquidated: Double
        /// Open instant of the last bar whose path force-closed any of it; `nil` where none did.
        public let lastSwept: Timestamp?
        /// What still holds mass, newest first; within a bar by rising leverage.
        public let deposits: [Deposit]

        /// What of it its holders closed, or age did.
        public var closed: Double { max(0, opened - liquidated - live) }
    }

    /// What one rung opened in one bar.
    public struct Deposit: Hashable, Sendable {
        /// The bar's place in the series.
        public let bar: Int
        /// Its open instant.
        public let time: Timestamp
        /// The rung.
        public let leverage: Double
        /// The lowest and highest entry price.
        public let lowestEntry: Double
        public let highestEntry: Double
        /// Notional when it was opened, at what a unit of mass is worth in the map.
        public let opened: Double
        /// What of it is still open.
        public let live: Double

        /// The fraction that closing has left.
        public var left: Double { opened > 0 ? live / opened : 0 }
    }
}
