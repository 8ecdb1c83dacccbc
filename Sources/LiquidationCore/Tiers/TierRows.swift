/// The rows of a built-in table as source code lists them: a bracket begins where the one before it ends.
struct TierRows {
    /// Where a bracket ends, the highest leverage in it, and its maintenance rate.
    typealias Row = (cap: Double, leverage: Double, rate: Double)

    let venue: String
    let title: String
    let day: String
    let source: String
    var unit: TierTable.Unit = .quote
    var kind: TierTable.Kind = .marginal
    var lastDay: String?

    /// The table of a symbol; `nil` where rows contradict each other, which tests rule out.
    ///
    /// Maintenance is continuous, so that amounts follow from floors and rates.
    func edition(_ symbol: String, contractSize: Double = 1, _ rows: [Row]) -> TierEdition? {
        let floors = [0] + rows.dropLast().map(\.cap)
        let amounts =
            kind == .whole
            ? rows.map { _ in 0 } : TierTable.decimalAmounts(floors: floors, rates: rows.map(\.rate))
        let tiers = rows.indices.map { index in
            Tier(
                floor: floors[index], cap: rows[index].cap, maximumLeverage: rows[index].leverage,
                maintenanceRate: rows[index].rate, maintenanceAmount: amounts[index])
        }
        let table = try? TierTable(
            name: "\(title) \(symbol)", day: day, source: source, unit: unit, kind: kind,
            contractSize: contractSize, tiers: tiers)
        return table.map {
            TierEdition(venue: venue, symbol: symbol, table: $0, origin: .builtIn, lastDay: lastDay)
        }
    }
}
