import TestSupport
import Testing

@testable import LiquidationCore

/// Where a level's mass came from, for every legal plan on every legal series.
@Suite("Explanation") struct ExplanationTests {
    private typealias Case = LedgerPropertyTests.Case

    private func explain(_ test: Case, _ buckets: Range<Int>) throws -> Explanation {
        var ledger = try test.ledger()
        return try Explanation(
            replaying: test.series, in: &ledger, buckets, sides: Side.allCases,
            plan: { bar, plan in plan = test.plans[bar] })
    }

    /// Live mass of a bucket range in an ordinary ledger, in the explanation's unit.
    private func live(_ test: Case, _ ledger: Ledger, _ side: Side, _ buckets: Range<Int>) -> Double {
        let book = ledger.books[side]
        return book.standing(book.rows.indices, on: test.grid).cells[buckets].reduce(0, +)
            * worth(test, ledger)
    }

    private func worth(_ test: Case, _ ledger: Ledger) -> Double {
        ledger.unit == .base ? test.series.close[test.series.count - 1] : 1
    }

    private func range(_ test: Case) -> Range<Int> {
        var random = SeededGenerator(seed: test.seed &+ 77)
        let first = Int.random(in: 0..<test.grid.count, using: &random)
        return first..<Int.random(in: (first + 1)...min(test.grid.count, first + 12), using: &random)
    }

    @Test(arguments: LongTests.seeds(9, long: 250))
    func `deposits add up to the bucket`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        var ledger = try test.ledger()
        try test.feed(&ledger, 0..<test.series.count)
        for buckets in [range(test), 0..<test.grid.count] {
            for part in try explain(test, buckets).parts {
                let expected = live(test, ledger, part.side, buckets)
                let most = max(expected, part.opened)
                #expect(abs(part.live - expected) <= 1e-9 * expected + 1e-12 * most, test.comment)
                let sum = part.deposits.reduce(0) { $0 + $1.live }
                #expect(abs(sum - expected) <= 1e-9 * expected + 1e-12 * most, test.comment)
                #expect(part.liquidated + part.live <= part.opened * (1 + 1e-9), test.comment)
                #expect(part.deposits.allSatisfy { $0.live <= $0.opened * (1 + 1e-12) }, test.comment)
            }
        }
    }

    @Test(arguments: LongTests.seeds(6, long: 150))
    func `each bar and rung holds what single cohorts hold`(seed: UInt64) throws {
        let test = try Case(seed: seed, bars: 40)
        // Where funding moves levels a cohort may stand on both sides of the range's border: the whole grid then.
        let buckets = test.model.accrue ? 0..<test.grid.count : range(test)
        var slow = SlowLedger(model: test.model, grid: test.grid, rungs: test.rungs)
        for bar in 0..<40 { _ = slow.take(LedgerBar(test.series, at: bar), test.plans[bar]) }
        let worth = worth(test, try test.ledger())
        for part in try explain(test, buckets).parts {
            var expected: [[Int]: Double] = [:]
            for cohort in slow.cohorts where cohort.side == part.side && buckets.contains(cohort.bucket) {
                expected[[cohort.bar - 1, cohort.rung], default: 0] += cohort.mass * worth
            }
            for deposit in part.deposits {
                let rung = test.rungs.firstIndex { $0.leverage == deposit.leverage } ?? -1
                let found = expected.removeValue(forKey: [deposit.bar, rung]) ?? 0
                // Part of a moved cohort may have left the grid.
                let isNear = abs(found - deposit.live) <= 1e-9 * found + 1e-12 * part.opened
                #expect(isNear || test.model.accrue && deposit.live <= found * (1 + 1e-9), test.comment)
            }
            let rest = expected.values.reduce(0, +)
            #expect(rest <= 1e-9 * part.opened || test.model.accrue, test.comment)
        }
    }

    @Test func `deposits stand newest first, and by rising leverage within a bar`() throws {
        let test = try Case(seed: 4, bars: 40)
        for part in try explain(test, 0..<test.grid.count).parts {
            for (newer, older) in zip(part.deposits, part.deposits.dropFirst()) {
                #expect((older.bar, newer.leverage) < (newer.bar, older.leverage))
            }
        }
    }

    @Test func `nothing that holds mass was opened before the level was last swept, where a touch takes all`()
        throws
    {
        for seed in 1...60 as ClosedRange<UInt64> {
            let test = try Case(seed: seed)
            guard test.model.touch == .beyond, !test.model.accrue else { continue }
            let bucket = test.grid.count / 2
            for part in try explain(test, bucket..<(bucket + 1)).parts {
                guard let swept = part.lastSwept else { continue }
                #expect(part.deposits.allSatisfy { $0.time >= swept }, test.comment)
            }
        }
    }

    @Test func `buckets off the grid are refused`() throws {
        let test = try Case(seed: 1)
        for buckets in [-1..<2, 3..<3, 79..<200] {
            #expect(throws: CoreError.self) { try explain(test, buckets) }
        }
    }
}

@Suite("Trail of deposits") struct DepositTrailTests {
    @Test func `a history that was given up stays so, whatever is swept later`() {
        var history = DepositHistory([0..<2], limit: 3)
        for _ in 0..<3 { history.append(1, scale: 1, row: 0, bucket: 0, rung: 0, entry: 1) }
        #expect(!history.isFull)
        history.append(1, scale: 1, row: 0, bucket: 1, rung: 0, entry: 1)
        #expect(history.isFull)
        history.clear(row: 0, bucket: 0, mass: 3)
        #expect(history.isFull && history.liquidated[0] == 3 && history.opened[1] == 1)
    }

    @Test func `what is swept makes room`() {
        var history = DepositHistory([0..<2], limit: 3)
        for _ in 0..<10 {
            for _ in 0..<3 { history.append(1, scale: 1, row: 0, bucket: 1, rung: 0, entry: 1) }
            history.clear(row: 0, bucket: 1, mass: 3)
        }
        #expect(!history.isFull && history.opened[1] == 30 && history.cells[1].isEmpty)
    }
}
