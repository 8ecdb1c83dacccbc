/// The ledger of estimated open positions, indexed by the price at which each would be force-closed.
///
/// A value that takes one bar at a time: feeding a series bar by bar, in chunks or at once gives the same
/// bytes, and a copy is a branch. It sees nothing of the bars to come.
///
/// In each bar, in this order: funding that is paid moves levels; what the bar's path touched is liquidated; what
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

    private let rules: (long: SideBook.Rules, short: SideBook.Rules)
    private(set) var tape: BarTape
    private var spreads: (long: MixSpread, short: MixSpread) = (.none, .none)
    var long: SideBook
    var short: SideBook
    /// How many bars lacked what the model wanted.
    public var gaps: Gaps { tape.gaps }

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

    /// What a bar did.
    public struct Outcome: Hashable, Sendable {
        /// Liquidated longs, notional in quote units.
        public let longNotional: Double
        /// Liquidated shorts, notional in quote units.
        public let shortNotional: Double
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
        rules = (
            SideBook.Rules(.long, model: model, grid: grid, scale: scale, rungs: rungs, byRung: byRung),
            SideBook.Rules(.short, model: model, grid: grid, scale: scale, rungs: rungs, byRung: byRung)
        )
        tape = BarTape(model)
        long = SideBook(side: .long, model: model, rules: rules.long)
        short = SideBook(side: .short, model: model, rules: rules.short)
    }

    /// Mass is base quantity under a balance on open interest, quote notional otherwise, and always where the
    /// contract is inverse.
    public var unit: MassUnit {
        if case .openInterestBalance = model.flow, model.contract == .linear { return .base }
        return .quoteAtEntry
    }

    /// Takes one bar.
    ///
    /// - Parameters:
    ///   - bar: the bar after the last one taken.
    ///   - plan: weights for what opens in it.
    /// - Returns: what was liquidated.
    /// - Throws: ``CoreError`` `.invalidWeights` when the plan breaks the rules of ``BarPlan``, all weight
    ///   lies on refused rungs or the weights are not as many as the rungs. Weights are looked at only where
    ///   something opens; the bar is then taken in part: go on with a copy from before.
    /// - Complexity: O(rungs · entry points), amortised.
    @discardableResult
    public mutating func take(_ bar: LedgerBar, plan: borrowing BarPlan) throws(CoreError) -> Outcome {
        try take(bar, plan: plan, only: nil)
    }

    /// Takes one bar, on one side only where asked: what a side does never depends on the other.
    mutating func take(
        _ bar: LedgerBar, plan: borrowing BarPlan, only side: Side?
    ) throws(CoreError) -> Outcome {
        try plan.check()
        let demand = tape.demand(of: bar, plan: plan)
        var touched = (long: 0.0, short: 0.0)
        if side != .short {
            let longs = long.settle(demand, demand.long, rules.long)
            touched.long = longs.touched
            if let quantity = longs.opens {
                try Self.spread(plan.longWeights, &spreads.long, .long, rungs, rules.long)
                try Self.open(quantity, in: bar, plan, &long, spreads.long, rules.long)
            }
        }
        if side != .long {
            let shorts = short.settle(demand, demand.short, rules.short)
            touched.short = shorts.touched
            if let quantity = shorts.opens {
                try Self.spread(plan.shortWeights, &spreads.short, .short, rungs, rules.short)
                try Self.open(quantity, in: bar, plan, &short, spreads.short, rules.short)
            }
        }
        let worth = unit == .base ? bar.close : 1
        return Outcome(longNotional: touched.long * worth, shortNotional: touched.short * worth)
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
        last = try MixSpread(weights, side: side, rungs: rungs, scale: rules.layout.scale)
    }

    func rules(_ side: Side) -> SideBook.Rules { side == .long ? rules.long : rules.short }

    /// Takes over what the sides of a run have become.
    mutating func adopt(long: SideRun, short: SideRun) {
        (self.long, self.short, tape) = (long.book, short.book, long.tape)
        spreads = (long.spread ?? .none, short.spread ?? .none)
    }

    /// Mass that was force-closed so far, per bucket, in the ledger's unit.
    public func liquidatedByBucket(_ side: Side) -> [Double] {
        side == .long ? long.liquidatedByBucket : short.liquidatedByBucket
    }
}
