import LiquidationCore
import MarketSimulator
import TestSupport
import Testing

@Suite("Truth") struct TruthTests {
    @Test(arguments: LongTests.seeds(2, long: 12))
    func `open interest is all longs and all shorts at every metrics row`(seed: UInt64) throws {
        let market = try shortMarket(seed: seed)
        #expect(market.metrics.count == 6 * 288)
        let start = market.plan.start.milliseconds
        // What each position adds at the first row that counts it and takes away after the last.
        var changes: [Side: [Int64]] = [:]
        for side in Side.allCases { changes[side] = Array(repeating: 0, count: market.metrics.count + 1) }
        for position in market.positions {
            let entry = max(0, position.entryTime.milliseconds - start)
            let exit = (position.exitTime?.milliseconds ?? market.plan.end.milliseconds) - start
            let (first, end) = (Int(entry / 300_000), Int(exit / 300_000))
            changes[position.side]?[first] += position.lots.count
            changes[position.side]?[max(first, end)] -= position.lots.count
        }
        for side in Side.allCases {
            var live: Int64 = 0
            for (row, change) in zip(market.metrics, changes[side] ?? []) {
                live += change
                try #require(live == row.openInterest.count, "seed \(seed), \(side) at \(row.time)")
            }
        }
        for row in market.metrics where row.time.milliseconds % 86_400_000 == 0 {
            let longs = market.positions.filter { $0.side == .long && $0.isLive(at: row.time) }
            #expect(longs.reduce(0) { $0 + $1.lots.count } == row.openInterest.count, "seed \(seed)")
        }
    }

    @Test(arguments: [(1, "BTCUSDT"), (3, "ETHUSDT"), (4, "ADAUSDT")])
    func `a position is liquidated exactly when the path touches its level`(
        seed: UInt64, symbol: String
    ) throws {
        let market = try shortMarket(seed: seed, symbol: symbol)
        let oracle = Oracle(market.plan.tiers)
        let start = market.plan.start.milliseconds
        let (lows, highs) = (market.steps.map(\.low.count), market.steps.map(\.high.count))
        let payments = market.funding.map { (Int(($0.time.milliseconds - start) / 60_000), $0.perLot.count) }
        var (liquidated, spared) = (0, 0)
        // Those born in the warm-up lived through prices that are not published.
        for position in market.positions where position.entryTime.milliseconds >= start {
            let place: Comment = "seed \(seed), position \(position.id)"
            let exit = position.exitTime?.milliseconds ?? market.plan.end.milliseconds - 1
            let last = Int((exit - start) / 60_000)
            // A position opened in a step meets the path from the next one on.
            var next = Int((position.entryTime.milliseconds - start) / 60_000) + 1
            var margin = position.openingMargin.count
            var level = oracle.level(position, margin: margin)
            /// Doubles may put a level that falls on a tick exactly one tick aside: so much slack, no more.
            func slack() -> Int64 {
                guard let level else { return 0 }
                return oracle.isTie(position, margin: margin, at: level) ? 1 : 0
            }
            try #require(agree(level, position.openingLiquidation, slack: slack()), place)
            /// How far the path of some steps stays from the level, in ticks.
            func room(_ steps: Range<Int>) -> Int64 {
                guard let level, !steps.isEmpty else { return .max }
                return position.side == .long
                    ? (lows[steps].min() ?? .max) - level : level - (highs[steps].max() ?? .min)
            }
            for (step, perLot) in payments where step >= next && step <= last {
                try #require(room(next..<step) > -slack(), place)
                margin += (position.side == .long ? -perLot : perLot) * position.lots.count
                level = oracle.level(position, margin: margin)
                next = step
            }
            try #require(margin == position.margin.count, place)
            try #require(agree(level, position.liquidation, slack: slack()), place)
            if position.exit == .liquidated, next <= last {
                try #require(room(next..<last) > -slack(), place)
                try #require(room(last..<(last + 1)) <= slack(), place)
                liquidated += 1
            } else if next <= last {
                try #require(room(next..<(last + 1)) > -slack(), place)
                spared += 1
            }
        }
        #expect(liquidated > 10 && spared > 500, "seed \(seed): \(liquidated) liquidated, \(spared) spared")
    }

    @Test func `each liquidation is in the range of its step and its bar`() throws {
        let market = try shortMarket()
        let start = market.plan.start.milliseconds
        for event in market.liquidations {
            let since = event.time.milliseconds - start
            for record in [market.steps[Int(since / 60_000)], market.bars[Int(since / 900_000)]] {
                #expect(record.low <= event.price && event.price <= record.high)
            }
        }
        #expect(zip(market.liquidations, market.liquidations.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test func `liquidations and liquidated positions are the same`() throws {
        let market = try shortMarket()
        let forced = market.positions.filter { $0.exit == .liquidated }
        #expect(forced.count == market.liquidations.count)
        let byID = Dictionary(uniqueKeysWithValues: forced.map { ($0.id, $0) })
        for event in market.liquidations {
            let position = try #require(byID[event.positionID])
            #expect(position.side == event.side && position.lots == event.lots)
            #expect(position.exitPrice == event.price && position.exitTime == event.time)
        }
    }

    @Test func `what longs pay is what shorts receive`() throws {
        let market = try shortMarket()
        #expect(market.funding.count == 18)
        #expect(market.funding.contains { $0.perLot.count != 0 })
        for payment in market.funding {
            var sums: [Side: Int64] = [.long: 0, .short: 0]
            for position in market.positions where position.isLive(at: payment.time) {
                sums[position.side, default: 0] += position.lots.count * payment.perLot.count
            }
            #expect(sums[.long] == payment.total.count && sums[.short] == payment.total.count)
        }
    }

    @Test(arguments: LongTests.seeds(2, long: 12))
    func `a crash forces longs and a squeeze forces shorts`(seed: UInt64) throws {
        let market = try shortMarket(seed: seed)
        func forced(in move: ScriptedMove?) throws -> (longs: Int, shorts: Int) {
            let move = try #require(move)
            let begin = market.plan.start.milliseconds + Int64(move.startMinute) * 60_000
            let end = begin + Int64(move.minutes) * 60_000
            let events = market.liquidations.filter { (begin..<end).contains($0.time.milliseconds) }
            let longs = events.filter { $0.side == .long }.count
            return (longs, events.count - longs)
        }
        let (squeeze, crash) = (try forced(in: market.plan.squeeze), try forced(in: market.plan.crash))
        #expect(squeeze.shorts > squeeze.longs, "seed \(seed)")
        #expect(crash.longs > crash.shorts, "seed \(seed)")
    }

    /// Whether levels are equal within a slack; one beyond the oracle's bound counts as none.
    private func agree(_ exact: Int64?, _ published: Ticks?, slack: Int64) -> Bool {
        guard let exact else { return published.map { $0.count > 100_000_000 } ?? true }
        guard let published else { return false }
        return abs(exact - published.count) <= slack
    }
}
