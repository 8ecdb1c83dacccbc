extension Instrument {
    /// Whether brackets count quote units, so that they do not depend on the price at which a notional is opened.
    var countsNotional: Bool { contract != .inverse && (maintenance.table?.unit ?? .quote) == .quote }

    /// Quote units in one unit of the bracket table at a price.
    public func notionalPerUnit(at price: Price) -> Double {
        guard let table = maintenance.table else { return 1 }
        switch table.unit {
        case .quote: return 1
        case .coin: return price.value
        case .contracts: return contract == .inverse ? table.contractSize : table.contractSize * price.value
        }
    }

    /// The size of a position of a notional: coins (linear), face value (inverse).
    public func quantity(of notional: Notional, at price: Price) -> Quantity {
        Quantity(unchecked: contract == .inverse ? notional.value : notional.value / price.value)
    }

    /// The largest notional that may be opened at a leverage, quote units; `nil` where no bracket admits it.
    public func largestNotional(at leverage: Leverage, price: Price) -> Double? {
        guard let table = maintenance.table else { return .infinity }
        return table.largestSize(at: leverage).map { $0 * notionalPerUnit(at: price) }
    }

    /// The same instrument for a position of notional 1, with the bracket of a larger one at entry in force whatever
    /// the price.
    ///
    /// The base model takes the first bracket whose cap is not below the size, and calculates per unit of notional.
    func frozen(at notional: Double, _ entry: Price) -> Instrument {
        guard let table = maintenance.table else { return self }
        let size = notional / notionalPerUnit(at: entry)
        let tier = table.tiers.first { size <= $0.cap } ?? table.tiers[table.tiers.count - 1]
        var copy = self
        let countsValue = table.unit == (contract == .inverse ? .coin : .quote)
        let share = countsValue ? 0 : tier.maintenanceAmount / size
        copy.maintenance = .fixed(
            rate: Rate(unchecked: tier.maintenanceRate - share),
            amount: Collateral(unchecked: countsValue ? tier.maintenanceAmount / notional : 0))
        return copy
    }
}
