/// The ledger of estimated open positions, indexed by the price at which each would be force-closed.
///
/// A value that takes one bar at a time: feeding a series bar by bar, in chunks or at once gives the same
/// bytes, and a copy is a branch. It sees nothing of the bars to come.
///
/// In each bar, in this order: what the bar's path touched is liquidated; what left open interest is closed in
/// proportion; what came is opened at the bar's entry prices and filed under its liquidation prices.
public struct Ledger: Sendable {
    /// The plan, with what depends on the data decided.
    public let model: MapModel
    /// The price axis.
    public let grid: PriceGrid
    /// The ladder under the margin rule.
    public let rungs: [Rung]
    /// Whether mass is kept rung by rung.
    public let isByRung: Bool

    private let active: [Int]
    var long: SideBook
    var short: SideBook
    private var previousClose: Double?
    private var previousOpenInterest: Double?
    /// How many bars lacked what the model wanted.
    public private(set) var gaps = Gaps()

    /// Bars in which a cell was missing, and what the ledger did instead.
    public struct Gaps: Hashable, Sendable {
        /// Without open interest: the last known one stood in for it.
        public internal(set) var openInterest = 0
        /// Without a long/short ratio: what opened was split evenly.
        public internal(set) var longShortRatio = 0
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
        active = rungs.indices.filter { !rungs[$0].isRefused }
        guard !active.isEmpty else {
            throw CoreError(
                .invalidModel, "every rung of the ladder is refused: liquidatable at entry, or not admitted")
        }
        (self.model, self.grid, self.rungs, isByRung) = (model, grid, rungs, byRung)
        long = SideBook(side: .long, buckets: grid.count, rows: byRung ? rungs.count : 1)
        short = SideBook(side: .short, buckets: grid.count, rows: byRung ? rungs.count : 1)
    }

    /// Mass is base quantity under a balance on open interest, quote notional at entry otherwise.
    public var unit: MassUnit {
        if case .openInterestBalance = model.flow { return .base }
        return .quoteAtEntry
    }

    /// Takes one bar.
    ///
    /// - Parameters:
    ///   - bar: the bar after the last one taken.
    ///   - plan: weights for what opens in it.
    /// - Returns: what was liquidated.
    /// - Throws: ``CoreError`` `.invalidWeights` when weights or tilts break the rules of ``BarPlan``, all weight
    ///   lies on refused rungs or the weights are not as many as the rungs. Weights are looked at only where
    ///   something opens; the bar is then taken in part: go on with a copy from before.
    /// - Complexity: O(rungs · entry points), amortised.
    @discardableResult
    public mutating func take(_ bar: LedgerBar, plan: borrowing BarPlan) throws(CoreError) -> Outcome {
        guard plan.longTilt > 0, plan.shortTilt > 0, (plan.longTilt + plan.shortTilt).isFinite else {
            throw CoreError(
                .invalidWeights,
                "tilts must be finite and above zero, were \(plan.longTilt) long and \(plan.shortTilt) short")
        }
        let touched = liquidate(bar)
        if bar.openInterest == nil { gaps.openInterest += 1 }
        // Where a bar lacks open interest, the last known one stands: nothing opens or closes on balance, while
        // what is replaced goes on being replaced.
        if let openInterest = bar.openInterest ?? previousOpenInterest {
            switch model.flow {
            case .openInterestChanges: try follow(bar, openInterest, plan)
            case .openInterestBalance(let turnover): try balance(bar, openInterest, plan, turnover)
            }
            previousOpenInterest = openInterest
        }
        previousClose = bar.close
        let worth = unit == .base ? bar.close : 1
        return Outcome(longNotional: touched.long * worth, shortNotional: touched.short * worth)
    }

    private mutating func liquidate(_ bar: LedgerBar) -> (long: Double, short: Double) {
        var (low, high) = (bar.low, bar.high)
        if model.bridge, let close = previousClose { (low, high) = (min(low, close), max(high, close)) }
        let (first, last) = (max(grid.index(of: low), 0), min(grid.index(of: high), grid.count - 1))
        switch model.touch {
        case .beyond:
            let below = last < 0 ? 0..<0 : 0..<(last + 1)
            return (long.liquidate(min(first, grid.count)..<grid.count), short.liquidate(below))
        case .range:
            guard first <= last else { return (0, 0) }
            return (long.liquidate(first..<(last + 1)), short.liquidate(first..<(last + 1)))
        }
    }

    /// Rising open interest opens, falling open interest closes; mass off the grid is left alone.
    private mutating func follow(
        _ bar: LedgerBar, _ now: Double, _ plan: borrowing BarPlan
    ) throws(CoreError) {
        guard let before = previousOpenInterest else { return }
        if now < before {
            long.keep(now / before, outside: false)
            short.keep(now / before, outside: false)
        } else if now > before {
            var share = 0.5
            if model.split == .ratio {
                if let ratio = bar.longShortRatio {
                    share = ratio / (1 + ratio)
                } else {
                    gaps.longShortRatio += 1
                }
            }
            let longs = share * plan.longTilt
            let shorts = (1 - share) * plan.shortTilt
            // Untilted, the shares stay exactly what the ratio says.
            let total = plan.longTilt == plan.shortTilt ? plan.longTilt : longs + shorts
            let rise = now - before
            try open(bar, inQuote: true, side: .long, rise * (longs / total), plan.longWeights)
            try open(bar, inQuote: true, side: .short, rise * (shorts / total), plan.shortWeights)
        }
    }

    /// Each side's live quantity is brought to open interest after a part of it was replaced.
    ///
    /// A tilt says how much of each side is leveraged speculation: the other side of a crowded trade is more
    /// often hedged. It scales the side's target, so that both sides together stay at twice open interest.
    private mutating func balance(
        _ bar: LedgerBar, _ openInterest: Double, _ plan: borrowing BarPlan, _ turnover: MapModel.Turnover
    ) throws(CoreError) {
        let replaced: Double
        switch turnover {
        case .volume(let share), .automatic(let share, _): replaced = share * (bar.volume ?? 0)
        case .range(let factor):
            let ratio = min(bar.high / bar.low, .greatestFiniteMagnitude)
            replaced = factor * openInterest * Elementary.log(ratio)
        }
        let both = plan.longTilt + plan.shortTilt
        let tilts = (long: 2 * (plan.longTilt / both), short: 2 * (plan.shortTilt / both))
        let longs = long.rebalance(to: openInterest * tilts.long, replacing: replaced * tilts.long)
        try open(bar, inQuote: false, side: .long, longs, plan.longWeights)
        let shorts = short.rebalance(to: openInterest * tilts.short, replacing: replaced * tilts.short)
        try open(bar, inQuote: false, side: .short, shorts, plan.shortWeights)
    }

    private mutating func open(
        _ bar: LedgerBar, inQuote: Bool, side: Side, _ quantity: Double, _ weights: [Double]
    ) throws(CoreError) {
        guard weights.count == rungs.count else {
            throw CoreError(.invalidWeights, "\(rungs.count) weights expected, \(weights.count) found")
        }
        var (total, lowest) = (0.0, 0.0)
        for rung in active {
            total += weights[rung]
            lowest = min(lowest, weights[rung])
        }
        guard total.isFinite, lowest >= 0 else {
            throw CoreError(
                .invalidWeights, "\(side) weights must be finite, also in sum, and not negative")
        }
        guard total > 0 else {
            throw CoreError(
                .invalidWeights,
                "all \(side) weight lies on rungs that are refused: liquidatable at entry, or not admitted",
                hint: "the highest rung that is not is \(rungs[active[active.count - 1]].leverage)x")
        }
        guard quantity > 0 else { return }
        let points = model.entry.count
        for point in 0..<points {
            let entry = model.entry.price(point, of: bar)
            let mass = quantity * (inQuote ? entry : 1) / (total * Double(points))
            guard mass.isFinite else {
                throw CoreError(
                    .invalidWeights, "\(side) weights of \(total) in all are too small to divide by")
            }
            for rung in active where weights[rung] > 0 {
                let factor = side == .long ? rungs[rung].longFactor : rungs[rung].shortFactor
                let bucket = grid.index(of: entry * factor)
                let row = isByRung ? rung : 0
                if side == .long {
                    long.open(mass * weights[rung], row: row, bucket: bucket)
                } else {
                    short.open(mass * weights[rung], row: row, bucket: bucket)
                }
            }
        }
    }
}

extension MapModel.Entry {
    fileprivate var count: Int {
        if case .spread(let points) = self { return points }
        return 1
    }

    fileprivate func price(_ point: Int, of bar: LedgerBar) -> Double {
        switch self {
        case .typical: return (bar.high + bar.low + bar.close) / 3
        case .close: return bar.close
        case .spread(let points):
            guard points > 1 else { return (bar.low + bar.high) / 2 }
            return bar.low + Double(point) * ((bar.high - bar.low) / Double(points - 1))
        }
    }
}

extension SideBook {
    /// Closes in proportion what exceeds the target once a part has been replaced; returns what is to be opened.
    ///
    /// Where more is replaced than the target holds, nothing of what was live is kept, and the side stands above
    /// its target until the next bar.
    fileprivate mutating func rebalance(to target: Double, replacing replaced: Double) -> Double {
        let live = onGrid + outside
        let opened = max(replaced, target - live)
        if live > 0 {
            let closed = live + opened - target
            keep(min(1, max(0, 1 - closed / live)), outside: true)
        }
        return opened
    }
}

extension Ledger {
    /// Mass that was force-closed so far, per bucket, in the ledger's unit.
    public func liquidatedByBucket(_ side: Side) -> [Double] {
        side == .long ? long.liquidatedByBucket : short.liquidatedByBucket
    }
}
