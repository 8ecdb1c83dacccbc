import LiquidationCore
import TestSupport
import Testing

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

    @Test(arguments: LongTests.seeds(12, long: 40))
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

    @Test(arguments: LongTests.seeds(12, long: 40))
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
