/// Bracket tables that are built in, by venue, symbol and day.
public enum TierCatalog {
    /// The table of a symbol in force at an instant: the newest whose day is not later; the oldest where all are.
    ///
    /// - Returns: `nil` where no table of the symbol is built in.
    public static func table(venue: String, symbol: String, at time: Timestamp? = nil) -> TierTable? {
        venue == "binance" ? Binance.tiers(for: symbol) : nil
    }

    /// Symbols of a venue with built-in tables, in alphabetical order.
    public static func symbols(venue: String) -> [String] { venue == "binance" ? Binance.symbols : [] }
}
