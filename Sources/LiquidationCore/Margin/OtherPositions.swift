/// What the other positions of a cross account add and require, held where they are.
public struct OtherPositions: Hashable, Sendable {
    /// Their maintenance margin, fees in the requirement included, settlement units.
    public var requirement: Collateral
    /// Their unrealised profit, settlement units.
    public var profit: Collateral

    /// Sums over the other positions.
    public init(requirement: Collateral, profit: Collateral) {
        (self.requirement, self.profit) = (requirement, profit)
    }

    /// No other positions.
    public static let none = OtherPositions(
        requirement: Collateral(unchecked: 0), profit: Collateral(unchecked: 0))
}
