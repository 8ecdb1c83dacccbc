extension Instrument {
    /// The liquidation price of a position and how it was found.
    ///
    /// - Parameters:
    ///   - position: its terms; its wallet is its own (isolated) or the account's (cross, with `others`).
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions, held where they are.
    /// - Returns: the price with its state, tier and the walk to it.
    /// - Throws: ``CoreError`` `.invalidModel` where the rule needs a margin or leverage that is not given,
    ///   `.outOfRange` where figures are too large to calculate with.
    /// - Complexity: O(tiers).
    public func report(
        for position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> LiquidationReport {
        let now = mark ?? position.entry
        let leg = try MarginLeg(position, self, mark: now)
        let curve = MarginCurve(wallet: try wallet(of: position).value + others.profit.value, leg: leg)
        var plain: (funding: Price?, fees: Price?)
        if position.fundingPaid.value != 0 || position.fundingDue.value != 0 {
            var unfunded = position
            (unfunded.fundingPaid, unfunded.fundingDue) = (Collateral(unchecked: 0), Collateral(unchecked: 0))
            plain.funding = try price(of: unfunded, mark: now, others: others)
        }
        if rule.closingFee != nil || rule.openingFee != .fromWallet {
            var free = self
            (free.rule.closingFee, free.rule.openingFee) = (nil, .fromWallet)
            plain.fees = try free.price(of: position, mark: now, others: others)
        }
        return try report(
            curve, position.side, entry: position.entry, mark: now, required: others.requirement.value, plain)
    }

    /// The liquidation price alone; `nil` where there is none.
    public func price(
        of position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Price? {
        try liquidationPrice(of: position, mark: mark, others: others).price
    }

    /// The liquidation price, and what is required there per unit of value, fees with it; zero where the
    /// requirement is frozen.
    func liquidationPrice(
        of position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> (price: Price?, followedRate: Double) {
        let now = mark ?? position.entry
        var curve = MarginCurve(
            wallet: try wallet(of: position).value + others.profit.value,
            leg: try MarginLeg(position, self, mark: now))
        settle(&curve, required: others.requirement.value)
        let start = contract.coordinate(of: now.value)
        let left = curve.balance(at: start)
        guard left.isFinite else { throw .tooLarge }
        let found = curve.liquidation(from: start, balance: left) { _, _ in }
        return (
            found.flatMap { contract.representable(at: $0.coordinate) },
            curve.leg.followedRate(found?.tier ?? curve.leg.pieceIndex(at: start))
        )
    }

    /// Takes what does not follow the price off the wallet; returns the bankruptcy coordinate.
    ///
    /// Bankruptcy counts equity alone, so it is found before others' requirement is taken off.
    @discardableResult @inline(__always)
    func settle(_ curve: inout MarginCurve, required: Double) -> Double? {
        let fee = rule.closingFee
        let bankruptcy = curve.bankruptcy(feeRate: fee?.isInBankruptcy == true ? fee?.rate.value ?? 0 : 0)
        if let fee, fee.basis == .atBankruptcy, let bankruptcy {
            curve.wallet -=
                fee.rate.value * bankruptcy * (curve.others.reduce(curve.leg.size) { $0 + $1.size })
        }
        curve.wallet -= required
        return bankruptcy
    }

    func report(
        _ whole: MarginCurve, _ side: Side, entry: Price, mark: Price, required: Double,
        _ plain: (funding: Price?, fees: Price?)
    ) throws(CoreError) -> LiquidationReport {
        var curve = whole
        let bankruptcy = settle(&curve, required: required).flatMap { contract.representable(at: $0) }
        let now = contract.coordinate(of: mark.value)
        var trials: [LiquidationReport.Trial] = []
        let found = curve.liquidation(from: now) { tier, coordinate in
            trials.append(.init(tier: tier, price: coordinate.flatMap { contract.representable(at: $0) }))
        }
        let (equity, balance) = (whole.equity(at: now), curve.balance(at: now))
        guard equity.isFinite, balance.isFinite, (equity - balance).isFinite else { throw .tooLarge }
        let price = found.crossing.flatMap { contract.representable(at: $0.coordinate) }
        let state = state(of: price, isSolvent: balance > 0)
        let tier = found.crossing?.tier ?? trials.last?.tier ?? 0
        let largest = max(
            curve.leg.measured(at: now), found.crossing.map { curve.leg.measured(at: $0.coordinate) } ?? 0)
        return LiquidationReport(
            state: state, liquidation: price,
            shown: shown(price, state, rule.display.liquidation, side, entry: entry),
            bankruptcy: bankruptcy,
            shownBankruptcy: shown(
                bankruptcy, bankruptcy == nil ? .none : .price, rule.display.bankruptcy, side, entry: entry),
            opposite: found.opposite.flatMap { contract.representable(at: $0.coordinate) },
            tier: tier, trials: trials,
            exceedsTable: maintenance.largestSize.map { largest > $0 } ?? false,
            mark: mark, wallet: Collateral(unchecked: whole.wallet), equity: Collateral(unchecked: equity),
            requirement: Collateral(unchecked: equity - balance), withoutFunding: plain.funding,
            withoutFees: plain.fees)
    }

    @inline(__always)
    func state(of price: Price?, isSolvent: Bool) -> LiquidationReport.State {
        guard isSolvent else { return .liquidatableNow }
        guard let price else { return .none }
        return listed?.contains(price) == false ? .outOfRange : .price
    }

    @inline(__always)
    func shown(
        _ price: Price?, _ state: LiquidationReport.State, _ rounding: PriceDisplay.Rounding, _ side: Side,
        entry: Price
    ) -> Price? {
        guard let price, state != .none, listed?.contains(price) != false else {
            switch rule.display.absence {
            case .nothing: return nil
            case .highestPrice: return listed?.upperBound
            case .sentinel(let price): return price
            }
        }
        let value = rounding.applied(to: price.value, tick: tick?.value, side: side)
        return value > 0 ? Price(unchecked: value) : nil
    }
}

extension MarginCurve {
    /// Where solvency ends, going from a coordinate the way that loses first; for an insolvent start, where it
    /// would begin, going the other way.
    func liquidation(
        from now: Double, visit: (Int, Double?) -> Void
    ) -> (crossing: Crossing?, opposite: Crossing?) {
        let left = balance(at: now)
        guard let first = liquidation(from: now, balance: left, visit: visit) else { return (nil, nil) }
        guard left > 0 else { return (first, nil) }
        let other = crossing(from: now, rising: first.coordinate < now, sign: 1)
        return (first, other)
    }

    /// The first of them alone.
    @inline(__always)
    func liquidation(from now: Double, balance left: Double, visit: (Int, Double?) -> Void) -> Crossing? {
        let net = others.reduce(leg.turn * leg.size) { $0 + $1.turn * $1.size }
        // A fully hedged pair loses upwards: maintenance grows with the value. Hedged legs whose maintenance weighs
        // more than what is left open lose, and recover, the other way.
        let losesRising = net <= 0
        guard left.isFinite, now.isFinite else { return nil }
        let (rising, sign) = left > 0 ? (losesRising, 1.0) : (!losesRising, -1.0)
        return crossing(from: now, rising: rising, sign: sign, visit: visit)
            ?? crossing(from: now, rising: !rising, sign: sign)
    }
}
