import Glibc

@testable import LiquidationCore

/// The ledger in the plainest words: every cohort of positions is one value, every step walks over all of them.
struct SlowLedger {
    struct Cohort {
        let side: Side, rung: Int, bucket: Int, bar: Int
        var mass: Double
    }

    let model: MapModel
    let edges: [Double]
    let rungs: [Rung]
    private(set) var cohorts: [Cohort] = []
    private(set) var liquidated: [Side: [Double]]
    private(set) var opened = 0.0
    private(set) var gaps = Ledger.Gaps()
    private var bars: [LedgerBar] = []
    private var lastInterest: Double?
    /// What each side held at most after the bar before, under a turnover.
    private var targets = [0.0, 0.0]
    /// How far the levels of a side and rung have moved, in price or in one over it.
    private var moves: [Side: [Double]]

    init(model: MapModel, grid: PriceGrid, rungs: [Rung]) {
        (self.model, edges, self.rungs) = (model, grid.edges, rungs)
        let none = [Double](repeating: 0, count: grid.count)
        liquidated = [.long: none, .short: none]
        moves = [.long: rungs.map { _ in 0 }, .short: rungs.map { _ in 0 }]
    }

    // MARK: Levels

    private var isInverse: Bool { model.contract == .inverse }

    private func moved(_ edge: Double, _ side: Side, _ rung: Int) -> Double {
        let move = moves[side]?[rung] ?? 0
        guard move != 0 else { return edge }
        if isInverse { return 1 / edge + move > 0 ? 1 / (1 / edge + move) : .infinity }
        return max(0, edge + move)
    }

    /// The bucket of a price among edges that have moved.
    private func bucket(_ price: Double, _ side: Side, _ rung: Int) -> Int {
        edges.lastIndex { moved($0, side, rung) <= price } ?? -1
    }

    private func isOnGrid(_ bucket: Int) -> Bool { bucket >= 0 && bucket < edges.count - 1 }

    private mutating func pay(_ bar: LedgerBar) {
        guard model.accrue, let rate = bar.fundingRate else { return }
        for (rung, terms) in rungs.enumerated() {
            if isInverse {
                moves[.long]?[rung] -= rate / bar.close / (1 + terms.maintenanceRate.long)
                moves[.short]?[rung] -= rate / bar.close / (1 - terms.maintenanceRate.short)
            } else {
                moves[.long]?[rung] += rate * bar.close / (1 - terms.maintenanceRate.long)
                moves[.short]?[rung] += rate * bar.close / (1 + terms.maintenanceRate.short)
            }
        }
    }

    // MARK: Bars

    /// Liquidated mass of longs and shorts.
    mutating func take(_ bar: LedgerBar, _ plan: BarPlan) -> (long: Double, short: Double) {
        pay(bar)
        let sums = liquidate(bar)
        bars.append(bar)
        let before = [Side.long, .short].map { live($0, filed: true).reduce(0, +) }
        let all = [Side.long, .short].map { side in cohorts.reduce(0) { $1.side == side ? $0 + $1.mass : $0 }
        }
        age()
        closeShare(plan.closedFraction)
        switch model.flow {
        case .volume(let share):
            if bar.volume == nil { gaps.volume += 1 }
            let quantity = amount(share, bar) * (bar.volume ?? 0)
            openSplit(bar, quantity, plan)
        case .planned:
            for side in Side.allCases { open(bar, side, plan.opened[side], plan) }
        case .openInterestChanges: if let interest = interest() { follow(bar, interest, plan, before) }
        case .openInterestBalance(let turnover):
            if let interest = interest() { balance(bar, interest, plan, turnover) }
        case .turnover(let turnover):
            if let interest = interest() { turnOver(bar, interest, plan, turnover, all) }
        }
        return sums
    }

    private mutating func interest() -> Double? {
        guard bars.count > model.lag else { return nil }
        let bar = bars[bars.count - 1 - model.lag]
        guard let interest = bar.openInterest else {
            gaps.openInterest += 1
            return lastInterest
        }
        return isInverse ? interest * bar.close : interest
    }

    private mutating func amount(_ constant: Double, _ bar: LedgerBar) -> Double {
        guard model.kappa == .column else { return constant }
        if bar.turnover == nil { gaps.turnover += 1 }
        return bar.turnover ?? constant
    }

    private mutating func range(_ bar: LedgerBar, counting: Bool = true) -> (low: Double, high: Double) {
        guard model.trigger == .mark else { return (bar.low, bar.high) }
        if let low = bar.markLow, let high = bar.markHigh { return (low, high) }
        if counting { gaps.markPrice += 1 }
        return (bar.low, bar.high)
    }

    private mutating func liquidate(_ bar: LedgerBar) -> (long: Double, short: Double) {
        var (low, high) = range(bar)
        if model.bridge, let before = bars.last {
            let (lowest, highest) = range(before, counting: false)
            let from = max(lowest, min(highest, before.close))
            (low, high) = (min(low, from), max(high, from))
        }
        var sums = (long: 0.0, short: 0.0)
        var survivors: [Cohort] = []
        func touched(_ side: Side) -> [(low: Int, high: Int)] {
            rungs.indices.map { (bucket(low, side, $0), bucket(high, side, $0)) }
        }
        let buckets = [Side.long: touched(.long), .short: touched(.short)]
        for cohort in cohorts {
            let (lowest, highest) = buckets[cohort.side]?[cohort.rung] ?? (0, 0)
            let inside = cohort.bucket >= lowest && cohort.bucket <= highest
            let beyond = cohort.side == .long ? cohort.bucket >= lowest : cohort.bucket <= highest
            guard isOnGrid(cohort.bucket), model.touch == .range ? inside : beyond else {
                survivors.append(cohort)
                continue
            }
            if cohort.side == .long { sums.long += cohort.mass } else { sums.short += cohort.mass }
            liquidated[cohort.side]?[cohort.bucket] += cohort.mass
        }
        cohorts = survivors
        return sums
    }

    private mutating func age() {
        guard case .halfLife(let hours, let exponent) = model.closing, bars.count > 1 else { return }
        let elapsed = Double(bars[bars.count - 1].time - bars[bars.count - 2].time) / 3_600_000
        for i in cohorts.indices {
            cohorts[i].mass *= exp2(-elapsed * pow(rungs[cohorts[i].rung].leverage, exponent) / hours)
        }
    }

    /// A fraction of all that is live; where age decides and falling open interest closes, of what is on the grid.
    private mutating func closeShare(_ fraction: Double) {
        var outside = true
        if case .openInterestChanges = model.flow, [.youngestFirst, .oldestFirst].contains(model.closing) {
            outside = false
        }
        for side in Side.allCases {
            let live = cohorts.reduce(0) {
                $1.side == side && (outside || isOnGrid($1.bucket)) ? $0 + $1.mass : $0
            }
            close(live * fraction, side, outside: outside)
        }
    }

    private mutating func follow(
        _ bar: LedgerBar, _ interest: Double, _ plan: BarPlan, _ liveBefore: [Double]
    ) {
        defer { lastInterest = interest }
        guard let before = lastInterest else { return }
        if interest > before { openSplit(bar, interest - before, plan) }
        guard interest < before else { return }
        for (side, whole) in zip(Side.allCases, liveBefore) {
            let now = live(side, filed: true).reduce(0, +)
            close(max(0, now - whole * (interest / before)), side, outside: false)
        }
    }

    private mutating func balance(
        _ bar: LedgerBar, _ interest: Double, _ plan: BarPlan, _ turnover: MapModel.Turnover
    ) {
        defer { lastInterest = interest }
        let replaced: Double
        switch turnover {
        case .volume(let share), .automatic(let share, _), .either(let share, _), .volumeAlone(let share):
            let price = isInverse ? (bar.high + bar.low + bar.close) / 3 : 1
            replaced = amount(share, bar) * (bar.volume ?? 0) * price
        case .range(let factor), .activity(let factor):
            replaced = amount(factor, bar) * interest * log(bar.high / bar.low)
        }
        let share = plan.longShare ?? 0.5
        let sum = share * plan.tilt.long + (1 - share) * plan.tilt.short
        let tilts = [2 * share * plan.tilt.long / sum, 2 * (1 - share) * plan.tilt.short / sum]
        for (side, tilt) in zip(Side.allCases, tilts) {
            let target = interest * tilt
            let live = cohorts.reduce(0) { $1.side == side ? $0 + $1.mass : $0 }
            let opened = max(replaced * tilt, target - live)
            close(min(live, max(0, live + opened - target)), side, outside: true)
            open(bar, side, opened, plan)
        }
    }

    /// A share of what a side holds is replaced, whatever was liquidated: at least its growth.
    private mutating func turnOver(
        _ bar: LedgerBar, _ interest: Double, _ plan: BarPlan, _ turnover: MapModel.Turnover,
        _ before: [Double]
    ) {
        defer { lastInterest = interest }
        let part: Double
        switch turnover {
        case .volume(let share), .automatic(let share, _), .either(let share, _), .volumeAlone(let share):
            if bar.volume == nil { gaps.volume += 1 }
            let price = isInverse ? (bar.high + bar.low + bar.close) / 3 : 1
            let kappa = interest > 0 || model.kappa == .constant ? amount(share, bar) : 0
            part = interest > 0 ? kappa * (bar.volume ?? 0) * price / interest : 0
        case .range(let factor), .activity(let factor): part = amount(factor, bar) * log(bar.high / bar.low)
        }
        let longs = plan.longShare ?? 0.5
        let sum = longs * plan.tilt.long + (1 - longs) * plan.tilt.short
        let tilts = [2 * longs * plan.tilt.long / sum, 2 * (1 - longs) * plan.tilt.short / sum]
        for (index, (side, tilt)) in zip(Side.allCases, tilts).enumerated() {
            let (target, old) = (interest * tilt, targets[index])
            targets[index] = target
            let replaced = target > 0 ? min(1, max(part, (target - old) / target)) : 1
            let kept = old > 0 ? min(1, (1 - replaced) * target / old) : 0
            let now = cohorts.reduce(0) { $1.side == side ? $0 + $1.mass : $0 }
            close(max(0, now - before[index] * kept), side, outside: true)
            open(bar, side, replaced * target, plan)
        }
    }

    /// Closes mass of a side, in proportion or bar by bar.
    private mutating func close(_ mass: Double, _ side: Side, outside: Bool) {
        let mine = cohorts.indices.filter {
            cohorts[$0].side == side && (outside || isOnGrid(cohorts[$0].bucket))
        }
        let opened = Set(mine.map { cohorts[$0].bar }).sorted()
        let groups: [[Int]] =
            switch model.closing {
            case .proRata, .halfLife: [mine]
            case .oldestFirst: opened.map { bar in mine.filter { cohorts[$0].bar == bar } }
            case .youngestFirst: opened.reversed().map { bar in mine.filter { cohorts[$0].bar == bar } }
            }
        var left = mass
        for group in groups {
            let total = group.reduce(0) { $0 + cohorts[$1].mass }
            let share = total > 0 ? min(1, left / total) : 0
            for index in group { cohorts[index].mass *= 1 - share }
            left -= total * share
        }
    }

    private mutating func openSplit(_ bar: LedgerBar, _ quantity: Double, _ plan: BarPlan) {
        var longs = 0.5
        switch model.split {
        case _ where plan.longShare != nil: longs = plan.longShare ?? 0
        case .even: break
        case .ratio, .damped:
            if let ratio = bar.longShortRatio {
                longs = ratio / (1 + ratio)
            } else {
                gaps.longShortRatio += 1
            }
            if case .damped(let kept) = model.split { longs = longs * kept + 0.5 * (1 - kept) }
        case .taker:
            if let bought = bar.takerBuyVolume, let volume = bar.volume {
                longs = volume > 0 ? min(1, bought / volume) : 0.5
            } else {
                gaps.takerBuyVolume += 1
            }
        }
        let weights = [longs * plan.tilt.long, (1 - longs) * plan.tilt.short]
        for (side, weight) in zip(Side.allCases, weights) {
            open(bar, side, quantity * weight / (weights[0] + weights[1]), plan)
        }
    }

    private mutating func open(_ bar: LedgerBar, _ side: Side, _ quantity: Double, _ plan: BarPlan) {
        let weights = zip(side == .long ? plan.weights.long : plan.weights.short, rungs)
            .map { $1.isRefused ? 0 : $0 }
        let total = weights.reduce(0, +)
        let entries = plan.entryWeights.isEmpty ? entries(bar) : entries(bar, plan.entryWeights)
        let shares = entries.reduce(0) { $0 + $1.weight }
        for entry in entries {
            for rung in rungs.indices where weights[rung] > 0 && quantity > 0 {
                let factor = rungs[rung].factor[side]
                let mass = quantity * entry.weight / shares * price(entry.price) * weights[rung] / total
                cohorts.append(
                    Cohort(
                        side: side, rung: rung, bucket: bucket(entry.price * factor, side, rung),
                        bar: bars.count, mass: mass))
                opened += mass
            }
        }
    }

    /// What a quantity is worth where mass is valued at entry.
    private func price(_ entry: Double) -> Double {
        switch model.flow {
        case .openInterestChanges: isInverse ? 1 : entry
        case .openInterestBalance, .turnover: 1
        case .volume, .planned: entry
        }
    }

    private func entries(_ bar: LedgerBar, _ weights: [Double]) -> [(price: Double, weight: Double)] {
        if weights.count == 1 { return [((bar.low + bar.high) / 2, 1)] }
        return weights.indices.map {
            (bar.low + Double($0) * ((bar.high - bar.low) / Double(weights.count - 1)), weights[$0])
        }
    }

    private func entries(_ bar: LedgerBar) -> [(price: Double, weight: Double)] {
        func line(_ points: Int) -> [Double] {
            if points == 1 { return [(bar.low + bar.high) / 2] }
            return (0..<points).map { bar.low + Double($0) * ((bar.high - bar.low) / Double(points - 1)) }
        }
        switch model.entry {
        case .typical: return [((bar.high + bar.low + bar.close) / 3, 1)]
        case .close: return [(bar.close, 1)]
        case .evenly: preconditionFailure("even entries are checked against passes over bars")
        case .spread(let points): return line(points).map { ($0, 1) }
        case .triangular(let points):
            let middle = Double(points - 1) / 2
            return line(points).enumerated().map { ($1, middle + 1 - abs(Double($0) - middle)) }
        }
    }

    /// Live mass by bucket of a side, of one rung where given: where it stands, or where it was filed.
    func live(_ side: Side, rung: Int? = nil, filed: Bool = false) -> [Double] {
        var cells = [Double](repeating: 0, count: edges.count - 1)
        for cohort in cohorts where cohort.side == side && isOnGrid(cohort.bucket) {
            guard rung == nil || rung == cohort.rung else { continue }
            let low = moved(edges[cohort.bucket], side, cohort.rung)
            let high = moved(edges[cohort.bucket + 1], side, cohort.rung)
            if filed || moves[side]?[cohort.rung] == 0 {
                cells[cohort.bucket] += cohort.mass
            } else if high > low, high.isFinite {
                for bucket in cells.indices where edges[bucket] < high && edges[bucket + 1] > low {
                    let share = min(high, edges[bucket + 1]) - max(low, edges[bucket])
                    cells[bucket] += cohort.mass * share / (high - low)
                }
            }
        }
        return cells
    }
}
