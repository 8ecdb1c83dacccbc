import TestSupport
import Testing

@testable import LiquidationCore

@Suite("ClusterMove") struct ClusterMoveTests {
    /// A map around 100 with clusters of longs at prices.
    private func map(long: [Double: Double], short: [Double: Double] = [:]) throws -> LiquidationMap {
        let edges = (0...400).map { 60 + Double($0) * 0.25 }
        func masses(_ clusters: [Double: Double]) -> [Double] {
            (0..<400).map { bucket in
                clusters.first { $0.key >= edges[bucket] && $0.key < edges[bucket + 1] }?.value ?? 0
            }
        }
        return try HandMap.make(edges: edges, price: 100, long: masses(long), short: masses(short))
    }

    private func moves(_ before: LiquidationMap, _ after: LiquidationMap, limit: Int = 5) throws
        -> [ClusterMove]
    {
        ClusterMove.moves(from: before, to: after, ClusterSearch(within: try Rate(0.3), limit: limit))
    }

    @Test func `a cluster that is near in both maps has moved, others are new or gone`() throws {
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
        let found = ClusterMove.moves(
            from: try map(long: [90: 100, 93: 40]), to: try map(long: [91.75: 80]),
            ClusterSearch(within: try Rate(0.3)), tolerance: try Rate(0.03))
        let pair = try #require(found.first { $0.after != nil })
        #expect(pair.before?.notional == 40)
        #expect(found.contains { $0.after == nil && $0.before?.notional == 100 })
    }

    @Test func `sides are not mixed and the tolerance is kept`() throws {
        let found = try moves(try map(long: [90: 100]), try map(long: [92: 100], short: [90: 10]))
        #expect(found.allSatisfy { ($0.before == nil) != ($0.after == nil) })
        #expect(found.count == 3)
    }

    @Test func `a cluster that has grown into the largest is no new one`() throws {
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
            func clusters() -> [Double: Double] {
                Dictionary(
                    (0..<6).map { _ in
                        (
                            Double.random(in: 65...150, using: &random),
                            Double.random(in: 1...100, using: &random)
                        )
                    }, uniquingKeysWith: +)
            }
            return try map(long: clusters(), short: clusters())
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
