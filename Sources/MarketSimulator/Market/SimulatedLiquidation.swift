package import LiquidationCore

/// One forced closing.
package struct SimulatedLiquidation: Hashable, Sendable {
    /// When the path touched the level.
    package let time: Timestamp
    /// The position that was closed.
    package let positionID: Int
    /// Its side: a liquidated long is a forced sale.
    package let side: Side
    /// Price at which it was closed.
    package let price: Ticks
    /// Its size.
    package let lots: Lots
}
