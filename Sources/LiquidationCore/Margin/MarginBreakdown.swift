/// Equity and requirement of a position at a price, item by item, so that a person can add them up.
public struct MarginBreakdown: Hashable, Sendable {
    /// The price that is asked about.
    public let price: Price
    /// Margin with what was added and less the funding paid; in cross mode the account's wallet.
    public let wallet: Collateral
    /// Profit of the position at the price.
    public let profit: Collateral
    /// Profit of the account's other positions.
    public let othersProfit: Collateral
    /// Value of the position where maintenance is taken: at the price, at entry, or at the mark.
    public let value: Collateral
    /// Index of the tier.
    public let tier: Int
    /// Rate of the tier, divided by the leverage where the rule does so.
    public let rate: Rate
    /// Amount of the tier.
    public let amount: Collateral
    /// `value · rate − amount`.
    public let maintenance: Collateral
    /// Value on which the closing fee is taken; `nil` where the rule has none.
    public let feeValue: Collateral?
    /// Closing fee that is required.
    public let fee: Collateral
    /// Funding that falls due next, where the rule requires it.
    public let fundingDue: Collateral
    /// What the account's other positions require.
    public let othersRequirement: Collateral

    /// Wallet and all profits.
    public var equity: Collateral {
        Collateral(unchecked: wallet.value + profit.value + othersProfit.value)
    }

    /// Everything that is required.
    public var requirement: Collateral {
        Collateral(
            unchecked: maintenance.value + fee.value + fundingDue.value + othersRequirement.value)
    }
}

extension Instrument {
    /// Equity and requirement of a position at a price, from their definitions.
    ///
    /// - Parameters:
    ///   - position: its terms.
    ///   - price: the price that is asked about.
    ///   - mark: the price now; the entry where not given.
    ///   - others: the account's other positions.
    ///   - tier: the tier in force; that of the size where not given, or where maintenance is frozen.
    /// - Returns: every item; equity and requirement are their sums.
    /// - Throws: ``CoreError`` as ``report(for:mark:others:)``.
    public func breakdown(
        of position: Position, at price: Price, mark: Price? = nil, others: OtherPositions = .none,
        tier: Int? = nil
    ) throws(CoreError) -> MarginBreakdown {
        let basis =
            switch rule.maintenance {
            case .atLiquidation: price
            case .atEntry: position.entry
            case .atMark: mark ?? position.entry
            }
        let value = contract.value(of: position.quantity, at: basis)
        let frozen = rule.maintenance != .atLiquidation
        let index =
            (frozen ? nil : tier) ?? maintenance.table?.index(holding: measured(position.quantity, at: basis))
            ?? 0
        var (rate, amount) = figures(tier: index, coins: measured(position.quantity, at: basis, unit: .coin))
        let scale = try rule.rateScale(of: position)
        // Where the table does not count the value, neither does its amount: it is a share of the size.
        if let table = maintenance.table, table.unit != .valueUnit(of: contract) {
            amount *= value.value / measured(position.quantity, at: basis)
        }
        if maintenance.table != nil { amount *= scale }
        rate *= scale
        let wallet = try wallet(of: position)
        var feeValue: Collateral?
        if let fee = rule.closingFee {
            switch fee.basis {
            case .atLiquidation: feeValue = contract.value(of: position.quantity, at: price)
            case .atEntry: feeValue = contract.value(of: position.quantity, at: position.entry)
            case .atMark: feeValue = contract.value(of: position.quantity, at: mark ?? position.entry)
            case .atBankruptcy:
                let paid = fee.isInBankruptcy ? fee.rate.value : 0
                let (turn, entry) = (
                    contract.turn(position.side), contract.coordinate(of: position.entry.value)
                )
                let all = wallet.value + others.profit.value
                let end = (turn * position.quantity.value * entry - all) / (turn - paid)
                feeValue = Collateral(unchecked: max(0, end))
            }
        }
        return MarginBreakdown(
            price: price, wallet: wallet,
            profit: contract.profit(position.side, position.quantity, from: position.entry, to: price),
            othersProfit: others.profit, value: value, tier: index, rate: Rate(unchecked: rate),
            amount: Collateral(unchecked: amount),
            maintenance: Collateral(unchecked: value.value * rate - amount), feeValue: feeValue,
            fee: Collateral(unchecked: (rule.closingFee?.rate.value ?? 0) * (feeValue?.value ?? 0)),
            fundingDue: Collateral(
                unchecked: rule.reservesFundingDue ? max(0, position.fundingDue.value) : 0),
            othersRequirement: others.requirement)
    }

    /// A size at a price in a unit of tier tables; in that of this instrument's where none is named.
    public func measured(_ quantity: Quantity, at price: Price, unit: TierTable.Unit? = nil) -> Double {
        switch unit ?? maintenance.table?.unit ?? .quote {
        case .contracts: quantity.value / (maintenance.table?.contractSize ?? 1)
        case .quote: contract == .inverse ? quantity.value : quantity.value * price.value
        case .coin: contract == .inverse ? quantity.value / price.value : quantity.value
        }
    }

    private func figures(tier: Int, coins: Double) -> (rate: Double, amount: Double) {
        switch maintenance {
        case .tiers(let table):
            (table.tiers[tier].maintenanceRate, table.tiers[tier].maintenanceAmount)
        case .fixed(let rate, let amount): (rate.value, amount.value)
        case .sloped(let base, let perCoin): (base.value + perCoin * coins, 0)
        }
    }
}
