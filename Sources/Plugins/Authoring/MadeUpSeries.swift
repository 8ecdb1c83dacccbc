package import Engine
package import LiquidationCore
import MarketData

/// A market for checks and tests of plugins: a seeded walk, the same on every machine.
package struct MadeUpSeries: Sendable {
    /// Number of bars.
    package var count = 200
    /// Seeds the walk.
    package var seed: UInt64 = 1
    /// Open of the first bar, milliseconds UTC.
    package var start: Int64 = 1_735_689_600_000
    /// Milliseconds a bar.
    package var interval: Int64 = 3_600_000
    /// The first open, quote per base.
    package var price = 100_000.0
    /// How far the price goes in all, a fraction, on top of the walk.
    package var drift = 0.0
    /// The largest step of the walk in a bar, a fraction.
    package var volatility = 0.01
    /// The rate that is paid every eighth bar, a fraction.
    package var funding = 0.0001
    /// How far the traded price is above the mark price, a fraction of that.
    package var premium = 0.0
    /// Whether volume, ratios, funding, mark price and turnover are there, beside prices and open interest.
    package var isComplete = true
    /// Closes instead of the walk; none for the walk.
    package var closes: [Double] = []
    /// Columns of one's own, NaN where a cell is missing; those that are too short end with missing cells.
    package var own: [String: [Double]] = [:]

    /// The usual market.
    package init() {}

    /// The bars.
    ///
    /// - Throws: `CoreError` where the settings give no valid bars.
    package func series() throws(CoreError) -> BarSeries {
        var random = seed
        func next() -> Double {
            // SplitMix64 (Steele, Lea, Flood 2014), the upper 53 bits as a fraction.
            random &+= 0x9E37_79B9_7F4A_7C15
            var z = random
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
        }
        let count = closes.isEmpty ? count : closes.count
        var (time, open, high, low, close) = ([Int64](), [Double](), [Double](), [Double](), [Double]())
        var (interest, volume, taker, ratio, rate) = (
            [Double](), [Double](), [Double](), [Double](), [Double]()
        )
        var (last, held) = (closes.first ?? price, 20_000.0)
        for index in 0..<count {
            let walked = last * (1 + (next() * 2 - 1) * volatility + drift / Double(max(1, count)))
            let end = closes.isEmpty ? walked : closes[index]
            time.append(start + Int64(index) * interval)
            open.append(last)
            close.append(end)
            high.append(max(last, end) * (1 + next() * volatility * 0.4))
            low.append(min(last, end) * (1 - next() * volatility * 0.4))
            held *= 1 + (next() * 2 - 1) * 0.02
            interest.append(held)
            volume.append(500 + next() * 4500)
            taker.append(volume[index] * (0.3 + next() * 0.4))
            ratio.append(0.8 + next() * 0.8)
            rate.append(index % 8 == 0 ? funding : .nan)
            last = end
        }
        var extras = BarSeries.Extras()
        extras.openInterest = Column(missingAsNaN: interest)
        if isComplete {
            extras.volume = Column(missingAsNaN: volume)
            extras.takerBuyVolume = Column(missingAsNaN: taker)
            extras[.takerBuyNotional] = Column(missingAsNaN: zip(taker, close).map { $0 * $1 })
            extras[.takerSellNotional] = Column(
                missingAsNaN: zip(zip(volume, taker), close).map { ($0.0 - $0.1) * $1 })
            extras.longShortRatio = Column(missingAsNaN: ratio)
            extras.fundingRate = Column(missingAsNaN: rate)
            extras.markHigh = Column(missingAsNaN: high.map { $0 / (1 + premium) })
            extras.markLow = Column(missingAsNaN: low.map { $0 / (1 + premium) })
            extras.turnover = Column(missingAsNaN: [Double](repeating: 0.2, count: count))
            for column in BarColumn.allCases where extras[column] == nil {
                // Some of each that few sources have.
                let cells = close.indices.map { index in
                    column.unit == .price ? close[index] : volume[index] * (column.unit == .ratio ? 1e-3 : 1)
                }
                extras[column] = Column(missingAsNaN: cells)
            }
        }
        for (name, cells) in own {
            extras.own[name] = Column(
                missingAsNaN: (0..<count).map { $0 < cells.count ? cells[$0] : .nan })
        }
        return try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
    }

    /// A map of the bars, as much at 10x as at 25x and 50x, under Binance's rule for BTCUSDT: so that it has clusters,
    /// which the smooth hump of a mix over all leverages has not.
    ///
    /// - Throws: `CoreError` as ``series()``, and ``EngineError``.
    package func map() throws -> MapResult {
        let series = try series()
        let margin = try ChosenMargin(
            venue: nil, symbol: "BTCUSDT", at: Timestamp(milliseconds: series.time[series.count - 1]))
        let run = try MapRun(
            series: series, model: .balanced, grid: .logarithmic(buckets: 500), ladder: Ladder([10, 25, 50]),
            instrument: margin.instrument)
        let result = try run.run(LeverageMix([1, 1, 1]), barsPerColumn: nil)
        let assumptions = Assumptions(
            engine: "\(EngineVersion.text)", model: [], margin: "\(margin.text)", parts: [], data: [],
            coverage: [],
            notes: ["made up"])
        return MapResult(
            map: result.map, assumptions: assumptions, title: "made up",
            search: ClusterSearch(within: try Rate(0.2)), averageTrueRange: series.averageTrueRange
        ) {
            throw EngineError(.script, "a made-up map is no part of another")
        }
    }
}
