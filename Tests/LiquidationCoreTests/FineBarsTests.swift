import TestSupport
import Testing

@testable import LiquidationCore

/// A run over bars with finer ones inside is a run over the finer ones, told by the bars.
@Suite("Fine bars inside coarse ones") struct FineBarsTests {
    private static let minute = Int64(60_000)

    private static func worst(_ found: [Double], _ expected: [Double]) -> Double {
        let peak = expected.max() ?? 0
        let off = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        return peak > 0 ? off / peak : off
    }

    /// Minutes of a seed and the bars that every four of them make.
    private struct Case {
        let minutes: BarSeries
        let bars: BarSeries
        let mix: LeverageMix
        let ladder: Ladder

        init(seed: UInt64) throws {
            var market = RandomMarket(seed: seed)
            minutes = try market.series(bars: 120, missing: 0)
            bars = try minutes.joined(by: 4)
            ladder = try market.ladder()
            mix = try LeverageMix((0..<ladder.leverages.count).map { _ in market.size(0.1...10) })
        }

        func run(
            _ series: BarSeries, history: BarSeries? = nil, fine: FineBars? = nil,
            _ change: (inout MapModel) -> Void = { _ in }
        ) throws -> MapRun {
            var model = MapModel.turnover
            model.flow = .turnover(.volume(share: 0.05))
            model.trigger = .last
            change(&model)
            return try MapRun(
                series: series, model: model,
                grid: .edges(try GridPlan.lattice(.standard).grid(over: minutes).edges),
                ladder: ladder, instrument: Golden.instrument(), history: history, fine: fine)
        }
    }

    @Test func `finer bars of a market that trades less count as much as their bars do`() throws {
        let test = try Case(seed: 3)
        let minutes = test.minutes
        var extras = minutes.extras
        extras.volume = Column(missingAsNaN: minutes.extras.volume!.storage.map { $0 / 8 })
        let thin = try BarSeries(
            time: minutes.time, open: minutes.open, high: minutes.high, low: minutes.low,
            close: minutes.close,
            extras: extras)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [thin]))
        #expect(abs(fine.volumeScale - 8) < 1e-9)
        // Nothing is known before the first bar has ended.
        let volume = try #require(fine.tape.extras.volume).storage
        #expect(volume[..<4].elementsEqual(extras.volume!.storage[..<4]))
        for minute in 4..<120 {
            let expected = 8 * extras.volume!.storage[minute]
            #expect(abs(volume[minute] - expected) <= 1e-9 * expected)
        }
        // The volume of a bar is not known to its own parts.
        let cut = try #require(
            FineBars(test.bars.first(10), interval: 4 * Self.minute, finer: [thin.first(40)]))
        #expect(cut.tape.extras.volume!.storage.elementsEqual(volume[..<40]))
    }

    @Test(arguments: LongTests.seeds(6, long: 60))
    func `where finer bars fill everything, the run is theirs`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [test.minutes]))
        #expect(fine.tape.count == 120 && fine.ends.last == 120 && fine.spans.count == 1)
        #expect(fine.contradictions == 0)
        let found = try test.run(test.bars, fine: fine).run(test.mix, barsPerColumn: 3)
        let expected = try test.run(test.minutes).run(test.mix, barsPerColumn: 12)
        #expect(found.map.notional == expected.map.notional, "seed \(seed)")
        #expect(found.map.ledger == expected.map.ledger)
        for side in Side.allCases {
            let sums = (0..<30).map { expected.liquidated[side][(4 * $0)..<(4 * $0 + 4)].reduce(0, +) }
            #expect(Self.worst(found.liquidated[side], sums) <= 1e-12)
            let born = try #require(expected.born)
            let births = (0..<30).map { born[side][(4 * $0)..<(4 * $0 + 4)].reduce(0, +) }
            #expect(Self.worst(try #require(found.born)[side], births) <= 1e-12)
        }
        let (columns, others) = (try #require(found.heatmap), try #require(expected.heatmap))
        #expect(columns.cells == others.cells)
        #expect(columns.columns.map(\.close) == others.columns.map(\.close))
    }

    @Test(arguments: LongTests.seeds(6, long: 60))
    func `where they fill a part, the rest is run on the bars`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        // From the fifth minute of a bar on, without one minute later: two bars stay as they are.
        let part = try test.minutes.without(minutes: Array(0..<41) + [70])
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [part]))
        #expect(fine.spans.map(\.interval) == [Self.minute, Self.minute])
        #expect(fine.bars(of: 10).count == 1 && fine.bars(of: 11).count == 4 && fine.bars(of: 17).count == 1)
        let run = try test.run(test.bars, fine: fine)
        let (found, expected) = (try run.run(test.mix), try test.run(fine.tape).run(test.mix))
        #expect(found.map.notional == expected.map.notional, "seed \(seed)")
        var walk = try run.walk(test.mix)
        for bar in [3, 11, 12, 25] {
            let cut = try test.run(fine.tape.first(fine.ends[bar])).run(test.mix).map
            let map = try walk.map(after: bar)
            #expect(Self.worst(map.notional.long, cut.notional.long) <= 1e-12)
            #expect(map.price == cut.price)
        }
        let buckets = 0..<run.grid.count
        let part2 = try #require(
            try run.explain(buckets, sides: [.long], mix: test.mix).explanation.parts.first)
        #expect(abs(part2.live - found.map.total(.long)) <= 1e-9 * found.map.total(.long))
        #expect(part2.deposits.allSatisfy { $0.bar < test.bars.count })
    }

    @Test(arguments: LongTests.seeds(4, long: 40))
    func `a look-back is warmed up by the finer bars before it`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [test.minutes]))
        let window = test.bars.suffix(milliseconds: 40 * Self.minute)
        let found = try test.run(window, history: test.bars, fine: fine).run(test.mix)
        let minutes = test.minutes.suffix(milliseconds: 40 * Self.minute)
        let expected = try test.run(minutes, history: test.minutes).run(test.mix)
        #expect(found.map.notional == expected.map.notional, "seed \(seed)")
        #expect(Self.worst(found.liquidated.short, try minutesToBars(expected.liquidated.short)) <= 1e-12)
    }

    private func minutesToBars(_ cells: [Double]) throws -> [Double] {
        (0..<(cells.count / 4)).map { cells[(4 * $0)..<(4 * $0 + 4)].reduce(0, +) }
    }

    @Test func `a ledger and a lag leave finer bars alone`() throws {
        let test = try Case(seed: 1)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [test.minutes]))
        #expect(try test.run(test.bars, fine: fine) { $0.lag = 1 }.fine == nil)
        #expect(try test.run(test.bars, fine: fine) { $0.accrue = true }.fine == nil)
        #expect(try test.run(test.bars, fine: fine).fine != nil)
    }

    @Test func `finer bars of another market are counted as contradictions`() throws {
        let test = try Case(seed: 2)
        let other = try test.minutes.scaled(by: 1.01)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [other]))
        #expect(fine.contradictions == 30)
        #expect(FineBars(test.bars, interval: 4 * Self.minute, finer: [test.bars]) == nil)
        let late = try test.minutes.without(minutes: Array(0..<119))
        #expect(FineBars(test.bars, interval: 4 * Self.minute, finer: [late]) == nil)
    }

    @Test func `open interest that only the bars have stands at their end`() throws {
        let test = try Case(seed: 3)
        var extras = test.minutes.extras
        extras.openInterest = nil
        let plain = try test.minutes.with(extras)
        let fine = try #require(FineBars(test.bars, interval: 4 * Self.minute, finer: [plain]))
        let cells = try #require(fine.tape.extras.openInterest)
        #expect(cells[0] == nil && cells[2] == nil)
        #expect(cells[3] == test.bars.extras.openInterest?[0])
        extras.volume = nil
        let bare = try test.minutes.with(extras)
        #expect(FineBars(test.bars, interval: 4 * Self.minute, finer: [bare]) == nil)
    }
}

extension BarSeries {
    fileprivate func with(_ extras: Extras) throws -> BarSeries {
        try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
    }

    fileprivate func scaled(by factor: Double) throws -> BarSeries {
        func scaled(_ cells: [Double]) -> [Double] { cells.map { $0 * factor } }
        return try BarSeries(
            time: time, open: scaled(open), high: scaled(high), low: scaled(low), close: scaled(close),
            extras: extras)
    }

    fileprivate func without(minutes rows: [Int]) throws -> BarSeries {
        let kept = time.indices.filter { !rows.contains($0) }
        func cut<Cell>(_ cells: [Cell]) -> [Cell] { kept.map { cells[$0] } }
        var extras = Extras()
        for (column, cells) in self.extras.present {
            extras[column] = Column(missingAsNaN: cut(cells.missingAsNaN))
        }
        return try BarSeries(
            time: cut(time), open: cut(open), high: cut(high), low: cut(low), close: cut(close),
            extras: extras)
    }

    /// Bars that several of these make.
    fileprivate func joined(by count: Int) throws -> BarSeries {
        let groups = stride(from: 0, to: self.count, by: count).map { $0..<($0 + count) }
        var extras = Extras()
        for (column, cells) in self.extras.present {
            let isSum = column == .volume || column == .takerBuyVolume
            extras[column] = Column(
                missingAsNaN: groups.map { rows in
                    let own = cells.missingAsNaN[rows]
                    return isSum ? own.reduce(0, +) : own.last ?? .nan
                })
        }
        extras.markHigh = nil
        extras.markLow = nil
        return try BarSeries(
            time: groups.map { time[$0.lowerBound] }, open: groups.map { open[$0.lowerBound] },
            high: groups.map { high[$0].max() ?? 0 }, low: groups.map { low[$0].min() ?? 0 },
            close: groups.map { close[$0.upperBound - 1] }, extras: extras)
    }
}
