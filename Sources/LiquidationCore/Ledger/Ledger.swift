/// The ledger of estimated open positions, indexed by the price at which each would be force-closed.
///
/// A value that takes one bar at a time: feeding a series bar by bar, in chunks or at once gives the same
/// bytes, and a copy is a branch. It sees nothing of the bars to come.
///
/// In each bar, in this order: funding that is paid moves liquidation prices; what the bar's path touched is liquidated; what
/// left open interest is closed; what came is opened at the bar's entry prices and filed under its liquidation
/// prices.
public struct Ledger: Sendable {
    /// The plan, with what depends on the data decided.
    public let model: MapModel
    /// The price axis.
    public let grid: PriceGrid
    /// The ladder under the margin rule.
    public let rungs: [Rung]
    /// Whether mass is kept rung by rung.
    public let isByRung: Bool

    let rules: BySide<SideBook.Rules>
    private(set) var reader: BarReader
    private var spreads = BySide(both: MixSpread.none)
    var books: BySide<SideBook>
    /// How many bars lacked what the model wanted.
    public var gaps: Gaps { reader.gaps }

    /// Bars in which a cell was missing, and what the ledger did instead.
    public struct Gaps: Hashable, Sendable {
        /// Without open interest: the last known one stood in for it.
        public internal(set) var openInterest = 0
        /// Without a long/short ratio: what opened was split evenly.
        public internal(set) var longShortRatio = 0
        /// Without volume bought by takers, or without volume: what opened was split evenly.
        public internal(set) var takerBuyVolume = 0
        /// Without volume where positions open by volume: nothing opened.
        public internal(set) var volume = 0
        /// Without a mark price: the last price force-closed.
        public internal(set) var markPrice = 0
        /// Without a turnover: the model's own stood in for it.
        public internal(set) var turnover = 0
    }

    /// An empty ledger.
    ///
    /// - Parameters:
    ///   - model: the plan, resolved for the data it will be fed.
    ///   - grid: the price axis.
    ///   - rungs: the ladder under the margin rule.
    ///   - byRung: keep mass rung by rung, at the cost of `rungs` times the memory.
    /// - Throws: ``CoreError`` `.invalidModel` when every rung is refused.
    init(model: MapModel, grid: PriceGrid, rungs: [Rung], byRung: Bool) throws(CoreError) {
        guard rungs.contains(where: { !$0.isRefused }) else {
            throw CoreError(
                .invalidModel, "every rung of the ladder is refused: liquidatable at entry, or not admitted")
        }
        (self.model, self.grid, self.rungs, isByRung) = (model, grid, rungs, byRung)
        let scale = LogScale(grid)
        let rules = BySide.each {
            SideBook.Rules($0, model: model, grid: grid, scale: scale, rungs: rungs, byRung: byRung)
        }
        self.rules = rules
        reader = BarReader(model)
        books = BySide.each { SideBook(side: $0, model: model, rules: rules[$0]) }
    }

    /// Mass is base quantity under a balance on open interest, quote notional otherwise, and always where the
    /// contract is inverse.
    public var unit: MassUnit {
        guard model.contract == .linear else { return .quoteAtEntry }
        switch model.flow {
        case .openInterestBalance, .turnover: return .base
        case .openInterestChanges, .volume, .planned: return .quoteAtEntry
        }
    }

    /// Takes one bar.
    ///
    /// - Parameters:
    ///   - bar: the bar after the last one taken.
    ///   - plan: weights for what opens in it.
    /// - Returns: the notional that was liquidated, quote units.
    /// - Throws: ``CoreError`` `.invalidWeights` when the plan breaks the rules of ``BarPlan``, all weight
    ///   lies on refused rungs or the weights are not as many as the rungs. Weights are looked at only where
    ///   something opens; the bar is then taken in part: go on with a copy from before.
    /// - Complexity: O(rungs · entry points), amortised.
    @discardableResult
    public mutating func take(_ bar: LedgerBar, plan: borrowing BarPlan) throws(CoreError) -> BySide<Double> {
        try take(bar, plan: plan, only: nil)
    }

    /// Takes one bar, on one side only where asked: what a side does never depends on the other.
    mutating func take(
        _ bar: LedgerBar, plan: borrowing BarPlan, only side: Side?
    ) throws(CoreError) -> BySide<Double> {
        try plan.check()
        let demand = reader.demand(of: bar, plan: plan)
        var touched = BySide(both: 0.0)
        if side != .short {
            let longs = books.long.settle(demand, demand.sides.long, rules.long)
            touched.long = longs.touched
            if let quantity = longs.opens {
                try Self.spread(plan.weights.long, &spreads.long, .long, rungs, rules.long)
                try Self.open(quantity, in: bar, plan, &books.long, spreads.long, rules.long)
            }
        }
        if side != .long {
            let shorts = books.short.settle(demand, demand.sides.short, rules.short)
            touched.short = shorts.touched
            if let quantity = shorts.opens {
                try Self.spread(plan.weights.short, &spreads.short, .short, rungs, rules.short)
                try Self.open(quantity, in: bar, plan, &books.short, spreads.short, rules.short)
            }
        }
        let worth = unit == .base ? bar.close : 1
        return touched.map { $0 * worth }
    }

    @inline(__always)
    private static func open(
        _ quantity: Double, in bar: borrowing LedgerBar, _ plan: borrowing BarPlan, _ book: inout SideBook,
        _ spread: borrowing MixSpread, _ rules: borrowing SideBook.Rules
    ) throws(CoreError) {
        if plan.entryWeights.isEmpty {
            try book.open(quantity, in: bar, spread, rules)
        } else {
            try book.open(quantity, in: bar, weighed: plan.entryWeights, spread, rules)
        }
    }

    /// Makes the last spread that of some weights.
    private static func spread(
        _ weights: [Double], _ last: inout MixSpread, _ side: Side, _ rungs: [Rung],
        _ rules: borrowing SideBook.Rules
    ) throws(CoreError) {
        if !last.rungs.isEmpty, last.source == weights || last.take(weights) { return }
        last = try MixSpread(
            weights, side: side, rungs: rungs, scale: rules.layout.scale, entries: rules.layout.entries)
    }

    /// Takes note of bars before the first one that is taken, without opening anything: what they replaced and where they
    /// ended is known then.
    mutating func read(_ series: BarSeries, before end: Int) {
        let plan = BarPlan(LeverageMix(unchecked: [1]))
        for index in 0..<end { _ = reader.demand(of: LedgerBar(series, at: index), plan: plan) }
        reader.forgetGaps()
    }

    /// Takes over what the sides of a run have become.
    mutating func adopt(_ sides: BySide<SideRun>) {
        (books, reader) = (sides.map(\.book), sides.long.reader)
        spreads = sides.map { $0.spread ?? .none }
    }

    /// Mass that was force-closed so far, per bucket, in the ledger's unit; for programs, and to check against the
    /// golden files of the base model.
    public var liquidatedByBucket: BySide<[Double]> { books.map(\.liquidatedByBucket) }
}

/// A ledger with a bar that is still running: each trade, or each change of open interest, moves the map.
///
/// For programs that follow a market as it trades; liq itself works on bars that have ended.
///
/// The ledger before the bar is kept, and the bar as it is known so far is taken on a copy of it. A bar that has
/// ended gives the same bits as ``Ledger/take(_:plan:)`` with the whole bar, however many updates it had.
public struct RunningLedger: Sendable {
    /// The ledger after the bars that have ended.
    public private(set) var settled: Ledger
    /// The running bar, as far as it is known.
    public private(set) var bar: LedgerBar
    /// Weights for what opens in the running bar.
    public var plan: BarPlan

    /// A running bar on a ledger.
    public init(_ ledger: Ledger, bar: LedgerBar, plan: BarPlan) {
        (settled, self.bar, self.plan) = (ledger, bar, plan)
    }

    /// Takes note of a trade.
    ///
    /// - Parameters:
    ///   - price: moves the bar's close, and its high or low where it lies beyond them.
    ///   - quantity: base units, added to the bar's volume.
    ///   - takerBought: whether the taker bought.
    ///   - openInterest: base units, where it is known to have changed.
    public mutating func trade(
        at price: Price, quantity: Quantity, takerBought: Bool, openInterest: Double? = nil
    ) {
        bar.close = price.value
        bar.high = max(bar.high, price.value)
        bar.low = min(bar.low, price.value)
        bar.volume = (bar.volume ?? 0) + quantity.value
        bar.takerBuyVolume = (bar.takerBuyVolume ?? 0) + (takerBought ? quantity.value : 0)
        if let openInterest { bar.openInterest = openInterest }
    }

    /// The ledger as it stands within the bar.
    ///
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``.
    /// - Complexity: O(buckets + rungs · entry points).
    public func current() throws(CoreError) -> Ledger {
        var ledger = settled
        try ledger.take(bar, plan: plan)
        return ledger
    }

    /// Ends the bar and starts the next one.
    ///
    /// - Returns: the notional that the ended bar liquidated, quote units.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``; nothing has changed then.
    @discardableResult
    public mutating func end(next: LedgerBar) throws(CoreError) -> BySide<Double> {
        var ledger = settled
        let liquidated = try ledger.take(bar, plan: plan)
        (settled, bar) = (ledger, next)
        return liquidated
    }
}
