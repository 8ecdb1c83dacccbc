/// A map in whole hundredths of a quote unit, which adds up exactly: over venues, symbols of one coin, shards.
///
/// Addition has an identity, does not depend on order or grouping, and gives the same bytes every way. A map shows what
/// is open at the end of its data. Shards of several markets add up to what is open in all of them; shards of one
/// market over several spans of time do not, because the later prices have swept nothing of the earlier shards.
public struct ExactMap: Hashable, Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// What all shards were made with.
    public let plan: MapPlan
    /// Whether mass is kept rung by rung.
    public let isByRung: Bool
    /// What is in it, by market and time; no two overlap.
    public let shards: [MapShard]
    /// What should be in it, in rising order; empty where nobody said.
    public let expected: [MapExpectation]
    /// How many shards there should be; zero where nobody said.
    public let expectedCount: Int
    /// Mass per bucket, hundredths of a quote unit.
    public let hundredths: BySide<[Int64]>
    /// Mass per rung and bucket; empty unless kept by rung. The rungs of a bucket add up to ``hundredths``.
    public let byRung: BySide<[[Int64]]>

    /// The map of no shards.
    public init(grid: PriceGrid, plan: MapPlan, isByRung: Bool = false) {
        let none = [Int64](repeating: 0, count: grid.count)
        let rungs = [[Int64]](repeating: none, count: isByRung ? plan.ladder.count : 0)
        self.init(
            grid: grid, plan: plan, isByRung: isByRung, shards: [], expected: [], expectedCount: 0,
            hundredths: BySide(both: none), byRung: BySide(both: rungs))
    }

    /// A map as one shard, rounded to hundredths: each bucket, or each rung of it where the map has rungs.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - shard: what it was made of.
    ///   - plan: what it was made with.
    /// - Throws: ``CoreError`` `.outOfRange` for a bucket of more than 9e16 quote units.
    public init(_ map: LiquidationMap, shard: MapShard, plan: MapPlan) throws(CoreError) {
        let rungs = try map.byRung.map { rungs throws(CoreError) in
            try rungs.map { cells throws(CoreError) in try Self.hundredths(cells) }
        }
        let isByRung = !rungs.long.isEmpty
        let cells = try BySide.each { side throws(CoreError) in
            isByRung ? try Self.sum(rungs[side]) : try Self.hundredths(map.notional[side])
        }
        self.init(
            grid: map.grid, plan: plan, isByRung: isByRung, shards: [shard], expected: [], expectedCount: 0,
            hundredths: cells, byRung: rungs)
    }

    /// A map as a file holds it.
    ///
    /// - Parameters:
    ///   - grid: the price axis.
    ///   - plan: what all shards were made with.
    ///   - shards: by market and time.
    ///   - expected: what should be in it, in rising order.
    ///   - expectedCount: how many shards there should be; zero where nobody said.
    ///   - cells: hundredths per bucket of each row: a row a side, longs first, or as many as there are rungs.
    ///   - isByRung: whether there is a row a rung.
    /// - Throws: ``CoreError`` `.outOfRange` for cells below zero, sums that do not fit, shards or expectations out of
    ///   order, `.cannotMerge` for shards that overlap.
    /// - Precondition: `cells` has as many rows as are needed, of ``PriceGrid/count`` cells.
    public init(
        grid: PriceGrid, plan: MapPlan, shards: [MapShard], expected: [MapExpectation], expectedCount: Int,
        cells: [[Int64]], isByRung: Bool
    ) throws(CoreError) {
        let rows = isByRung ? plan.ladder.count : 1
        precondition(cells.count == 2 * rows && cells.allSatisfy { $0.count == grid.count })
        guard cells.allSatisfy({ $0.allSatisfy { $0 >= 0 } }), expectedCount >= 0 else {
            throw CoreError(.outOfRange, "a bucket holds less than nothing")
        }
        for (one, next) in zip(shards, shards.dropFirst()) {
            guard MapShard.isBefore(one, next) else {
                throw CoreError(.outOfRange, "shards are out of order: '\(one.name)' before '\(next.name)'")
            }
            guard !one.overlaps(next) else {
                throw CoreError(.cannotMerge, MergeObstacle.overlap(one, next).description)
            }
        }
        for (one, next) in zip(expected, expected.dropFirst()) where one >= next {
            throw CoreError(.outOfRange, "expected shards are out of order: '\(one)' before '\(next)'")
        }
        let sides = BySide(long: Array(cells[..<rows]), short: Array(cells[rows...]))
        self.init(
            grid: grid, plan: plan, isByRung: isByRung, shards: shards, expected: expected,
            expectedCount: expectedCount,
            hundredths: try sides.map { rows throws(CoreError) in try Self.sum(rows) },
            byRung: isByRung ? sides : BySide(both: []))
    }

    init(
        grid: PriceGrid, plan: MapPlan, isByRung: Bool, shards: [MapShard], expected: [MapExpectation],
        expectedCount: Int, hundredths: BySide<[Int64]>, byRung: BySide<[[Int64]]>
    ) {
        (self.grid, self.plan, self.isByRung) = (grid, plan, isByRung)
        (self.shards, self.expected, self.expectedCount) = (shards, expected, expectedCount)
        (self.hundredths, self.byRung) = (hundredths, byRung)
    }

    /// The rows that a file holds: a row a side, longs first; as many as there are rungs where kept by rung.
    public var cells: [[Int64]] {
        isByRung ? byRung.long + byRung.short : [hundredths.long, hundredths.short]
    }

    /// The same map with more that should be in it.
    ///
    /// - Parameters:
    ///   - more: markets and spans, in any order.
    ///   - count: how many shards there should be in all; the larger number counts.
    /// - Returns: a map that differs in nothing else.
    public func expecting(_ more: [MapExpectation], count: Int = 0) -> ExactMap {
        ExactMap(
            grid: grid, plan: plan, isByRung: isByRung, shards: shards,
            expected: Set(expected + more).sorted(), expectedCount: max(expectedCount, count),
            hundredths: hundredths, byRung: byRung)
    }
}
