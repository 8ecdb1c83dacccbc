import LiquidationCore
import MarketData
import PlainText

extension MapShard {
    /// What a run was made of.
    ///
    /// - Throws: `CoreError` where its accounts are none that add up.
    init(
        venue: String, symbol: String, series: BarSeries, interval: Int64, model: MapModel,
        map: LiquidationMap, assumptions: Assumptions
    ) throws(CoreError) {
        let last = series.time[series.count - 1]
        // A single bar does not tell how long it is.
        let (to, overflow) = last.addingReportingOverflow(max(interval, 1))
        guard !overflow else { throw CoreError(.outOfRange, "the last bar, at \(last) ms, has no end") }
        func plain(_ text: String) -> String {
            String(text.escapingControls().map { $0.isNewline ? " " : $0 })
        }
        try self.init(
            venue: venue, symbol: plain(symbol), data: series.contentHash,
            from: Timestamp(milliseconds: series.time[0]), to: Timestamp(milliseconds: to),
            last: Timestamp(milliseconds: last), bars: series.count, price: map.price,
            margin: plain(assumptions.margin), model: model.text, notes: assumptions.notes.map(plain),
            ledger: map.ledgerInQuote)
    }
}
