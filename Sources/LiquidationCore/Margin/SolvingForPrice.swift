extension Instrument {
    /// The leverage at which a position would be liquidated at a wanted price.
    ///
    /// - Parameters:
    ///   - wish: the wanted liquidation price, on the side of the mark where the position loses.
    ///   - position: its terms; its own leverage and margin are not looked at.
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions.
    /// - Returns: a leverage that gives the wish back to 10⁻¹² relative, where the arithmetic allows.
    /// - Throws: ``CoreError`` `.outOfRange` where no leverage from 1x up does it.
    public func leverage(
        for wish: Price, position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Leverage {
        try check(wish, position, mark)
        // Equity less requirement at the wish is affine in one over the leverage.
        func solved(_ share: Double) -> Position {
            var copy = position
            (copy.margin, copy.leverage) = (nil, Leverage(unchecked: 1 / share))
            return copy
        }
        func balance(_ share: Double) throws(CoreError) -> Double {
            try self.balance(of: solved(share), at: wish, mark: mark, others: others)
        }
        let share = try root(between: 0.5, 1, balance)
        guard share > 0, share <= 1 else {
            throw unreachable(
                wish,
                share > 1 ? "margin of more than the whole value is needed" : "margin below zero would do",
                hint: share > 1 ? "at 1x, add margin" : "others' equity covers it: take margin out")
        }
        let answer = solved(share)
        try confirm(answer, wish, mark, others)
        return Leverage(unchecked: 1 / share)
    }

    /// The margin to add for a position to be liquidated at a wanted price; negative where some may be taken out.
    ///
    /// - Parameters:
    ///   - wish: the wanted liquidation price, on the side of the mark where the position loses.
    ///   - position: its terms.
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions.
    /// - Returns: settlement units on top of what the position has.
    /// - Throws: ``CoreError`` `.outOfRange` where a jump of the tiers keeps every margin from giving that price.
    public func marginToAdd(
        for wish: Price, position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Collateral {
        try check(wish, position, mark)
        func added(_ extra: Double) -> Position {
            var copy = position
            copy.extraMargin = Collateral(unchecked: position.extraMargin.value + extra)
            return copy
        }
        func balance(_ extra: Double) throws(CoreError) -> Double {
            try self.balance(of: added(extra), at: wish, mark: mark, others: others)
        }
        let value = contract.value(of: position.quantity, at: position.entry).value
        let extra = try root(between: 0, value, balance)
        try confirm(added(extra), wish, mark, others)
        return Collateral(unchecked: extra)
    }

    /// The quantity at which a position would be liquidated at a wanted price, its margin or leverage held.
    ///
    /// - Parameters:
    ///   - wish: the wanted liquidation price, on the side of the mark where the position loses.
    ///   - position: its terms; its quantity is not looked at.
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions.
    /// - Returns: a quantity in the contract's unit.
    /// - Throws: ``CoreError`` `.outOfRange` where no quantity does it, or every one does.
    public func quantity(
        for wish: Price, position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Quantity {
        let answer = try largestQuantity(for: wish, position: position, mark: mark, others: others)
        var solved = position
        solved.quantity = answer
        try confirm(solved, wish, mark, others)
        return answer
    }

    /// The largest position that is not liquidated before the mark has moved by a distance.
    ///
    /// - Parameters:
    ///   - distance: a fraction of the mark, above zero: 0.1 keeps a long alive down to 90 % of the mark.
    ///   - position: its terms; its quantity is not looked at.
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions.
    /// - Returns: a quantity in the contract's unit.
    /// - Throws: ``CoreError`` `.outOfRange` where no quantity lasts that far, or every one does.
    public func largestQuantity(
        distance: Rate, position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Quantity {
        let now = (mark ?? position.entry).value
        guard distance.value > 0, position.side == .short || distance.value < 1 else {
            throw CoreError(
                .outOfRange, "a distance must lie above 0, for a long below 1, was \(distance.value)")
        }
        let wish = Price(unchecked: now * (1 - position.side.sign * distance.value))
        return try largestQuantity(for: wish, position: position, mark: mark, others: others)
    }

    /// The largest quantity that is solvent all the way to a price: solvency falls with size, so it is bracketed and
    /// halved until two neighbouring doubles are left. A requirement that jumps may end it before the price.
    private func largestQuantity(
        for wish: Price, position: Position, mark: Price?, others: OtherPositions
    ) throws(CoreError) -> Quantity {
        try check(wish, position, mark)
        func isSolvent(_ quantity: Double) throws(CoreError) -> Bool {
            var copy = position
            copy.quantity = Quantity(unchecked: quantity)
            guard try balance(of: copy, at: wish, mark: mark, others: others) >= 0 else { return false }
            let now = mark ?? position.entry
            guard try balance(of: copy, at: now, mark: mark, others: others) > 0 else { return false }
            let found = try price(of: copy, mark: mark, others: others)
            // A price on the gaining side, which curves and jumps may have, is not on the way.
            return found.map { position.side == .long ? $0 <= wish || $0 > now : $0 >= wish || $0 < now }
                ?? true
        }
        let coin = contract == .inverse ? wish.value : 1
        var (safe, forced) = (1e-12 * coin, 1.0 * coin)
        guard try isSolvent(safe) else {
            throw unreachable(wish, "not even the smallest position lasts so far")
        }
        while try isSolvent(forced) {
            (safe, forced) = (forced, forced * 4)
            guard forced < 1e30 * coin else { throw unreachable(wish, "a position of any size lasts so far") }
        }
        while true {
            let middle = safe + (forced - safe) / 2
            guard middle > safe, middle < forced else { return Quantity(unchecked: safe) }
            if try isSolvent(middle) { safe = middle } else { forced = middle }
        }
    }

    /// Equity less requirement of a position at a price.
    private func balance(
        of position: Position, at price: Price, mark: Price?, others: OtherPositions
    ) throws(CoreError) -> Double {
        var curve = MarginCurve(
            wallet: try wallet(of: position).value + others.profit.value,
            leg: try MarginLeg(position, self, mark: mark ?? position.entry))
        settle(&curve, required: others.requirement.value)
        return curve.balance(at: contract.coordinate(of: price.value))
    }

    /// The root of a function that is affine, or in two pieces where a fee at bankruptcy ends with the bankruptcy
    /// price; later steps mend what the first rounded or took for straight.
    private func root(
        between low: Double, _ high: Double, _ balance: (Double) throws(CoreError) -> Double
    ) throws(CoreError) -> Double {
        let (first, second) = (try balance(low), try balance(high))
        let slope = (second - first) / (high - low)
        var found = low - first / slope
        for _ in 0..<3 {
            let (rest, step) = (try balance(found), (high - low) / 64)
            let next = found - rest * step / (try balance(found + step) - rest)
            guard next.isFinite else { return found }
            found = next
        }
        return found
    }

    private func check(_ wish: Price, _ position: Position, _ mark: Price?) throws(CoreError) {
        let now = mark ?? position.entry
        let isLosing = position.side == .long ? wish < now : wish > now
        guard isLosing else {
            throw CoreError(
                .outOfRange,
                "a \(position.side.rawValue) is liquidated \(position.side == .long ? "below" : "above") the mark "
                    + "\(now.value): \(wish.value) is not")
        }
    }

    /// Prices a solution: tiers that jump may liquidate it elsewhere first.
    private func confirm(
        _ position: Position, _ wish: Price, _ mark: Price?, _ others: OtherPositions
    ) throws(CoreError) {
        let found = try price(of: position, mark: mark, others: others)
        guard let found, abs(found.value / wish.value - 1) < 1e-9 else {
            let instead =
                found.map { "liquidation would be at \($0.value)" } ?? "there would be no liquidation"
            throw unreachable(wish, "tiers jump there: \(instead)")
        }
    }

    private func unreachable(_ wish: Price, _ why: String, hint: String? = nil) -> CoreError {
        CoreError(.outOfRange, "no answer gives a liquidation price of \(wish.value): \(why)", hint: hint)
    }
}
