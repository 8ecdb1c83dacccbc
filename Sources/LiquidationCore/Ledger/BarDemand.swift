/// What a bar asks of the ledger: it follows from the bars alone, whatever the books hold.
struct BarDemand {
    /// What a side is to open and close.
    enum SideDemand {
        /// Nothing.
        case nothing
        /// Keep a fraction of what is on the grid.
        case keep(Double)
        /// Open a quantity.
        case open(Double)
        /// Replace a quantity and stand at a target.
        case balance(target: Double, replaced: Double)
        /// Keep a fraction of all that is live and open a quantity, whatever is live; with nothing liquidated the side
        /// stands at the target then.
        case turnOver(keep: Double, open: Double, target: Double)
    }

    /// The lowest and highest price that the bar's path touched.
    var low: Double
    var high: Double
    /// What a long paid and a short received per unit of base, quote units; per quote unit in base for inverse
    /// contracts.
    var funding = 0.0
    /// The fraction of what is live that its holders close, whatever open interest does.
    var closed = 0.0
    /// Hours since the bar before.
    var hours = 0.0
    /// What either side is to open and close.
    var sides = BySide(both: SideDemand.nothing)
}

/// What the ledger remembers of the bars that it took, and what the next one asks.
struct BarReader: Sendable {
    let model: MapModel
    private var path: (low: Double, high: Double, close: Double)?
    private var time: Int64?
    private var openInterest: Double?
    /// Open interest that is not due yet, the latest last.
    private var late: [Double?] = []
    private(set) var gaps = Ledger.Gaps()
    /// What each side held at most after the bar before, under a turnover.
    private var targets = BySide(both: 0.0)
    private var activity = Activity()

    init(_ model: MapModel) { self.model = model }

    /// Takes note of the next bar.
    mutating func demand(of bar: LedgerBar, plan: borrowing BarPlan) -> BarDemand {
        let traded = triggerRange(bar)
        var demand = BarDemand(low: traded.low, high: traded.high)
        if model.bridge, let path {
            // Where the price stood at the end of the bar before, as far as the trigger price followed it.
            let from = max(path.low, min(path.high, path.close))
            (demand.low, demand.high) = (min(traded.low, from), max(traded.high, from))
        }
        if let time {
            let (elapsed, overflow) = bar.time.subtractingReportingOverflow(time)
            demand.hours = overflow ? 1e12 : Double(elapsed) / 3_600_000
        }
        demand.funding = Self.funding(of: bar, model)
        demand.closed = plan.closedFraction
        if case .volume(let share) = model.flow {
            if bar.volume == nil { gaps.volume += 1 }
            let opened = amount(share, bar) * (bar.volume ?? 0)
            // A flow by volume splits what opens, as rising open interest does.
            split(opened, bar, plan, into: &demand)
        } else if case .planned = model.flow {
            demand.sides = plan.opened.map { $0 > 0 ? .open($0) : .nothing }
        } else {
            follow(bar, plan, &demand)
        }
        path = (traded.low, traded.high, bar.close)
        time = bar.time
        return demand
    }

    /// From here on missing cells are counted again from zero.
    mutating func forgetGaps() { gaps = Ledger.Gaps() }

    /// Takes note of a bar after others that were complete, whose demands are known.
    mutating func jump(to bar: LedgerBar) {
        path = (bar.low, bar.high, bar.close)
        (time, openInterest) = (bar.time, bar.openInterest)
    }

    /// What a long pays and a short receives in a bar, as ``BarDemand/funding``.
    static func funding(of bar: LedgerBar, _ model: MapModel) -> Double {
        guard model.accrue, let rate = bar.fundingRate else { return 0 }
        return model.contract == .linear ? rate * bar.close : rate / bar.close
    }

    private mutating func triggerRange(_ bar: LedgerBar) -> (low: Double, high: Double) {
        guard model.trigger == .mark else { return (bar.low, bar.high) }
        if let low = bar.markLow, let high = bar.markHigh { return (low, high) }
        gaps.markPrice += 1
        return (bar.low, bar.high)
    }

    /// Open interest as it is known in this bar; where a bar lacks it, the last known one stands: nothing opens
    /// or closes on balance, while what is replaced goes on being replaced.
    private mutating func interest(_ bar: LedgerBar) -> Double? {
        var interest = bar.openInterest
        if model.contract == .inverse { interest = interest.map { $0 * bar.close } }
        if model.lag > 0 {
            late.append(interest)
            guard late.count > model.lag else { return nil }
            interest = late.removeFirst()
        }
        if interest == nil { gaps.openInterest += 1 }
        return interest ?? openInterest
    }

    private mutating func follow(
        _ bar: LedgerBar, _ plan: borrowing BarPlan, _ demand: inout BarDemand
    ) {
        if case .turnover(let turnover) = model.flow { return turnOver(bar, turnover, plan, &demand) }
        guard let now = interest(bar) else { return }
        if case .openInterestBalance(let turnover) = model.flow {
            balance(bar, now, turnover, plan, &demand)
        } else if let before = openInterest {
            if now < before {
                demand.sides = BySide(both: .keep(now / before))
            } else if now > before {
                split(now - before, bar, plan, into: &demand)
            }
        }
        openInterest = now
    }

    /// A tilt says how much of each side is leveraged speculation: the other side of a crowded trade is more
    /// often hedged. It scales the side's target, so that both sides together stay at twice open interest.
    private mutating func balance(
        _ bar: LedgerBar, _ now: Double, _ turnover: MapModel.Turnover, _ plan: borrowing BarPlan,
        _ demand: inout BarDemand
    ) {
        let replaced: Double
        switch turnover {
        case .volume(let share), .automatic(let share, _), .either(let share, _), .volumeAlone(let share):
            let volume = (bar.volume ?? 0) * (model.contract == .inverse ? Self.typical(bar) : 1)
            replaced = amount(share, bar) * volume
        case .range(let factor), .activity(let factor):
            let ratio = min(bar.high / bar.low, .greatestFiniteMagnitude)
            replaced = amount(factor, bar) * now * Elementary.log(ratio)
        }
        let share = plan.longShare ?? 0.5
        let weights = BySide(long: 2 * share * plan.tilt.long, short: 2 * (1 - share) * plan.tilt.short)
        let both = weights.total
        let tilts = weights.map { 2 * ($0 / both) }
        demand.sides = tilts.map { .balance(target: now * $0, replaced: replaced * $0) }
    }

    /// A share of what is live is replaced, whatever was liquidated: at least the growth of what the side holds, so that
    /// no share of open interest grows by itself.
    private mutating func turnOver(
        _ bar: LedgerBar, _ turnover: MapModel.Turnover, _ plan: borrowing BarPlan, _ demand: inout BarDemand
    ) {
        let ratio = min(bar.high / bar.low, .greatestFiniteMagnitude)
        let known: Double?
        var part = 0.0
        switch turnover {
        case .volume(let share), .automatic(let share, _), .either(let share, _):
            known = interest(bar)
            let volume = (bar.volume ?? 0) * (model.contract == .inverse ? Self.typical(bar) : 1)
            if bar.volume == nil { gaps.volume += 1 }
            if let known, known > 0 { part = amount(share, bar) * volume / known }
        case .range(let factor):
            known = interest(bar)
            part = amount(factor, bar) * Elementary.log(ratio)
        case .activity(let perDay):
            known = interest(bar)
            let moved = Elementary.log(ratio)
            if let mean = activity.mean(with: moved, hours: demand.hours), mean > 0 {
                part = amount(perDay, bar) * moved / mean
            }
        case .volumeAlone(let perDay):
            let volume = (bar.volume ?? 0) * (model.contract == .inverse ? Self.typical(bar) : 1)
            if bar.volume == nil { gaps.volume += 1 }
            let mean = activity.mean(with: volume, hours: demand.hours)
            known = mean.map { $0 / MapModel.volumePerInterest } ?? volume
            if let mean, mean > 0 { part = amount(perDay, bar) * volume / mean }
        }
        guard let now = known else { return }
        openInterest = now
        let share = plan.longShare ?? 0.5
        let weights = BySide(long: 2 * share * plan.tilt.long, short: 2 * (1 - share) * plan.tilt.short)
        let both = weights.total
        let before = targets
        targets = weights.map { now * (2 * ($0 / both)) }
        demand.sides = BySide.each { side in
            let (target, old) = (targets[side], before[side])
            let replaced = Self.replaced(part, now: target, before: old)
            let kept = old > 0 ? min(1, (1 - replaced) * (target / old)) : 0
            return .turnOver(keep: kept, open: replaced * target, target: target)
        }
    }

    /// The share of what a side holds that a bar replaces: at least its growth.
    @inline(__always)
    static func replaced(_ part: Double, now: Double, before: Double) -> Double {
        guard now > 0 else { return 1 }
        return min(1, max(part, (now - before) / now))
    }

    /// The turnover's amount in this bar.
    private mutating func amount(_ constant: Double, _ bar: LedgerBar) -> Double {
        guard model.kappa == .column else { return constant }
        if bar.turnover == nil { gaps.turnover += 1 }
        return bar.turnover ?? constant
    }

    private mutating func split(
        _ quantity: Double, _ bar: LedgerBar, _ plan: borrowing BarPlan, into demand: inout BarDemand
    ) {
        let share = plan.longShare ?? longShare(bar)
        let shares = BySide(long: share * plan.tilt.long, short: (1 - share) * plan.tilt.short)
        // Untilted, the shares stay exactly what the split says.
        let total = plan.tilt.long == plan.tilt.short ? plan.tilt.long : shares.total
        demand.sides = shares.map { .open(quantity * ($0 / total)) }
    }

    /// The share of longs in what opens; where the split's column lacks the bar, a half.
    private mutating func longShare(_ bar: LedgerBar) -> Double {
        switch model.split {
        case .even: return 0.5
        case .ratio, .damped:
            guard let ratio = bar.longShortRatio else {
                gaps.longShortRatio += 1
                return 0.5
            }
            let share = ratio / (1 + ratio)
            if case .damped(let kept) = model.split { return 0.5 + kept * (share - 0.5) }
            return share
        case .taker:
            guard let bought = bar.takerBuyVolume, let volume = bar.volume else {
                gaps.takerBuyVolume += 1
                return 0.5
            }
            return volume > 0 ? min(1, bought / volume) : 0.5
        }
    }

    private static func typical(_ bar: LedgerBar) -> Double { (bar.high + bar.low + bar.close) / 3 }
}

/// The mean of an amount over the bars so far, by time.
struct Activity {
    private var (sum, hours) = (0.0, 0.0)

    /// Takes note of a bar and returns the mean amount of a day; `nil` before a bar has a length.
    mutating func mean(with amount: Double, hours more: Double) -> Double? {
        guard more > 0 else { return nil }
        sum += amount
        hours += more
        return sum / hours * 24
    }
}
