/// One bracket of a venue's maintenance table: what applies while a position's size lies in `floor ..< cap`.
public struct Tier: Hashable, Sendable {
    /// Lowest size of the bracket, in the table's unit, inclusive.
    public let floor: Double
    /// Highest size of the bracket, exclusive; the last bracket's is where the venue stops.
    public let cap: Double
    /// Highest leverage that may be opened in the bracket.
    public let maximumLeverage: Double
    /// Maintenance margin per unit of value.
    public let maintenanceRate: Double
    /// What is subtracted from `value · maintenanceRate` ("cum", "deduction"): settlement units where the table
    /// counts the value; else in the table's unit, worth what that is worth at the price.
    public let maintenanceAmount: Double

    /// A bracket by its figures; ``TierTable`` checks them together.
    public init(
        floor: Double, cap: Double, maximumLeverage: Double, maintenanceRate: Double,
        maintenanceAmount: Double
    ) {
        (self.floor, self.cap, self.maximumLeverage) = (floor, cap, maximumLeverage)
        (self.maintenanceRate, self.maintenanceAmount) = (maintenanceRate, maintenanceAmount)
    }

    /// Maintenance margin of a value that lies in this bracket, settlement units.
    public func maintenanceMargin(of value: Double) -> Double {
        value * maintenanceRate - maintenanceAmount
    }
}
