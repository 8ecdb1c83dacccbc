import LiquidationCore
import MarketSimulator
import Testing

@Suite("Truth") struct TruthTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `open interest is all longs and all shorts at every metrics row`(seed: UInt64) throws {
        let market = try shortMarket(seed: seed)
        #expect(market.metrics.count == 6 * 288)
        for row in market.metrics {
            var sums: [Side: Int64] = [.long: 0, .short: 0]
            for position in market.positions where position.isLive(at: row.time) {
                sums[position.side, default: 0] += position.lots.count
            }
            try #require(sums[.long] == row.openInterest.count, "seed \(seed), \(row.time)")
            try #require(sums[.short] == row.openInterest.count, "seed \(seed), \(row.time)")
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64], ["BTCUSDT", "ADAUSDT"])
    func `a position is liquidated exactly when the path touches its level`(
        seed: UInt64, symbol: String
    ) throws {
        let market = try shortMarket(seed: seed, symbol: symbol)
        let oracle = Oracle(market.plan.tiers)
        let start = market.plan.start.milliseconds
        var (liquidated, spared) = (0, 0)
        // Those born in the warm-up lived through prices that are not published.
        for position in market.positions where position.entryTime.milliseconds >= start {
            let place: Comment = "seed \(seed), position \(position.id)"
            let entryStep = Int((position.entryTime.milliseconds - start) / 60_000)
            let exit = position.exitTime?.milliseconds ?? market.plan.end.milliseconds - 1
            let exitStep = Int((exit - start) / 60_000)
            var margin = position.openingMargin.count
            var level = oracle.level(position, margin: margin)
            try #require(agree(level, position.openingLiquidation), place)
            let sign: Int64 = position.side == .long ? -1 : 1
            for number in entryStep...exitStep {
                let step = market.steps[number]
                if step.time.milliseconds % 28_800_000 == 0, number > entryStep {
                    let paid = market.funding.first { $0.time == step.time }
                    margin += sign * (paid?.perLot.count ?? 0) * position.lots.count
                    level = oracle.level(position, margin: margin)
                }
                guard number > entryStep, let level else { continue }
                let isLong = position.side == .long
                let room = isLong ? step.low.count - level : level - step.high.count
                if number == exitStep, position.exit == .liquidated {
                    // One tick of slack where the level falls on a tick exactly.
                    try #require(room <= 1, place)
                } else {
                    try #require(room >= 0, place)
                }
            }
            try #require(margin == position.margin.count, place)
            try #require(agree(level, position.liquidation), place)
            if position.exit == .liquidated { liquidated += 1 } else { spared += 1 }
        }
        #expect(liquidated > 10 && spared > 500, "seed \(seed): \(liquidated) liquidated, \(spared) spared")
    }

    @Test func `each liquidation is in the range of its step and its bar`() throws {
        let market = try shortMarket(seed: 5)
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
        let market = try shortMarket(seed: 6)
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
        let market = try shortMarket(seed: 7)
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

    @Test(arguments: [8, 9, 10] as [UInt64])
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

    /// Equal but for one tick, where the exact level falls on a tick and doubles round past it; a level beyond
    /// the oracle's bound counts as none.
    private func agree(_ exact: Int64?, _ published: Ticks?) -> Bool {
        guard let exact else { return published.map { $0.count > 100_000_000 } ?? true }
        guard let published else { return false }
        return abs(exact - published.count) <= 1
    }
}
