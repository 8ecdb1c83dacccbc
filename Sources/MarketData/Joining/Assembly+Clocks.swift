import LiquidationCore

extension Assembly {
    /// Puts the last metrics row within each bar on it.
    func joinMetrics(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .metrics }
        guard !part.isEmpty else { return }
        let metrics = try Timeline(part)
        notes += metrics.notes
        let rows = Joins.lastRows(metrics.time, opens: bars.time, interval: interval)
        extras[.openInterest] = metrics[.openInterest].map { Joins.cells($0, rows) }
        if let ratio = metrics[.longShortRatio], ratio.contains(where: \.isFinite) {
            extras[.longShortRatio] = Joins.cells(ratio, rows)
        } else if let ratio = metrics[.accountRatio], ratio.contains(where: \.isFinite) {
            extras[.longShortRatio] = Joins.cells(ratio, rows)
            notes.append("long_short_ratio counts accounts (count_long_short_ratio), not positions")
        }
        let without = rows.count { $0 == nil }
        if without > 0 {
            notes.append("metrics: \(without) of \(rows.count) bars have no row, their cells are missing")
        }
    }

    /// Puts each funding payment on the bar that contains it.
    func joinFunding(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .fundingRate }
        guard !part.isEmpty else { return }
        let funding = try Timeline(part)
        notes += funding.notes
        let joined = Joins.funding(
            funding[.fundingRate] ?? [], at: funding.time, opens: bars.time, interval: interval)
        extras[.fundingRate] = joined.column
        if joined.outside > 0 { notes.append("funding: \(joined.outside) payments lie on no bar, not used") }
        if joined.added > 0 {
            notes.append("funding: \(joined.added) payments share a bar with another, their rates are added")
        }
    }
}
