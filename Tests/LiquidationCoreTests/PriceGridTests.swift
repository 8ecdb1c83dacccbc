import LiquidationCore
import TestSupport
import Testing

@testable import LiquidationCore

@Suite("PriceGrid") struct PriceGridTests {
    /// The definition of an index, `(number of edges ≤ p) − 1`, by halving.
    private func plain(_ edges: [Double], _ price: Double) -> Int {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] <= price { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// The first price at which the grid and the plain search differ.
    private func difference(_ grid: PriceGrid, _ prices: [Double]) -> Double? {
        let edges = grid.edges
        let around = edges.flatMap { [$0.nextDown, $0, $0.nextUp] }
        let ends = [0, -0.0, -1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity]
        return (around + ends + prices).first { grid.index(of: $0) != plain(edges, $0) }
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `the index is that of a plain search on logarithmic and linear grids`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let lowest = market.size(1e-8...1e6)
        let highest = lowest * market.size(1.0001...1e6)
        let buckets = Int(market.size(1...3000))
        for grid in [
            try PriceGrid.logarithmic(from: Price(lowest), to: Price(highest), buckets: buckets),
            try PriceGrid.linear(from: Price(lowest), to: Price(highest), buckets: buckets),
        ] {
            #expect(grid.count == buckets)
            #expect(grid.edges.first == lowest && grid.edges.last == highest, "seed \(seed)")
            let prices = (0..<1000).map { _ in market.number(lowest * 0.9...highest * 1.1) }
            #expect(difference(grid, prices) == nil, "seed \(seed), \(buckets) buckets")
        }
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `the index is that of a plain search on wild grids`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        var edges: [Double] = []
        for _ in 0..<Int(market.size(1...40)) {
            var edge = market.size(1e-8...1e12)
            // A cluster: neighbours by one unit in the last place, or by a few millionths.
            let near = market.chance(0.5)
            for _ in 0..<Int(market.size(1...100)) {
                edges.append(edge)
                edge = near ? edge.nextUp : edge * (1 + market.number(1e-9...1e-6))
            }
        }
        edges = Array(Set(edges + [1e-8, 1e12])).sorted()
        let grid = try PriceGrid(edges: edges)
        let prices = (0..<1000).map { _ in market.size(1e-9...1e13) }
        #expect(difference(grid, prices) == nil, "seed \(seed)")
    }

    @Test(
        arguments: [
            [1, Double(1).nextUp], [1, 2], [0.999, 1.001], [.leastNonzeroMagnitude, .leastNormalMagnitude],
            [.leastNonzeroMagnitude, 1.7e308],
            [1e308, 1.1e308, 1.7e308], [1e-8, 1e12],
        ] as [[Double]])
    func `grids of one or two buckets are exact`(edges: [Double]) throws {
        #expect(difference(try PriceGrid(edges: edges), [1, 1.5, 1e-300, 1e300]) == nil)
    }

    @Test(
        arguments: [
            [], [1], [1, 1], [2, 1], [0, 1], [-1, 1], [1, .infinity], [.nan, 1], [1, .nan],
        ] as [[Double]])
    func `edges are two or more, finite, above zero and rising`(edges: [Double]) {
        let error = #expect(throws: CoreError.self) { try PriceGrid(edges: edges) }
        #expect(error?.code == .invalidGrid)
    }

    @Test func `a grid has at most a million buckets`() throws {
        let (low, high) = (try Price(1), try Price(2))
        for count in [-1, 0, 1_000_001, .max] {
            let log = #expect(throws: CoreError.self) {
                try PriceGrid.logarithmic(from: low, to: high, buckets: count)
            }
            #expect(log?.code == .invalidGrid)
            let linear = #expect(throws: CoreError.self) {
                try PriceGrid.linear(from: low, to: high, buckets: count)
            }
            #expect(linear?.code == .invalidGrid)
        }
    }

    @Test func `the lowest price lies below the highest`() throws {
        let price = try Price(3)
        let error = #expect(throws: CoreError.self) {
            try PriceGrid.logarithmic(from: price, to: price, buckets: 3)
        }
        #expect(error?.code == .invalidGrid)
    }

    @Test func `buckets that doubles cannot tell apart are an error`() throws {
        let error = #expect(throws: CoreError.self) {
            try PriceGrid.linear(from: Price(1), to: Price(Double(1).nextUp), buckets: 2)
        }
        #expect(error?.code == .invalidGrid)
    }

    @Test func `a ratio of ends that no double holds is an error`() throws {
        let error = #expect(throws: CoreError.self) {
            try PriceGrid.logarithmic(from: Price(1e-200), to: Price(1e200), buckets: 10)
        }
        #expect(error?.code == .invalidGrid)
        #expect(try PriceGrid.logarithmic(from: Price(1e-140), to: Price(1e140), buckets: 10).count == 10)
    }

    @Test func `buckets of a logarithmic grid have equal relative height`() throws {
        let grid = try PriceGrid.logarithmic(from: Price(1), to: Price(1024), buckets: 10)
        for (edge, expected) in zip(grid.edges, (0...10).map { Double(1 << $0) }) {
            #expect(abs(edge / expected - 1) < 1e-14)
        }
        #expect(abs(grid.middle(of: 0) - 1.5) < 1e-14)
    }
}

@Suite("GridPlan") struct GridPlanTests {
    private func series(low: Double, high: Double) throws -> BarSeries {
        try BarSeries(time: [0], open: [low], high: [high], low: [low], close: [high])
    }

    @Test func `a logarithmic axis reaches from 0.4 of the low to 1.8 of the high`() throws {
        let grid = try GridPlan.logarithmic(buckets: 7).grid(over: series(low: 10, high: 20))
        #expect(grid.count == 7)
        #expect(grid.edges.first == 10 * 0.4)
        #expect(grid.edges.last == 20 * 1.8)
    }

    @Test func `a linear axis is aligned to multiples of its step and covers the same reach`() throws {
        // 0.4 · 10 = 4 and 1.8 · 20 = 36: with a step of 2.5 from 2.5 to 37.5.
        let grid = try GridPlan.linear(step: 2.5).grid(over: series(low: 10, high: 20))
        #expect(grid.edges == (1...15).map { Double($0) * 2.5 })
    }

    @Test func `explicit edges are taken as they are`() throws {
        #expect(try GridPlan.edges([1, 3, 4]).grid(over: series(low: 10, high: 20)).edges == [1, 3, 4])
    }

    @Test(
        arguments: [
            .linear(step: 0), .linear(step: -1), .linear(step: .nan), .linear(step: .infinity),
            .linear(step: 1e-9), .linear(step: 1e-300), .linear(step: 1e300), .logarithmic(buckets: 0),
            .logarithmic(buckets: .max), .edges([]), .edges([2, 1]),
        ] as [GridPlan])
    func `an axis that cannot be laid out is an error`(plan: GridPlan) throws {
        let bars = try series(low: 10, high: 20)
        let error = #expect(throws: CoreError.self) { try plan.grid(over: bars) }
        #expect(error?.code == .invalidGrid)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `every liquidation price of 2x and above lies on the axis`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let bars = try market.series(bars: 20)
        let run = try MapRun(
            series: bars, model: .balanced, grid: .logarithmic(buckets: 50),
            ladder: Ladder([2, 3, 10, 50]), instrument: Venue.binance.instrument("BTCUSDT"))
        let report = try run.run(LeverageMix([1, 1, 1, 1])).map.ledger
        #expect(report.accounts.long.offGrid == 0 && report.accounts.short.offGrid == 0, "seed \(seed)")
    }
}

@Suite("LogScale") struct LogScaleTests {
    /// The first price and factor at which the scale and the edges differ.
    private func difference(
        _ grid: PriceGrid, _ scale: LogScale, _ factors: [Double], _ prices: [Double]
    ) -> (price: Double, factor: Double)? {
        let offsets = scale.offsets(of: factors)
        var buckets = [Lanes](repeating: .zero, count: offsets.count)
        for price in prices where price >= grid.edges[0] && price < grid.edges[grid.count] {
            var room = buckets.mutableSpan
            let isOnGrid = scale.fill(
                &room, from: 0, price: price, position: scale.position(of: price), offsets: offsets.span,
                factors: factors.span)
            var all = true
            for (i, factor) in factors.enumerated() {
                let bucket = buckets[i >> 3][i & 7]
                let expected = grid.index(of: price * factor)
                let clamped = max(-1, min(bucket, Int32(grid.count)))
                if clamped != Int32(expected) { return (price, factor) }
                all = all && expected >= 0 && expected < grid.count
            }
            // What is said to lie on the grid has to; the other way round it may have been in doubt.
            if isOnGrid, !all { return (price, .nan) }
        }
        return nil
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the buckets of a ladder are those of the edges, at every border and around it`(seed: UInt64) throws
    {
        var market = RandomMarket(seed: seed)
        let lowest = market.size(1e-8...1e6)
        let highest = lowest * market.size(1.01...1e3)
        let buckets = Int(market.size(1...5000))
        let grid = try PriceGrid.logarithmic(from: Price(lowest), to: Price(highest), buckets: buckets)
        let scale = try #require(LogScale(grid))
        var factors = (0..<7).map { _ in market.size(0.2...3) } + [1, 0, .leastNonzeroMagnitude, .infinity]
        factors.shuffle(using: &market.random)
        var prices = (0..<300).map { _ in market.size(lowest...highest) }
        // Prices whose products come to lie on a border.
        for factor in factors where factor.isNormal {
            for edge in grid.edges where market.chance(0.2) {
                let price = edge / factor
                prices += [price.nextDown.nextDown, price.nextDown, price, price.nextUp, price.nextUp.nextUp]
            }
        }
        #expect(difference(grid, scale, factors, prices) == nil, "seed \(seed), \(buckets) buckets")
    }

    @Test func `a fine grid has a scale, too`() throws {
        let grid = try PriceGrid.logarithmic(from: Price(25_000), to: Price(290_000), buckets: 200_000)
        let scale = try #require(LogScale(grid))
        var market = RandomMarket(seed: 5)
        let prices = (0..<2000).map { _ in market.size(25_000...290_000) }
        #expect(difference(grid, scale, [0.5, 0.9, 0.99, 1.01, 1.5], prices) == nil)
    }

    @Test func `uneven grids have none`() throws {
        #expect(LogScale(try PriceGrid(edges: [1, 2, 3, 4])) == nil)
        #expect(LogScale(try .linear(from: Price(100), to: Price(200), buckets: 100)) == nil)
        #expect(LogScale(try PriceGrid(edges: [1e-300, 1, 1e300])) == nil)
        #expect(LogScale(try PriceGrid(edges: [.leastNonzeroMagnitude, 1])) == nil)
        #expect(LogScale(try PriceGrid(edges: [1, Double(1).nextUp])) == nil)
    }
}
