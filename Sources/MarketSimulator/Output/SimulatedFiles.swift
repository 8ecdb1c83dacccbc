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

    /// All bytes together.
    package var byteCount: Int { files.reduce(0) { $0 + $1.text.utf8.count } }

    /// The text of one path; `nil` where there is none.
    package subscript(path: String) -> String? { files.first { $0.path == path }?.text }

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
