import LiquidationCore
import PlainText

/// A simulated market as text files: the exchange's own formats, and the truth beside them.
///
/// All figures are whole numbers of fixed decimals, so equal plans give equal bytes on every machine.
package struct SimulatedFiles: Sendable {
    /// What a venue would publish: paths relative to a folder of the caller's choice, and the text of each.
    private let published: [(path: String, text: String)]
    /// What was behind it, under `truth/`.
    package let truth: [(path: String, text: String)]

    /// Everything.
    package var files: [(path: String, text: String)] { published + truth }

    /// Writes a market as text.
    ///
    /// - Complexity: O(bytes).
    package init(_ market: SimulatedMarket) {
        let symbol = market.plan.symbol
        published = [
            ("\(symbol)-\(Self.interval(market.plan)).csv", Self.klines(market.bars, market.plan)),
            ("\(symbol)-metrics.csv", Self.metrics(market.metrics, market.plan)),
            ("\(symbol)-fundingRate.csv", Self.funding(market.funding, market.plan)),
        ]
        truth = Self.truth(market)
    }

    private static func truth(_ market: SimulatedMarket) -> [(path: String, text: String)] {
        [
            ("truth/positions.csv", positions(market)), ("truth/liquidations.csv", liquidations(market)),
            ("truth/README.md", TruthReadme(market).text),
        ]
    }

    /// The exchange's word for a bar's length: `15m`, `4h`, `1d`.
    static func interval(_ plan: SimulationPlan) -> String {
        let minutes = plan.barMinutes
        if minutes % 1440 == 0 { return "\(minutes / 1440)d" }
        return minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)m"
    }

    static func klines(_ bars: some Sequence<StepRecord>, _ plan: SimulationPlan) -> String {
        let length = Int64(plan.barMinutes) * 60_000
        var table = TextTable(
            header: "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                + "taker_buy_volume,taker_buy_quote_volume,ignore")
        for bar in bars {
            table.add(bar.time)
            for price in [bar.open, bar.high, bar.low, bar.close] { table.add(price) }
            table.add(bar.volume)
            table.add(Timestamp(milliseconds: bar.time.milliseconds + length - 1))
            table.add(bar.quoteVolume, decimals: 4)
            table.add(Int64(bar.trades), decimals: 0)
            table.add(bar.takerBuyVolume)
            table.add(bar.takerBuyQuoteVolume, decimals: 4)
            table.add("0")
            table.endRow()
        }
        return table.text
    }

    static func metrics(_ rows: some Sequence<MetricsRow>, _ plan: SimulationPlan) -> String {
        var table = TextTable(
            header: "create_time,symbol,sum_open_interest,sum_open_interest_value,"
                + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
                + "count_long_short_ratio,sum_taker_long_short_vol_ratio")
        for row in rows {
            table.add(clock(row.time))
            table.add(plan.symbol)
            table.add(row.openInterest)
            table.add(DecimalText.rounded(row.openInterest.notional(at: row.price), by: 100), decimals: 2)
            for ratio in [row.topCountRatio, row.topQuantityRatio, row.countRatio, row.takerRatio] {
                table.add(ratio)
            }
            table.endRow()
        }
        return table.text
    }

    static func funding(_ payments: some Sequence<FundingPayment>, _ plan: SimulationPlan) -> String {
        var table = TextTable(header: "calc_time,funding_interval_hours,last_funding_rate")
        for payment in payments {
            table.add(payment.time)
            table.add(Int64(plan.fundingHours), decimals: 0)
            table.add(payment.rate, decimals: 8)
            table.endRow()
        }
        return table.text
    }

    /// `2025-05-01 00:05:00`: whole minutes, as metrics are.
    private static func clock(_ time: Timestamp) -> String {
        let parts = time.description.split(separator: "T")
        return "\(parts[0]) \(parts[1].prefix(5)):00"
    }
}

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

/// Builds comma-separated text: a header row, plain decimals, line feeds, no quotes.
struct TextTable {
    private var bytes: [UInt8]
    private var isRowStart = true

    /// A table by its header row.
    init(header: String) {
        bytes = Array(header.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The rows so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Ends the row.
    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isRowStart = true
    }

    /// A field of plain words, which hold no comma.
    mutating func add(_ word: String) {
        separate()
        bytes.append(contentsOf: word.utf8)
    }

    /// A whole number of `10^-decimals`.
    mutating func add(_ scaled: Int64, decimals: Int) {
        separate()
        DecimalText.append(scaled, decimals: decimals, to: &bytes)
    }

    /// Milliseconds since 1970; empty where there is none.
    mutating func add(_ time: Timestamp?) {
        separate()
        if let time { DecimalText.append(time.milliseconds, decimals: 0, to: &bytes) }
    }

    /// A price with one decimal; empty where there is none.
    mutating func add(_ price: Ticks?) {
        separate()
        if let price { DecimalText.append(price.count, decimals: 1, to: &bytes) }
    }

    /// A quantity with three decimals.
    mutating func add(_ lots: Lots) { add(lots.count, decimals: 3) }

    /// A ratio with four decimals.
    mutating func add(_ ratio: Ratio) { add(ratio.count, decimals: 4) }

    private mutating func separate() {
        if !isRowStart { bytes.append(UInt8(ascii: ",")) }
        isRowStart = false
    }
}
