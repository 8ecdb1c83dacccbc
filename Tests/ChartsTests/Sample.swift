import Charts
import LiquidationCore
import Testing

/// Small maps from bars that are made here.
enum Sample {
    static let title = "SAMPLE · 1h · 12 bars"

    /// Twelve hours around 100 with open interest that grows.
    static func series(flow: Double = 1, around price: Double = 100, count: Int = 12) throws -> BarSeries {
        let close = (0..<count).map {
            price * (1 + 0.01 * [0, 1, 2, 1, 0, -1, -2, -1, 0, 1, 0, 0.5][$0 % 12])
        }
        var extras = BarSeries.Extras()
        extras.openInterest = try Column((0..<count).map { flow * Double(1000 + 100 * $0) })
        extras.volume = try Column((0..<count).map { flow * Double(500 + 10 * $0) })
        return try BarSeries(
            time: (0..<count).map { 1_750_000_000_000 / 3_600_000 * 3_600_000 + Int64($0) * 3_600_000 },
            open: close, high: close.map { $0 * 1.004 }, low: close.map { $0 * 0.996 }, close: close,
            extras: extras)
    }

    static func result(
        _ series: BarSeries, grid: GridPlan = .linear(step: 1), columns: Int? = nil
    ) throws -> MapRun.Result {
        let ladder = try Ladder([6, 10, 20, 50])
        let instrument = Venue.binance.instrument("BTCUSDT")
        let run = try MapRun(
            series: series, model: .balanced, grid: grid, ladder: ladder, instrument: instrument)
        return try run.run(.uniform(on: ladder), barsPerColumn: columns.map { (series.count + $0 - 1) / $0 })
    }

    static func map(grid: GridPlan = .linear(step: 1)) throws -> LiquidationMap {
        try result(series(), grid: grid).map
    }

    static func heatmap(columns: Int = 12, grid: GridPlan = .linear(step: 1)) throws -> Heatmap {
        try #require(try result(series(), grid: grid, columns: columns).heatmap)
    }

    /// The chart of a map with its largest clusters.
    static func chart(
        of map: LiquidationMap, within: Double = 0.2, limit: Int = 5, title: String = Sample.title
    ) throws -> MapChart {
        MapChart(
            map: map, clusters: map.clusters(within: try Rate(within), limit: limit), within: within,
            title: title)
    }

    /// A map with notional by hand, in whole hundredths.
    static func map(
        edges: [Double], price: Double, long: [Double], short: [Double]
    ) throws -> LiquidationMap {
        let zero = LedgerReport.Account(
            opened: 0, live: 0, closed: 0, liquidated: 0, belowGrid: 0, aboveGrid: 0)
        let shard = try MapShard(
            venue: "binance", symbol: "BTCUSDT", data: String(repeating: "0", count: 64),
            from: Timestamp(milliseconds: 0), to: Timestamp(milliseconds: 2),
            last: Timestamp(milliseconds: 1), bars: 2, price: Price(price), margin: "", model: "", notes: [],
            ledger: LedgerReport(unit: .quote, accounts: BySide(both: zero)))
        let plan = MergeKey(engine: "liq 0", model: .balanced, ladder: try Ladder([10]), parts: [])
        let sum = try ExactMap(
            grid: PriceGrid(edges: edges), key: plan, shards: [shard], expected: [], expectedCount: 0,
            cells: [long, short].map { $0.map { Int64($0 * 100) } }, isByRung: false)
        return try LiquidationMap(sum)
    }

    /// A map without any position: open interest is zero throughout.
    static func empty() throws -> MapRun.Result { try result(series(flow: 0), columns: 6) }
}

extension Sample {
    /// Text without its escape codes.
    static func withoutCodes(_ text: String) -> String {
        var result = ""
        var isCode = false
        for character in text {
            if character == "\u{1B}" { isCode = true }
            if !isCode { result.append(character) }
            if isCode, character == "m" { isCode = false }
        }
        return result
    }
}

extension RGB {
    /// How bright it looks, 0 to 255: the weights of ITU-R BT.709 on the coded values.
    var luma: Double {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    }
}
