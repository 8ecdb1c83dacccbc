extension MapRun {
    /// Whether one mix for all bars can be run as passes over the bars instead of rung by rung.
    ///
    /// That is so where a bar replaces a share of open interest whatever was liquidated, entries lie evenly over the bar,
    /// and nothing else moves, ages or splits what is live.
    public var turnsOver: Bool {
        guard case .turnover = model.flow else { return false }
        return model.entry == .evenly && model.closing == .proRata && model.touch == .beyond && !model.accrue
            && !byRung
    }

    /// The bars that passes read, and the first whose entries count.
    private var read: (series: BarSeries, bars: Range<Int>) {
        let all = history ?? series
        return (all, (all.count - series.count)..<all.count)
    }

    /// Bars and taps of a mix: what both passes read.
    private func turnover(
        _ mix: LeverageMix
    ) throws(CoreError) -> (source: TurnoverSource, taps: BySide<RungTaps>, spreads: BySide<MixSpread>) {
        guard rungs.contains(where: { !$0.isRefused }) else {
            throw CoreError(
                .invalidModel, "every rung of the ladder is refused: liquidatable at entry, or not admitted")
        }
        let all = read.series
        let bars = try TurnoverBars(
            all, model: model, countingFrom: read.bars.lowerBound, pause: pause(at:))
        let source = TurnoverSource(series: all, bars: bars, grid: grid, scale: EntryScale(grid))
        let spreads = try BySide.each { side throws(CoreError) in
            try MixSpread(mix.weights[side], side: side, rungs: rungs, scale: nil, entries: source.scale)
        }
        return (source, BySide.each { RungTaps(spreads[$0], $0, source.scale) }, spreads)
    }

    /// The map alone, by the pass backward.
    func turnoverDensity(_ mix: LeverageMix) throws(CoreError) -> MapDensity {
        let (source, taps, _) = try turnover(mix)
        let pass = BackwardPass(read.bars, of: source, taps)
        let worth = worth(after: read.bars.upperBound - 1, source)
        return MapDensity(
            grid: grid,
            notional: BySide.each { side in
                var live = pass.live[side]
                taps[side].add(pass.entries, to: &live, in: pass.untouched(side, of: grid.count))
                for bucket in live.indices { live[bucket] *= worth }
                return live
            })
    }

    /// What a share of open interest is worth after a bar, quote units.
    private func worth(after bar: Int, _ source: TurnoverSource) -> Double {
        source.bars.interest[bar] * (model.contract == .linear ? source.series.close[bar] : 1)
    }

    /// The whole result: the map by the pass backward, what bars liquidated by the pass forward. Columns of a heatmap are held,
    /// or handed out where somebody takes `each`.
    func turnoverResult(
        _ mix: LeverageMix, barsPerColumn: Int?, slice: HeatmapSlice = .all,
        each: ((HeatmapColumn) throws -> Void)? = nil
    ) throws -> Result {
        precondition(barsPerColumn ?? 1 > 0, "a column has at least one bar")
        let (source, taps, spreads) = try turnover(mix)
        let bars = read.bars
        let forward = try ForwardPass(
            source, from: bars.lowerBound, taps, isInBase: model.contract == .linear, pause: pause(at:))
        let liquidated = forward.liquidated.map { $0.shifted(by: bars.lowerBound) }
        let pass = BackwardPass(bars, of: source, taps)
        var shares = BySide(both: LiveShares(on: grid))
        shares.long.take(pass, taps.long)
        shares.short.take(pass, taps.short)
        let map = try turnoverMap(shares, forward, source)
        let born = Births.lost(
            in: source.series, amount: model.births, contract: model.contract, spreads
        )
        .map { $0.map { Array($0[bars]) } }
        let heatmap: Heatmap? = try barsPerColumn.flatMap { perColumn in
            let spans = Heatmap.spans(of: series, liquidated, barsPerColumn: perColumn, born: born)
            if let each {
                try turnoverColumns(source, taps, barsPerColumn: perColumn) { column, shares, worth in
                    let notional = BySide.each { side in
                        shares[side].live.map { slice.holds(side) ? $0 * worth : 0 }
                    }
                    try each(HeatmapColumn(index: column, span: spans[column], notional: notional))
                }
                return nil
            }
            var cells = BySide.each { _ in zeros(spans.count * grid.count) }
            try turnoverColumns(source, taps, barsPerColumn: perColumn) { column, shares, worth in
                for side in Side.allCases where slice.holds(side) {
                    Self.copy(shares[side].live, times: worth, to: &cells[side], at: column * grid.count)
                }
            }
            return Heatmap(grid: grid, barsPerColumn: perColumn, columns: spans, notional: cells)
        }
        return Result(
            map: map, heatmap: heatmap, gaps: source.bars.gaps, ledger: nil, born: born,
            barCount: series.count, liquidatedBars: liquidated)
    }

    /// Runs with one mix for every bar, with a heatmap of one side; its columns are handed out one at a time where asked.
    ///
    /// - Parameters:
    ///   - mix: weights on the rungs.
    ///   - barsPerColumn: how many bars make a column, at least 1.
    ///   - slice: which side; all rungs.
    ///   - each: takes the columns in order; what it throws ends the run. `nil` to hold them all.
    /// - Returns: the map of everything, and the heatmap unless it was handed out.
    /// - Throws: what `each` throws, and ``CoreError``.
    /// - Precondition: ``turnsOver``.
    public func run(
        _ mix: LeverageMix, barsPerColumn: Int, slice: HeatmapSlice, each: ((HeatmapColumn) throws -> Void)?
    ) throws -> Result {
        precondition(turnsOver && slice.rungs == nil, "rungs of a heatmap need a run by rung")
        return try turnoverResult(mix, barsPerColumn: barsPerColumn, slice: slice, each: each)
    }

    /// The live shares after each column's last bar, column by column.
    private func turnoverColumns(
        _ source: TurnoverSource, _ taps: BySide<RungTaps>, barsPerColumn: Int,
        _ each: (_ column: Int, _ shares: BySide<LiveShares>, _ worth: Double) throws -> Void
    ) throws {
        let bars = read.bars
        var (first, column, shares) = (bars.lowerBound, 0, BySide(both: LiveShares(on: grid)))
        while first < bars.upperBound {
            let end = min(first + barsPerColumn, bars.upperBound)
            try pause(at: (first - bars.lowerBound) & ~255)
            let pass = BackwardPass(first..<end, of: source, taps)
            shares.long.take(pass, taps.long)
            shares.short.take(pass, taps.short)
            try each(column, shares, worth(after: end - 1, source))
            (first, column) = (end, column + 1)
        }
    }

    private static func copy(_ cells: [Double], times worth: Double, to room: inout [Double], at start: Int) {
        var room = room.mutableSpan
        precondition(start >= 0 && start + cells.count <= room.count)
        for index in cells.indices { unsafe room[unchecked: start &+ index] = cells[index] * worth }
    }

    private func turnoverMap(
        _ shares: BySide<LiveShares>, _ forward: ForwardPass, _ source: TurnoverSource
    ) throws(CoreError) -> LiquidationMap {
        let last = source.series.count - 1
        let (worth, interest) = (worth(after: last, source), source.bars.interest[last])
        func time(_ bar: Int) -> Timestamp { Timestamp(milliseconds: source.series.time[bar]) }
        let report = LedgerReport(
            unit: model.contract == .linear ? .base : .quoteAtEntry,
            accounts: BySide.each { side in
                let (account, shares) = (forward.accounts[side], shares[side])
                return LedgerReport.Account(
                    opened: account.opened, live: shares.live.reduce(0, +) * interest, closed: account.closed,
                    liquidated: account.liquidated, belowGrid: shares.below * interest,
                    aboveGrid: shares.above * interest)
            })
        try report.check()
        return LiquidationMap(
            grid: grid, rungs: rungs, time: time(last), price: try Price(source.series.close[last]),
            notional: shares.map { $0.live.map { $0 * worth } }, ledger: report,
            freshness: Freshness(
                untouched: shares.map { $0.all.map { $0 * worth } },
                touched: shares.map { $0.touched.map { $0 < 0 ? nil : time(Int($0)) } }))
    }
}
