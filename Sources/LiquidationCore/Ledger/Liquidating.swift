extension SideBook {
    /// What does not change from bar to bar.
    struct Rules: Sendable {
        let side: Side
        let touch: MapModel.Touch
        let entry: MapModel.Entry
        let contract: MapModel.Contract
        /// Whether a quantity becomes mass by the price of its entry.
        let opensInQuote: Bool
        let layout: Layout
        /// Per row, where funding moves liquidation prices: the maintenance rate.
        let maintenanceRates: [Double]
        /// Per row, where age closes: the half-life in hours.
        let halfLives: [Double]
    }

    /// Takes what a bar asks of this side, but for what opens.
    ///
    /// In this order: funding moves liquidation prices, the path liquidates, age and what left close.
    ///
    /// - Returns: the mass that was liquidated, and the quantity that is to be opened, `nil` where the bar opens
    ///   nothing whatever its weights.
    mutating func settle(
        _ demand: BarDemand, _ side: BarDemand.SideDemand, _ rules: borrowing Rules
    ) -> (touched: Double, opens: Double?) {
        if demand.funding != 0 {
            for row in rules.maintenanceRates.indices {
                rows[row].shift.pay(
                    demand.funding, side: self.side, maintenanceRate: rules.maintenanceRates[row],
                    contract: rules.contract)
            }
        }
        let touched = liquidate(from: demand.low, to: demand.high, rules)
        cohorts?.nextBar()
        let before = (onGrid: onGrid, outside: outside)
        if demand.hours > 0, !rules.halfLives.isEmpty { age(demand.hours, rules.halfLives) }
        if demand.closed > 0 { closeShare(demand.closed) }
        switch side {
        case .nothing: return (touched, nil)
        case .keep(let fraction):
            shrink(to: fraction, of: before.onGrid, isReduced: demand.closed > 0 || !rules.halfLives.isEmpty)
            return (touched, nil)
        case .open(let quantity): return (touched, quantity)
        case .balance(let target, let replaced):
            return (touched, rebalance(to: target, replacing: replaced))
        case .turnOver(let fraction, let opened, _):
            turnOver(fraction, of: before.onGrid + before.outside)
            return (touched, opened)
        }
    }

    /// Opens a quantity at entries that a plan weighs.
    mutating func open(
        _ quantity: Double, in bar: borrowing LedgerBar, weighed weights: [Double],
        _ spread: borrowing MixSpread, _ rules: borrowing Rules
    ) throws(CoreError) {
        let sum = weights.reduce(0, +)
        for index in weights.indices where weights[index] > 0 {
            let point = EntryPoints.evenly(index, of: weights.count, low: bar.low, high: bar.high)
            try open(
                quantity * (weights[index] / sum), inQuote: rules.opensInQuote, at: point, spread,
                rules.layout)
        }
    }

    /// Opens a quantity at the entries of a bar.
    mutating func open(
        _ quantity: Double, in bar: borrowing LedgerBar, _ spread: borrowing MixSpread,
        _ rules: borrowing Rules
    ) throws(CoreError) {
        if let entries = rules.layout.entries {
            return try openEvenly(quantity, low: bar.low, high: bar.high, spread, rules, entries)
        }
        let points = EntryPoints(rules.entry, low: bar.low, high: bar.high, close: bar.close)
        try open(quantity, inQuote: rules.opensInQuote, at: points, spread, rules.layout)
    }

    private mutating func liquidate(
        from low: Double, to high: Double, _ rules: borrowing Rules
    ) -> Double {
        if rows.count == 1 { return liquidate(from: low, to: high, row: 0, rules) }
        return rows.indices.reduce(0) { $0 + liquidate(from: low, to: high, row: $1, rules) }
    }

    mutating func liquidate(
        from low: Double, to high: Double, row: Int, _ rules: borrowing Rules
    ) -> Double {
        let (grid, shift) = (rules.layout.grid, rows[row].shift)
        let first = max(grid.index(of: shift.filed(low)), 0)
        let last = min(grid.index(of: shift.filed(high)), buckets - 1)
        switch (rules.touch, side) {
        case (.beyond, .long): return liquidate(min(first, buckets)..<buckets, row: row)
        case (.beyond, .short): return liquidate(0..<(last + 1), row: row)
        case (.range, _): return first <= last ? liquidate(first..<(last + 1), row: row) : 0
        }
    }

    private mutating func age(_ hours: Double, _ halfLives: [Double]) {
        for row in rows.indices {
            keep(min(1, Elementary.exp(-Elementary.ln2 * hours / halfLives[row])), outside: true, row: row)
        }
    }

    /// Closes a fraction of all that is live; where age decides, that much in its order.
    private mutating func closeShare(_ share: Double) {
        guard let queue = cohorts else { return keep(1 - share, outside: true) }
        let live = onGrid + (queue.takesOutside ? outside : 0)
        closeByAge(share == 1 ? .infinity : live * share)
    }

    /// Closes mass on the grid until a fraction of what stood there before is left; mass off the grid stays.
    ///
    /// - Parameters:
    ///   - fraction: 0 to 1.
    ///   - before: what stood there before anything closed.
    ///   - isReduced: whether age or holders have closed some of it already, which counts toward the fall.
    private mutating func shrink(to fraction: Double, of before: Double, isReduced: Bool) {
        guard cohorts == nil else {
            let closed = isReduced ? max(0, onGrid - before * fraction) : onGrid * (1 - fraction)
            return closeByAge(fraction == 0 ? .infinity : closed)
        }
        let live = isReduced ? onGrid : before
        let kept = live == before ? fraction : live > 0 ? min(1, fraction * (before / live)) : 1
        keep(kept, outside: false)
    }

    /// Closes all that is live, on the grid and off it, until a fraction of what stood there before is left.
    private mutating func turnOver(_ fraction: Double, of before: Double) {
        let live = onGrid + outside
        guard live > 0 else { return }
        let kept = live == before ? fraction : min(1, fraction * (before / live))
        if cohorts == nil {
            keep(kept, outside: true)
        } else {
            closeByAge(kept == 0 ? .infinity : live * (1 - kept))
        }
    }

    /// Closes what exceeds the target once a part has been replaced; returns what is to be opened.
    ///
    /// Where more is replaced than the target holds, nothing of what was live is kept, and the side stands above
    /// its target until the next bar.
    private mutating func rebalance(to target: Double, replacing replaced: Double) -> Double {
        let live = onGrid + outside
        let opened = max(replaced, target - live)
        if live > 0 {
            let closed = live + opened - target
            let kept = min(1, max(0, 1 - closed / live))
            if cohorts == nil {
                keep(kept, outside: true)
            } else {
                closeByAge(kept == 0 ? .infinity : closed)
            }
        }
        return opened
    }
}
