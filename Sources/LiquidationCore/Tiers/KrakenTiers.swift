/// Kraken inverse perpetual contracts of one dollar: brackets of contracts.
///
/// The page does not say whether a rate counts for the whole position or for the part within its level; the whole
/// is taken, which is the stricter reading.
/// - Source: "Inverse Futures Margin Schedule", article 15579128794772 of the venue's support pages, a copy of 2024
///   or 2025.
enum KrakenTiers {
    static let editions: [TierEdition] = [pixbtusd(), piethusd(), pixrpusd()].compactMap { $0 }

    private static let schedule = TierRows(
        venue: "kraken", title: "Kraken", day: "2024-01-01",
        source:
            "inverse margin schedule 15579128794772, a copy of 2024 or 2025; rates taken for the whole position",
        unit: .contracts, kind: .whole)

    private static func pixbtusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (500_000, 50, 0.01), (1_000_000, 25, 0.02), (3_000_000, 17, 0.03), (6_000_000, 10, 0.05),
            (12_000_000, 6.7, 0.075), (20_000_000, 4, 0.125), (50_000_000, 3.33, 0.15),
            (75_000_000, 2.5, 0.2),
        ]
        return schedule.edition("PI_XBTUSD", rows)
    }

    private static func piethusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (250_000, 50, 0.01), (500_000, 25, 0.02), (2_000_000, 17, 0.03), (5_000_000, 10, 0.05),
            (8_000_000, 6.7, 0.075), (15_000_000, 4, 0.125), (30_000_000, 3.33, 0.15),
            (45_000_000, 2.5, 0.2),
        ]
        return schedule.edition("PI_ETHUSD", rows)
    }

    private static func pixrpusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (1_000_000, 10, 0.05), (3_000_000, 5, 0.1),
        ]
        return schedule.edition("PI_XRPUSD", rows)
    }
}
