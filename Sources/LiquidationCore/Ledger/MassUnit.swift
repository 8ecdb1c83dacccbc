/// What a ledger counts.
public enum MassUnit: String, Hashable, Sendable {
    /// Base units: notional is the mass at the price of the day.
    case base
    /// Quote units, valued at the entry price; of inverse contracts, the number of quote units that they stand for.
    case quoteAtEntry
    /// Quote units at the price of the day: sums over ledgers that count differently.
    case quote
}
