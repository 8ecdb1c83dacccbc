import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Cluster") struct ClusterTests {
    /// 40 buckets of 1 from 80 to 120, the price at 100: one bin a bucket at a resolution of 1 %.
    private let edges = (80...120).map(Double.init)
    private let bin = Rate(unchecked: 0.01)
    private let everywhere = Rate(unchecked: 1)

    private func cells(_ masses: [Int: Double]) -> [Double] { (0..<40).map { masses[$0 + 80] ?? 0 } }

    /// Longs: a wall of 10 at 90 with shoulders of 6 and 5, and one of 4 at 85. Shorts: 20 at 110.
    private func map() throws -> LiquidationMap {
        try HandMap.make(
            edges: edges, price: 100, long: cells([85: 4, 88: 1, 89: 6, 90: 10, 91: 5, 92: 4.9]),
            short: cells([110: 20, 111: 9]))
    }

    @Test func `a wall takes its shoulders down to half of its prominence`() throws {
        let clusters = try map().clusters(within: everywhere, limit: 2, resolution: bin)
        try #require(clusters.count == 3)
        // 6 + 10 + 5 = 21 beats 20.
        #expect(
            clusters[0]
                == Cluster(
                    side: .long, low: 89, high: 92, peak: 90.5, notional: 21, relative: 1,
                    distance: 90.5 / 100 - 1))
        #expect(
            clusters[1]
                == Cluster(
                    side: .short, low: 110, high: 111, peak: 110.5, notional: 20, relative: 20.0 / 21,
                    distance: 110.5 / 100 - 1))
        // The feet of the walls, 4.9 at 92 and 9 at 111, are slopes and no walls.
        #expect(clusters[2].side == .long && clusters[2].low == 85 && clusters[2].notional == 4)
    }

    @Test func `only so many as asked for, only so far as asked for`() throws {
        let map = try map()
        #expect(map.clusters(within: everywhere, limit: 1, resolution: bin).count == 2)
        #expect(map.clusters(within: everywhere, limit: 0, resolution: bin).isEmpty)
        #expect(map.clusters(within: everywhere, limit: -1, resolution: bin).isEmpty)
        // Peaks at most 10 % away: that at 90.5, not those at 85.5 and 110.5.
        let near = map.clusters(within: Rate(unchecked: 0.1), limit: 5, resolution: bin)
        #expect(near.map(\.notional) == [21] && near[0].relative == 1)
        #expect(map.clusters(within: Rate(unchecked: 0), limit: 5, resolution: bin).isEmpty)
    }

    @Test func `a slope is no wall, and a plateau is one of limited width`() throws {
        let slope = cells(Dictionary(uniqueKeysWithValues: (80..<100).map { ($0, Double($0 - 79)) }))
        let flat = cells(Dictionary(uniqueKeysWithValues: (101..<119).map { ($0, 5.0) }))
        let clusters = try HandMap.make(edges: edges, price: 100, long: slope, short: flat)
            .clusters(within: everywhere, resolution: bin)
        // The slope ends at the price: its top is a peak with the six bins below it and 14 to 20 in them.
        #expect(clusters.filter { $0.side == .long }.map(\.notional) == [119])
        #expect(clusters.filter { $0.side == .short }.map(\.notional) == [90])
    }

    @Test func `coarser bins hold more`() throws {
        // 10 % of the price: bins of ten buckets, 80 to 90 with 11 and 90 to 100 with 19.9.
        let clusters = try map().clusters(within: everywhere, limit: 5, resolution: Rate(unchecked: 0.1))
        #expect(clusters.filter { $0.side == .long }.map(\.low) == [80])
        #expect(abs(clusters[0].notional - 30.9) < 1e-12)
        #expect(clusters[1].notional == 29)
    }

    @Test func `a resolution of zero or below takes bucket by bucket`() throws {
        let map = try map()
        let expected = map.clusters(within: everywhere, resolution: bin)
        for resolution in [0.0, -1] {
            #expect(map.clusters(within: everywhere, resolution: Rate(unchecked: resolution)) == expected)
        }
    }

    @Test func `without mass there are no clusters`() throws {
        let map = try HandMap.make(edges: edges, price: 100, long: [], short: [])
        #expect(map.clusters(within: everywhere).isEmpty)
        #expect(map.cumulative() == [Double](repeating: 0, count: 40))
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `walls do not overlap, fall in size and never exceed the side's mass`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        func masses() -> [Double] { (0..<40).map { _ in market.chance(0.3) ? 0 : market.size(1e-3...1e6) } }
        let map = try HandMap.make(edges: edges, price: 100, long: masses(), short: masses())
        let resolution = Rate(unchecked: market.size(1e-3...0.2))
        let clusters = map.clusters(within: everywhere, limit: 100, resolution: resolution)
        #expect(clusters.map(\.notional) == clusters.map(\.notional).sorted(by: >), "seed \(seed)")
        for side in Side.allCases {
            let walls = clusters.filter { $0.side == side }
            let sum = walls.reduce(0) { $0 + $1.notional }
            #expect(sum <= map.total(side) * (1 + 1e-12), "seed \(seed)")
            #expect(!walls.isEmpty, "seed \(seed)")
            let ordered = walls.sorted { $0.low < $1.low }
            #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0.high <= $1.low }, "seed \(seed)")
            #expect(walls.allSatisfy { $0.low < $0.peak && $0.peak < $0.high }, "seed \(seed)")
        }
        #expect(clusters.first?.relative == 1 && clusters.allSatisfy { $0.relative > 0 && $0.relative <= 1 })
    }
}

@Suite("ClusterMove") struct ClusterMoveTests {
    /// A map around 100 with walls of longs at prices.
    private func map(long: [Double: Double], short: [Double: Double] = [:]) throws -> LiquidationMap {
        let edges = (0...400).map { 60 + Double($0) * 0.25 }
        func masses(_ walls: [Double: Double]) -> [Double] {
            (0..<400).map { bucket in
                walls.first { $0.key >= edges[bucket] && $0.key < edges[bucket + 1] }?.value ?? 0
            }
        }
        return try HandMap.make(edges: edges, price: 100, long: masses(long), short: masses(short))
    }

    private func moves(_ before: LiquidationMap, _ after: LiquidationMap, limit: Int = 5) throws
        -> [ClusterMove]
    {
        ClusterMove.moves(from: before, to: after, within: try Rate(0.3), limit: limit)
    }

    @Test func `a wall that is near in both maps has moved, others are new or gone`() throws {
        let before = try map(long: [90: 100, 80: 50], short: [110: 70])
        let after = try map(long: [90.5: 130, 70: 60], short: [110: 70])
        let found = try moves(before, after)
        #expect(found.count == 4)
        #expect(found[0].side == .long && found[0].before == nil && found[0].change == 60)
        #expect(found[1].after == nil && found[1].change == -50)
        #expect(found[2].change == 30)
        #expect(
            abs((found[2].before?.peak ?? 0) - 90.125) < 0.2 && abs((found[2].after?.peak ?? 0) - 90.6) < 0.2)
        #expect(found[3].side == .short && found[3].change == 0)
    }

    @Test func `the nearest pair is matched first`() throws {
        let found = try moves(try map(long: [90: 100, 91: 40]), try map(long: [90.75: 80]))
        let pair = try #require(found.first { $0.after != nil })
        #expect(pair.before?.notional == 40)
        #expect(found.contains { $0.after == nil && $0.before?.notional == 100 })
    }

    @Test func `sides are not mixed and the tolerance is kept`() throws {
        let found = try moves(try map(long: [90: 100]), try map(long: [92: 100], short: [90: 10]))
        #expect(found.allSatisfy { ($0.before == nil) != ($0.after == nil) })
        #expect(found.count == 3)
    }

    @Test func `a wall that has grown into the largest is no new one`() throws {
        let before = try map(long: [95: 100, 90: 90, 85: 80])
        let after = try map(long: [95: 100, 90: 90, 85: 200])
        let found = try moves(before, after, limit: 1)
        #expect(found.contains { $0.change == 120 && $0.before?.notional == 80 })
        #expect(found.contains { $0.change == 0 && $0.before?.notional == 100 })
        #expect(found.count == 2)
    }

    @Test(arguments: 0..<40) func `turned round, every change has the other sign`(round: UInt64) throws {
        var random = SeededGenerator(seed: round)
        func draw() throws -> LiquidationMap {
            func walls() -> [Double: Double] {
                Dictionary(
                    (0..<6).map { _ in
                        (
                            Double.random(in: 65...150, using: &random),
                            Double.random(in: 1...100, using: &random)
                        )
                    }, uniquingKeysWith: +)
            }
            return try map(long: walls(), short: walls())
        }
        let (a, b) = (try draw(), try draw())
        let (there, back) = (try moves(a, b), try moves(b, a))
        #expect(there.map(\.change).sorted() == back.map { 0 - $0.change }.sorted(), "seed \(round)")
        let same = try moves(a, a)
        #expect(same.allSatisfy { $0.change == 0 && $0.before?.peak == $0.after?.peak }, "seed \(round)")
        let listed = a.clusters(within: try Rate(0.3))
        #expect(same.count == listed.count, "seed \(round)")
    }
}
