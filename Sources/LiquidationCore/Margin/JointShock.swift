/// Where a move of all prices together liquidates a cross account.
public struct JointShock: Hashable, Sendable {
    /// Whether the account is at or below its requirement already.
    public let isLiquidatableNow: Bool
    /// The nearest fall of all marks that does it, a fraction below zero; `nil` where none does.
    public let down: Rate?
    /// The nearest rise of all marks that does it, a fraction above zero; `nil` where none does.
    public let up: Rate?
}
