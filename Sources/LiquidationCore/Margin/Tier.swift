/// One bracket of a venue's maintenance table: what applies while a position's notional lies in `floor ..< cap`.
public struct Tier: Hashable, Sendable {
    /// Lowest notional of the bracket, quote units, inclusive.
    public let floor: Double
    /// Highest notional of the bracket, quote units, exclusive; the last bracket's is where the venue stops.
    public let cap: Double
    /// Highest leverage that may be opened in the bracket.
    public let maximumLeverage: Double
    /// Maintenance margin per unit of notional.
    public let maintenanceRate: Double
    /// What is subtracted from `notional · maintenanceRate`, quote units ("cum", "deduction").
    public let maintenanceAmount: Double

    /// A bracket by its figures; ``TierTable`` checks them together.
    public init(
        floor: Double, cap: Double, maximumLeverage: Double, maintenanceRate: Double,
        maintenanceAmount: Double
    ) {
        (self.floor, self.cap, self.maximumLeverage) = (floor, cap, maximumLeverage)
        (self.maintenanceRate, self.maintenanceAmount) = (maintenanceRate, maintenanceAmount)
    }

    /// Maintenance margin of a notional that lies in this bracket, quote units.
    public func maintenanceMargin(of notional: Double) -> Double {
        notional * maintenanceRate - maintenanceAmount
    }
}
