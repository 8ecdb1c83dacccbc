/// What is known of the entries that lie in some buckets of one side, bar by bar forward: the deposits since each bucket's
/// last touch, and what became of the others.
private struct FollowedBuckets {
    let buckets: Range<Int>
    private let taps: RungTaps
    private let source: TurnoverSource
    /// Per bucket: what was entered since its last touch, earliest first, in units that undo closing.
    private(set) var deposits: [[Deposit]]
    /// Everything that was ever opened in the buckets, and what of it was liquidated, in the ledger's unit.
    private(set) var opened = 0.0
    private(set) var liquidated = 0.0
    private(set) var lastSwept: Int?
    /// How many deposits are kept.
    private var count = 0

    struct Deposit {
        let bar: Int32
        let rung: Int32
        /// The middles of the lowest and the highest cell of entries, in cells.
        let lowest: Double
        let highest: Double
        /// When it was opened, in the ledger's unit.
        let opened: Double
        var mass: Double
    }

    init(_ buckets: Range<Int>, _ taps: RungTaps, _ source: TurnoverSource) {
        (self.buckets, self.taps, self.source) = (buckets, taps, source)
        deposits = Array(repeating: [], count: buckets.count)
    }

    /// A path touches the buckets that it reaches.
    ///
    /// - Parameters:
    ///   - path: the path.
    ///   - bar: the bar.
    ///   - unit: what one unit of mass is worth before the bar, in the ledger's unit.
    mutating func touch(_ path: TurnoverBars.Bar, _ bar: Int, unit: Double) {
        let grid = source.grid
        let reached =
            taps.side == .long
            ? max(
                buckets.lowerBound, grid.index(of: path.low))..<max(
                    buckets.lowerBound, grid.index(of: path.low), buckets.upperBound)
            : buckets
                .lowerBound..<max(
                    buckets.lowerBound, min(buckets.upperBound, grid.index(of: path.high) + 1))
        for bucket in reached where !deposits[bucket - buckets.lowerBound].isEmpty {
            let place = bucket - buckets.lowerBound
            liquidated += deposits[place].reduce(0) { $0 + $1.mass } * unit
            lastSwept = bar
            count -= deposits[place].count
            deposits[place].removeAll(keepingCapacity: true)
        }
    }

    /// All that is open was replaced.
    mutating func clear() {
        count = 0
        for place in deposits.indices { deposits[place].removeAll(keepingCapacity: true) }
    }

    mutating func rescale(by factor: Double) {
        for place in deposits.indices {
            for index in deposits[place].indices { deposits[place][index].mass *= factor }
        }
    }

    /// A bar opens a share of open interest evenly over its range.
    ///
    /// - Parameters:
    ///   - share: the share.
    ///   - amount: the same in the ledger's unit.
    ///   - unit: what the deposits' masses are to be multiplied by to be shares.
    ///   - low: the lower end of the range, in cells.
    ///   - high: the upper end.
    ///   - bar: the bar.
    /// - Throws: ``CoreError`` `.outOfRange` for more deposits than are kept.
    mutating func open(_ share: Double, amount: Double, unit: Double, low: Double, high: Double, _ bar: Int)
        throws(CoreError)
    {
        let (edges, distances) = (taps.scale.edges, taps.distances)
        var entries = EntryHistogram(from: low, to: high)
        entries.add(1, from: low, to: high)
        let (first, end) = (Double(entries.first), Double(entries.first + entries.cells.count))
        for rung in distances.indices {
            // Cells beyond the buckets' own by one, since a rung moves them by parts of a cell.
            guard edges[buckets.lowerBound] + distances[rung] - 1 < end,
                edges[buckets.upperBound] + distances[rung] + 1 > first
            else { continue }
            for bucket in buckets {
                let part = taps.entries(rung, bucket, entries) * taps.weights[rung]
                guard part > 0 else { continue }
                opened += amount * part
                guard count < DepositHistory.limit else {
                    throw CoreError(
                        .outOfRange, "the range holds more than \(DepositHistory.limit) deposits",
                        hint: "ask for a narrower one")
                }
                count += 1
                let (from, to) = (edges[bucket] + distances[rung], edges[bucket + 1] + distances[rung])
                deposits[bucket - buckets.lowerBound].append(
                    Deposit(
                        bar: Int32(bar), rung: Int32(taps.rungs[rung]),
                        lowest: max(from.rounded(.down), first) + 0.5,
                        highest: min(to.rounded(.up), end) - 0.5, opened: amount * part,
                        mass: share * part / unit))
            }
        }
    }
}

extension MapRun {
    /// Tells where the mass in some buckets came from, for a mix that turns over: without the rest of the map.
    ///
    /// - Parameters:
    ///   - buckets: a range of the grid's buckets, not empty.
    ///   - sides: the sides to look at.
    ///   - mix: weights on the rungs.
    /// - Returns: what the buckets hold, deposit by deposit, and the map.
    /// - Throws: ``CoreError`` as a run, and as ``explain(_:sides:plan:)``.
    /// - Precondition: ``turnsOver``.
    /// - Complexity: O(bars · (1 + rungs that the buckets take from)), and that of a map.
    public func explain(
        _ buckets: Range<Int>, sides: [Side], mix: LeverageMix
    ) throws -> (explanation: Explanation, result: Result) {
        precondition(turnsOver, "a ledger explains bar by bar")
        try Explanation.check(buckets, on: grid)
        let (source, taps, _) = try turnover(mix)
        let parts = try sides.map { side in
            try part(side, FollowedBuckets(buckets, taps[side], source), source)
        }
        return (
            Explanation(
                low: grid.edges[buckets.lowerBound], high: grid.edges[buckets.upperBound], parts: parts),
            try run(mix)
        )
    }

    private func part(
        _ side: Side, _ followed: consuming FollowedBuckets, _ source: TurnoverSource
    ) throws -> Explanation.Part {
        let (series, bars, scale) = (source.series, source.bars, source.scale)
        let (first, count) = (end(of: -1), series.count)
        var unit = 1.0
        for bar in first..<count {
            try pause(at: bar)
            let now = bars[bar]
            followed.touch(now, bar, unit: unit * (bar > 0 ? bars.interest[bar - 1] : 0))
            unit *= 1 - now.share
            if unit < 1e-200 {
                if unit == 0 { followed.clear() } else { followed.rescale(by: unit) }
                unit = 1
            }
            guard now.share > 0 else { continue }
            try followed.open(
                now.share, amount: now.share * bars.interest[bar], unit: unit,
                low: scale.position(series.low[bar]), high: scale.position(series.high[bar]), bar)
        }
        let isLinear = model.contract == .linear
        let worth = isLinear ? series.close[count - 1] : 1
        let live = unit * bars.interest[count - 1] * worth
        var deposits = DepositSums(series: self.series, rungs: rungs)
        for deposit in followed.deposits.joined() {
            deposits.add(
                bar: owner(of: Int(deposit.bar)), rung: Int(deposit.rung),
                entries: scale.price(deposit.lowest)...scale.price(deposit.highest),
                opened: deposit.opened * worth, live: deposit.mass * live)
        }
        return Explanation.Part(
            side: side, live: followed.deposits.joined().reduce(0) { $0 + $1.mass } * live,
            opened: followed.opened * worth, liquidated: followed.liquidated * worth,
            lastSwept: followed.lastSwept.map { Timestamp(milliseconds: series.time[$0]) },
            deposits: deposits.newestFirst)
    }
}
