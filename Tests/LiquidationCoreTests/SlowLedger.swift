import Glibc

@testable import LiquidationCore

/// The ledger in the plainest words: every cohort of positions is one value, every step walks over all of them.
struct SlowLedger {
    struct Cohort {
        let side: Side, rung: Int, bucket: Int
        var mass: Double
    }

    let model: MapModel
    let edges: [Double]
    let rungs: [Rung]
    private(set) var cohorts: [Cohort] = []
    private(set) var liquidated: [Side: [Double]]
    private(set) var opened = 0.0
    private(set) var gaps = Ledger.Gaps()
    private var lastClose: Double?
    private var lastInterest: Double?

    init(model: MapModel, grid: PriceGrid, rungs: [Rung]) {
        (self.model, edges, self.rungs) = (model, grid.edges, rungs)
        let none = [Double](repeating: 0, count: grid.count)
        liquidated = [.long: none, .short: none]
    }

    private func bucket(_ price: Double) -> Int { (edges.lastIndex { $0 <= price } ?? -1) }

    private func isOnGrid(_ bucket: Int) -> Bool { bucket >= 0 && bucket < edges.count - 1 }

    /// Liquidated mass of longs and shorts.
    mutating func take(_ bar: LedgerBar, _ plan: BarPlan) -> (long: Double, short: Double) {
        let sums = liquidate(bar)
        lastClose = bar.close
        if bar.openInterest == nil { gaps.openInterest += 1 }
        guard let interest = bar.openInterest ?? lastInterest else { return sums }
        switch model.flow {
        case .openInterestChanges: follow(bar, interest, plan)
        case .openInterestBalance(.volume(let share)), .openInterestBalance(.automatic(let share, _)):
            balance(bar, interest, plan, share * (bar.volume ?? 0))
        case .openInterestBalance(.range(let factor)):
            balance(bar, interest, plan, factor * interest * log(bar.high / bar.low))
        }
        lastInterest = interest
        return sums
    }

    private mutating func liquidate(_ bar: LedgerBar) -> (long: Double, short: Double) {
        let path = [bar.low, bar.high] + (model.bridge ? [lastClose].compactMap(\.self) : [])
        let (low, high) = (bucket(path.min() ?? 0), bucket(path.max() ?? 0))
        var sums = (long: 0.0, short: 0.0)
        var survivors: [Cohort] = []
        for cohort in cohorts {
            let inside = cohort.bucket >= low && cohort.bucket <= high
            let beyond = cohort.side == .long ? cohort.bucket >= low : cohort.bucket <= high
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

    private mutating func follow(_ bar: LedgerBar, _ interest: Double, _ plan: BarPlan) {
        guard let before = lastInterest else { return }
        if interest < before {
            for i in cohorts.indices where isOnGrid(cohorts[i].bucket) {
                cohorts[i].mass *= interest / before
            }
        }
        guard interest > before else { return }
        var longs = 0.5
        if model.split == .ratio {
            if let ratio = bar.longShortRatio {
                longs = ratio / (1 + ratio)
            } else {
                gaps.longShortRatio += 1
            }
        }
        let weights = [longs * plan.longTilt, (1 - longs) * plan.shortTilt]
        for (side, weight) in zip(Side.allCases, weights) {
            open(bar, side, (interest - before) * weight / (weights[0] + weights[1]), plan, inQuote: true)
        }
    }

    private mutating func balance(
        _ bar: LedgerBar, _ interest: Double, _ plan: BarPlan, _ replaced: Double
    ) {
        let tilts = [plan.longTilt, plan.shortTilt].map { 2 * $0 / (plan.longTilt + plan.shortTilt) }
        for (side, tilt) in zip(Side.allCases, tilts) {
            let target = interest * tilt
            let live = cohorts.reduce(0) { $1.side == side ? $0 + $1.mass : $0 }
            let opened = max(replaced * tilt, target - live)
            let kept = live > 0 ? max(0, min(1, (target - opened) / live)) : 0
            for i in cohorts.indices where cohorts[i].side == side { cohorts[i].mass *= kept }
            open(bar, side, opened, plan, inQuote: false)
        }
    }

    private mutating func open(
        _ bar: LedgerBar, _ side: Side, _ quantity: Double, _ plan: BarPlan, inQuote: Bool
    ) {
        let weights = zip(side == .long ? plan.longWeights : plan.shortWeights, rungs)
            .map { $1.isRefused ? 0 : $0 }
        let total = weights.reduce(0, +)
        for entry in entries(bar) {
            for rung in rungs.indices where weights[rung] > 0 && quantity > 0 {
                let factor = side == .long ? rungs[rung].longFactor : rungs[rung].shortFactor
                let mass =
                    quantity / Double(entries(bar).count) * (inQuote ? entry : 1) * weights[rung] / total
                cohorts.append(Cohort(side: side, rung: rung, bucket: bucket(entry * factor), mass: mass))
                opened += mass
            }
        }
    }

    private func entries(_ bar: LedgerBar) -> [Double] {
        switch model.entry {
        case .typical: [(bar.high + bar.low + bar.close) / 3]
        case .close: [bar.close]
        case .spread(points: 1): [(bar.low + bar.high) / 2]
        case .spread(let points):
            (0..<points).map { bar.low + Double($0) * ((bar.high - bar.low) / Double(points - 1)) }
        }
    }

    /// Live mass by bucket of a side, of one rung where given.
    func live(_ side: Side, rung: Int? = nil) -> [Double] {
        var cells = [Double](repeating: 0, count: edges.count - 1)
        for cohort in cohorts where cohort.side == side && isOnGrid(cohort.bucket) {
            if rung == nil || rung == cohort.rung { cells[cohort.bucket] += cohort.mass }
        }
        return cells
    }
}
