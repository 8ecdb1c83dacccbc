/// One step of a liquidation: what is closed, and what is left with its own liquidation price.
///
/// What is left is a position like any other, so the step can be taken again.
public struct PartialLiquidation: Hashable, Sendable {
    /// Where it happens.
    public let price: Price
    /// What is closed.
    public let closed: Quantity
    /// Profit of what is closed, settlement units; negative for a loss.
    public let profit: Collateral
    /// The closing fee that the rule requires, on what is closed, settlement units.
    public let fee: Collateral
    /// What is left; `nil` where everything is closed.
    public let remaining: Position?
    /// The report of what is left, at the price.
    public let report: LiquidationReport?
}

extension Instrument {
    /// The first step of liquidating an isolated position at a price.
    ///
    /// - Throws: ``CoreError`` as ``report(for:mark:others:)``.
    public func partialLiquidation(of position: Position, at price: Price) throws(CoreError)
        -> PartialLiquidation
    {
        let closed = try firstClosed(of: position, at: price)
        let profit = contract.profit(position.side, closed, from: position.entry, to: price)
        let rate = rule.closingFee?.rate.value ?? 0
        let fee = Collateral(unchecked: rate * contract.value(of: closed, at: price).value)
        guard profit.value.isFinite, fee.value.isFinite else { throw .tooLarge }
        guard closed < position.quantity else {
            return PartialLiquidation(
                price: price, closed: closed, profit: profit, fee: fee, remaining: nil, report: nil)
        }
        var rest = position
        rest.quantity = Quantity(unchecked: position.quantity.value - closed.value)
        rest.margin = Collateral(unchecked: try wallet(of: position).value + profit.value - fee.value)
        (rest.extraMargin, rest.fundingPaid) = (Collateral(unchecked: 0), Collateral(unchecked: 0))
        rest.fundingDue = Collateral(
            unchecked: position.fundingDue.value * (rest.quantity.value / position.quantity.value))
        return PartialLiquidation(
            price: price, closed: closed, profit: profit, fee: fee, remaining: rest,
            report: try report(for: rest, mark: price))
    }

    private func firstClosed(of position: Position, at price: Price) throws(CoreError) -> Quantity {
        let whole = position.quantity
        switch rule.partial {
        case .whole: return whole
        case .nextTier:
            guard let table = maintenance.table else { return whole }
            let size = try MarginLeg(position, self, mark: price).measured(
                at: contract.coordinate(of: price.value))
            let tier = table.index(holding: size)
            guard tier > 0 else { return whole }
            // Down to where the next lower tier holds, also once all is rounded.
            let floor = table.tiers[tier].floor
            var (closed, step) = (whole.value - whole.value * (floor / size), whole.value.ulp)
            while closed < whole.value {
                var rest = position
                rest.quantity = Quantity(unchecked: whole.value - closed)
                let left = try MarginLeg(rest, self, mark: price).measured(
                    at: contract.coordinate(of: price.value))
                guard table.index(holding: left) >= tier else { break }
                (closed, step) = (closed + step, step * 2)
            }
            return closed < whole.value ? Quantity(unchecked: closed) : whole
        case .share(let share, let threshold):
            guard contract.value(of: whole, at: price) > threshold else { return whole }
            return Quantity(unchecked: whole.value * share.value)
        }
    }
}
