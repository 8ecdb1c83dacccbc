import LiquidationCore

extension SimulatedFiles {
    /// What a venue would publish, cut as it cuts its archives: klines and metrics by day, funding by month.
    ///
    /// Metrics count what was before their instant, so that a row of midnight closes the day before.
    /// - Returns: names without an ending, such as `BTCUSDT-15m-2025-05-01`, and the text of each.
    /// - Complexity: O(bytes).
    package static func archives(_ market: SimulatedMarket) -> [(name: String, text: String)] {
        let plan = market.plan
        func name(_ kind: String, _ day: String) -> String { "\(plan.symbol)-\(kind)-\(day)" }
        let klines = parts(market.bars) { day($0.time) }
        let metrics = parts(market.metrics) { day(Timestamp(milliseconds: $0.time.milliseconds - 1)) }
        let funding = parts(market.funding) { String(day($0.time).prefix(7)) }
        return klines.map { (name(interval(plan), $0.key), Self.klines($0.rows, plan)) }
            + metrics.map { (name("metrics", $0.key), Self.metrics($0.rows, plan)) }
            + funding.map { (name("fundingRate", $0.key), Self.funding($0.rows, plan)) }
    }

    /// Runs of rows with the same key.
    private static func parts<Row>(
        _ rows: [Row], by key: (Row) -> String
    ) -> [(key: String, rows: ArraySlice<Row>)] {
        var parts: [(key: String, rows: ArraySlice<Row>)] = []
        var start = 0
        for index in rows.indices where index + 1 == rows.count || key(rows[index + 1]) != key(rows[start]) {
            parts.append((key(rows[start]), rows[start...index]))
            start = index + 1
        }
        return parts
    }

    /// `2025-05-01`.
    private static func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }
}
