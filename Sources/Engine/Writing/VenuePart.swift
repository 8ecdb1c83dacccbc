package import LiquidationCore
import MarketData

/// What one venue adds to a map of several.
package struct VenuePart: Sendable {
    /// Its id, and its symbol where the data names one: `okx BTC-USDT-SWAP`.
    package let name: String
    /// Its own map, on the grid of all.
    package let map: LiquidationMap
    /// How many bars it has.
    package let bars: Int
    /// Hours between the first and the last bar of all venues in which it has none.
    package let missingHours: Int
    /// The open of the first such hour.
    package let firstMissing: Timestamp?

    /// A part by its fields.
    package init(
        name: String, map: LiquidationMap, bars: Int, missingHours: Int, firstMissing: Timestamp?
    ) {
        (self.name, self.map, self.bars) = (name, map, bars)
        (self.missingHours, self.firstMissing) = (missingHours, firstMissing)
    }
}
