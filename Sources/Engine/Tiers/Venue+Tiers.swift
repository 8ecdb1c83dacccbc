package import LiquidationCore

extension Venue {
    /// A contract under the rule and the tiers of an instant, imported ones included.
    ///
    /// - Parameters:
    ///   - symbol: its name, the venue's or another venue's of the same contract.
    ///   - time: the instant whose rule and table count; the newest where not given.
    ///   - tiers: where tables are.
    /// - Returns: the contract, and the table that it stands on; ``Venue/assumed`` counts where there is none.
    /// - Throws: `DataError` where an imported file of the symbol is damaged.
    package func instrument(
        _ symbol: String, at time: Timestamp? = nil, tiers: TierStore
    ) throws -> (instrument: Instrument, edition: TierEdition?) {
        let edition = try tiers.edition(venue: id, symbol: symbol, at: time)
        return (
            instrument(symbol, at: time, maintenance: edition.map { .tiers($0.table) } ?? assumed), edition
        )
    }
}
