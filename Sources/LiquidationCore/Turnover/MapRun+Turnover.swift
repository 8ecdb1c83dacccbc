extension MapRun {
    /// Whether one mix for all bars can be run as passes over the bars instead of rung by rung.
    ///
    /// That is so where a bar replaces a share of open interest whatever was liquidated, entries lie evenly over the bar,
    /// and nothing else moves, ages or splits what is live.
    public var turnsOver: Bool { Self.turnsOver(model, byRung: byRung) }

    static func turnsOver(_ model: MapModel, byRung: Bool) -> Bool {
        guard case .turnover = model.flow else { return false }
        return model.entry == .evenly && model.closing == .proRata && model.touch == .beyond && !model.accrue
            && !byRung
    }

    /// The bars that passes read, and those of them whose entries count.
    private var read: (series: BarSeries, bars: Range<Int>) {
        let all = fine?.tape ?? history ?? series
        return (all, end(of: -1)..<all.count)
    }

    /// Where a bar of the series ends among those that passes read; −1 stands for the one before the first.
    func end(of bar: Int) -> Int {
        // Asked for each bar: a series that is copied costs more than the bar.
        let last = offset + bar
        if fine == nil { return last + 1 }
        return last >= 0 ? fine?.ends[last] ?? 0 : 0
    }

    /// The bar of the series that a bar which passes read is a part of.
    func owner(of bar: Int) -> Int {
        (fine == nil ? bar : Int(fine?.owners[bar] ?? 0)) - offset
    }

    /// Sums over the bars of the series of what is known for each bar that was read.
    private func summed(_ read: [Double]) -> [Double] {
        guard let fine else { return Array(read[offset...]) }
        return (offset..<fine.ends.count).map { read[fine.bars(of: $0)].reduce(0, +) }
    }

    /// What the bars of the series did, where it is known for those that were read.
    private func summed(_ read: LiquidatedBars) -> LiquidatedBars {
        guard fine != nil else { return read.shifted(by: end(of: -1)) }
        var sums = LiquidatedBars()
        var (bar, sum) = (0, 0.0)
        for (place, notional) in zip(read.bars, read.notional) {
            let now = owner(of: Int(place))
            if now != bar {
                sums.append(sum, bar: bar)
                (bar, sum) = (now, 0)
            }
            sum += notional
        }
        sums.append(sum, bar: bar)
        return sums
    }

    /// Bars and taps of a mix: what both passes read.
    func turnover(
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
        var forward = forwardPass(source, taps)
        try forward.take(upTo: bars.upperBound, pause: pause(at:))
        let liquidated = forward.liquidated.map(summed)
        let ages = LiveAges(bars, of: source, taps)
        var shares = BySide(both: LiveShares(on: grid))
        shares.long.take(ages.pass, taps.long)
        shares.short.take(ages.pass, taps.short)
        let map = try turnoverMap(shares, forward, source, taps, ages)
        let makeBorn = { @Sendable [self] in
            Births.lost(
                in: source.series, amount: model.births, spreads,
                lengths: fine?.length(of:)
            )
            .map { $0.map(summed) }
        }
        let heatmap: Heatmap? = try barsPerColumn.flatMap { perColumn in
            let spans = Heatmap.spans(of: series, liquidated, barsPerColumn: perColumn, born: makeBorn())
            if let each {
                try turnoverColumns(source, taps, barsPerColumn: perColumn) { column, shares, worth in
                    var cells = BySide(both: [Double](repeating: 0, count: grid.count))
                    for side in Side.allCases where slice.holds(side) {
                        shares[side].copy(slice.measure, worth: worth, to: &cells[side], at: 0)
                    }
                    try each(HeatmapColumn(index: column, span: spans[column], cells: cells))
                }
                return nil
            }
            var cells = BySide.each { _ in zeros(spans.count * grid.count) }
            try turnoverColumns(source, taps, barsPerColumn: perColumn) { column, shares, worth in
                for side in Side.allCases where slice.holds(side) {
                    shares[side].copy(
                        slice.measure, worth: worth, to: &cells[side], at: column * grid.count)
                }
            }
            return Heatmap(
                grid: grid, barsPerColumn: perColumn, columns: spans, measure: slice.measure, cells: cells)
        }
        return Result(
            map: map, heatmap: heatmap, gaps: source.bars.gaps, ledger: nil, makeBorn: makeBorn,
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
        var (first, column, shares) = (0, 0, BySide(both: LiveShares(on: grid)))
        while first < series.count {
            let next = min(first + barsPerColumn, series.count)
            try pause(at: first & ~255)
            let bars = end(of: first - 1)..<end(of: next - 1)
            let pass = BackwardPass(bars, of: source, taps)
            shares.long.take(pass, taps.long)
            shares.short.take(pass, taps.short)
            try each(column, shares, worth(after: bars.upperBound - 1, source))
            (first, column) = (next, column + 1)
        }
    }

    /// A pass forward over the bars that count.
    func forwardPass(_ source: TurnoverSource, _ taps: BySide<RungTaps>) -> ForwardPass {
        ForwardPass(source, from: read.bars.lowerBound, taps, isInBase: model.contract == .linear)
    }

    /// The map after the last bar that both passes have taken.
    func turnoverMap(
        _ shares: BySide<LiveShares>, _ forward: ForwardPass, _ source: TurnoverSource,
        _ taps: BySide<RungTaps>, _ ages: LiveAges? = nil
    ) throws(CoreError) -> LiquidationMap {
        let last = forward.next - 1
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
            grid: grid, rungs: rungs, time: Timestamp(milliseconds: series.time[owner(of: last)]),
            price: try Price(source.series.close[last]),
            notional: shares.map { $0.live.map { $0 * worth } }, ledger: report,
            freshness: Freshness(
                untouched: shares.map { $0.all.map { $0 * worth } },
                touched: shares.map { $0.touched.map { $0 < 0 ? nil : time(Int($0)) } }),
            unknownAge: unknownAge(shares, forward, source, taps).map { $0.map { $0.map { $0 * worth } } },
            ages: ages?.worth(worth))
    }

    /// What is left per bucket of what stood when the data began, as shares of open interest; `nil` where bars before the first
    /// tell when it was opened.
    private func unknownAge(
        _ shares: BySide<LiveShares>, _ forward: ForwardPass, _ source: TurnoverSource,
        _ taps: BySide<RungTaps>
    ) -> BySide<[Double]>? {
        guard history == nil, let first = forward.opening, forward.original >= BackwardPass.negligible else {
            return nil
        }
        var entries = source.emptyHistogram(first..<(first + 1))
        entries.add(
            forward.original, from: source.scale.position(source.series.low[first]),
            to: source.scale.position(source.series.high[first]))
        return BySide.each { side in
            var cells = [Double](repeating: 0, count: grid.count)
            taps[side].add(entries, to: &cells)
            for (bucket, touched) in shares[side].touched.enumerated() where touched > first {
                cells[bucket] = 0
            }
            return cells
        }
    }
}
