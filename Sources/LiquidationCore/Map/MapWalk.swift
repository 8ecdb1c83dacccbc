/// A run that stops on its way: the map after a bar, then after a later one, in one walk over the data.
///
/// All maps lie on one price axis, that of all the data. In the buckets that they share, each is the map of the data cut
/// after its bar: to the bit where the ledger is walked bar by bar, to 1e-12 of the largest bucket where a mix turns over.
/// ``LiquidationMap/cut(to:)`` gives it the axis of the cut data.
///
/// ```swift
/// var walk = try run.walk(.measured(on: .standard))
/// for bar in stride(from: 5, to: run.series.count, by: 6) {
///     print(try walk.map(after: bar).total(.long))
/// }
/// ```
public struct MapWalk {
    private let run: MapRun
    private var road: Road

    private enum Road {
        case passes(TurnoverWalk)
        case ledger(LedgerWalk)
    }

    init(_ run: MapRun, _ walk: TurnoverWalk) { (self.run, road) = (run, .passes(walk)) }

    init(_ run: MapRun, _ walk: LedgerWalk) { (self.run, road) = (run, .ledger(walk)) }

    /// How many bars were taken.
    public var count: Int {
        switch road {
        case .passes(let walk): walk.next
        case .ledger(let walk): walk.next
        }
    }

    /// Bars in which a cell was missing, as far as that is known.
    public var gaps: Ledger.Gaps {
        switch road {
        case .passes(let walk): walk.gaps
        case .ledger(let walk): walk.gaps
        }
    }

    /// Takes the bars up to one and gives the map after it.
    ///
    /// - Parameter bar: its place in the series, from 0.
    /// - Returns: the map.
    /// - Throws: ``CoreError`` as a run, and what the plan of bars throws.
    /// - Precondition: the bar was not taken before.
    /// - Complexity: that of the bars that are taken, and O(buckets · rungs).
    public mutating func map(after bar: Int) throws -> LiquidationMap {
        precondition(bar >= count && bar < run.series.count, "a walk goes forward, bar by bar")
        // Taken out while it changes, so that nothing is copied.
        switch road {
        case .passes(var walk):
            road = .ledger(.nowhere)
            defer { road = .passes(walk) }
            return try walk.map(after: bar, run)
        case .ledger(var walk):
            road = .ledger(.nowhere)
            defer { road = .ledger(walk) }
            return try walk.map(after: bar, run)
        }
    }
}

/// A ledger on its way over the bars.
struct LedgerWalk {
    private var ledger: Ledger?
    private var current: BarPlan
    private let plan: (Int, inout BarPlan) throws -> Void
    private(set) var next = 0

    /// Bars so far in which a cell was missing.
    var gaps: Ledger.Gaps { ledger?.gaps ?? Ledger.Gaps() }

    /// Stands for a walk that is elsewhere.
    static var nowhere: LedgerWalk { LedgerWalk(nil, BarPlan(LeverageMix(unchecked: [1]))) { _, _ in } }

    init(
        _ ledger: Ledger?, _ current: BarPlan, plan: @escaping (Int, inout BarPlan) throws -> Void
    ) { (self.ledger, self.current, self.plan) = (ledger, current, plan) }

    mutating func map(after bar: Int, _ run: MapRun) throws -> LiquidationMap {
        guard var ledger else { preconditionFailure("a walk is used by one at a time") }
        self.ledger = nil
        defer { self.ledger = ledger }
        while next <= bar {
            try run.pause(at: next)
            try plan(next, &current)
            _ = try ledger.take(LedgerBar(run.series, at: next), plan: current)
            next += 1
        }
        return try LiquidationMap(
            ledger, time: Timestamp(milliseconds: run.series.time[bar]), price: Price(run.series.close[bar]))
    }
}

/// The passes of a turnover on their way over the bars.
struct TurnoverWalk {
    private var forward: ForwardPass
    private var shares: BySide<LiveShares>
    private let source: TurnoverSource
    private let taps: BySide<RungTaps>
    /// The first bar of the series that was not taken.
    private(set) var next = 0

    /// Bars of all the data in which a cell was missing.
    var gaps: Ledger.Gaps { source.bars.gaps }

    init(_ source: TurnoverSource, _ taps: BySide<RungTaps>, _ forward: ForwardPass) {
        (self.source, self.taps, self.forward) = (source, taps, forward)
        shares = BySide(both: LiveShares(on: source.grid))
    }

    mutating func map(after bar: Int, _ run: MapRun) throws -> LiquidationMap {
        let bars = forward.next..<run.end(of: bar)
        next = bar + 1
        let pass = BackwardPass(bars, of: source, taps)
        shares.long.take(pass, taps.long)
        shares.short.take(pass, taps.short)
        try forward.take(upTo: bars.upperBound, pause: run.pause(at:))
        return try run.turnoverMap(shares, forward, source, taps)
    }
}

extension MapRun {
    /// Begins a walk with one mix for every bar.
    ///
    /// - Parameter mix: weights on the rungs.
    /// - Returns: the walk before its first bar.
    /// - Throws: ``CoreError`` as a run.
    public func walk(_ mix: LeverageMix) throws -> MapWalk {
        guard turnsOver else {
            let plan = BarPlan(mix)
            return try walk { _, current in current = plan }
        }
        let (source, taps, _) = try turnover(mix)
        return MapWalk(self, TurnoverWalk(source, taps, forwardPass(source, taps)))
    }

    /// Begins a walk with a plan that may change from bar to bar.
    ///
    /// - Parameter plan: as in ``run(barsPerColumn:plan:)``; asked for each bar when it is taken.
    /// - Returns: the walk before its first bar.
    /// - Throws: ``CoreError`` as a run.
    public func walk(plan: @escaping (Int, inout BarPlan) throws -> Void) throws -> MapWalk {
        let ones = [Double](repeating: 1, count: rungs.count)
        let ledger = try emptyLedger(byRung: byRung)
        return MapWalk(self, LedgerWalk(ledger, BarPlan(try LeverageMix(ones)), plan: plan))
    }
}

extension LiquidationMap {
    /// The map on a part of its axis, as a run over that part makes it: what lies beyond is off the grid.
    ///
    /// - Parameter part: some of the buckets of ``grid``, on the same lattice.
    /// - Returns: the map without ages; itself where the part is the whole axis or lies elsewhere.
    /// - Complexity: O(buckets).
    public func cut(to part: PriceGrid) -> LiquidationMap {
        guard let own = grid.place, let place = part.place, own.lattice == place.lattice, part != grid,
            case let first = place.first - own.first, first >= 0, first + part.count <= grid.count
        else { return self }
        let range = first..<(first + part.count)
        func cells<Cell>(_ cells: [Cell]) -> [Cell] { Array(cells[range]) }
        let worth = ledger.unit == .base ? price.value : 1
        let accounts = BySide.each { side in
            let (account, all) = (ledger.accounts[side], notional[side])
            let (below, above) = (
                all[..<range.lowerBound].reduce(0, +) / worth, all[range.upperBound...].reduce(0, +) / worth
            )
            return LedgerReport.Account(
                opened: account.opened, live: account.live - below - above, closed: account.closed,
                liquidated: account.liquidated, belowGrid: account.belowGrid + below,
                aboveGrid: account.aboveGrid + above)
        }
        return LiquidationMap(
            grid: part, rungs: rungs, time: time, price: price, notional: notional.map(cells),
            ledger: LedgerReport(unit: ledger.unit, accounts: accounts),
            byRung: byRung.map { $0.map(cells) },
            freshness: freshness.map {
                Freshness(untouched: $0.untouched.map(cells), touched: $0.touched.map(cells))
            }, unknownAge: unknownAge.map { $0.map(cells) })
    }
}
