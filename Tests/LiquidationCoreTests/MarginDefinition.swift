@testable import LiquidationCore

/// Equity and requirement of one position as formulas.md, section 0, defines them, price by price: nothing of it is
/// shared with the engine, which works on a coordinate and solves for it.
struct MarginDefinition {
    var instrument: Instrument
    var position: Position
    var mark: Double
    var others = OtherPositions.none

    var side: Double { position.side == .long ? 1 : -1 }
    private var entry: Double { position.entry.value }
    private var size: Double { position.quantity.value }
    private var fee: MarginRule.ClosingFee? { instrument.rule.closingFee }
    private var rate: Double { fee.map { $0.rate.value } ?? 0 }

    /// Settlement units: `q·P`, `Q/P` or `k·P`.
    func value(_ price: Double) -> Double { instrument.contract == .inverse ? size / price : size * price }

    /// `s·q·(P − E)`, `s·Q·(1/E − 1/P)` or `s·k·(P − E)`.
    func profit(_ price: Double) -> Double {
        instrument.contract == .inverse
            ? side * size * (price - entry) / entry / price : side * size * (price - entry)
    }

    /// Initial margin `value/L` with the fees that the venue adds, margin that was added, funding paid.
    var wallet: Double {
        var margin = position.margin?.value ?? 0
        if position.margin == nil, let leverage = position.leverage?.value {
            margin = value(entry) / leverage
            if let fee, fee.isReserved {
                // Bankruptcy E(1 ∓ 1/L), inverse E·L/(L ± 1): its value, also where that is none.
                margin +=
                    fee.rate.value * value(entry)
                    * (1 + (instrument.contract == .inverse ? 1 : -1) * side / leverage)
            }
            if case .fromMargin(let rate) = instrument.rule.openingFee { margin -= rate.value * value(entry) }
            if case .inMargin(let rate) = instrument.rule.openingFee { margin += rate.value * value(entry) }
        }
        return margin + position.extraMargin.value - position.fundingPaid.value
    }

    func equity(_ price: Double) -> Double { wallet + others.profit.value + profit(price) }

    /// BP of section 0, with the closing fee where the venue folds it in: `(s·q·E − W)/(q·(s − f))`,
    /// inverse `Q·(s + f)/(W + s·Q/E)`.
    var bankruptcy: Double? {
        let folded = fee?.isInBankruptcy == true ? rate : 0
        let collateral = wallet + others.profit.value
        let price =
            instrument.contract == .inverse
            ? size * (side + folded) / (collateral + side * size / entry)
            : (side * size * entry - collateral) / (size * (side - folded))
        return price > 0 && price.isFinite ? price : nil
    }

    /// What the table counts, at a price.
    func measured(_ price: Double) -> Double {
        guard case .tiers(let table) = instrument.maintenance else { return size }
        return switch (table.unit, instrument.contract) {
        case (.contracts, _): size / table.contractSize
        case (.quote, .inverse), (.coin, .linear), (.coin, .quanto): size
        case (.quote, _), (.coin, .inverse): value(price)
        }
    }

    /// Maintenance when the value stands at a price: bracket by bracket, each rate on its own part.
    func maintenance(_ price: Double) -> Double {
        let divisor = instrument.rule.isRatePerLeverage ? position.leverage?.value ?? .nan : 1
        switch instrument.maintenance {
        case .fixed(let rate, let amount): return rate.value / divisor * value(price) - amount.value
        case .sloped(let base, let perCoin):
            let coins = instrument.contract == .inverse ? value(price) : size
            return (base.value + perCoin * coins) / divisor * value(price)
        case .tiers(let table):
            let counted = measured(price)
            let last = table.tiers.count - 1
            if table.kind == .whole {
                let tier = table.tiers.last { $0.floor <= counted } ?? table.tiers[0]
                return tier.maintenanceRate / divisor * value(price)
            }
            var sum = 0.0
            for (index, tier) in table.tiers.enumerated() where counted > tier.floor {
                let part = (index == last ? counted : min(counted, tier.cap)) - tier.floor
                sum += part * tier.maintenanceRate
            }
            return sum / divisor * (value(price) / counted)
        }
    }

    func requirement(_ price: Double) -> Double {
        var sum = others.requirement.value
        switch instrument.rule.maintenance {
        case .atLiquidation: sum += maintenance(price)
        case .atEntry: sum += maintenance(entry)
        case .atMark: sum += maintenance(mark)
        }
        if let fee {
            switch fee.basis {
            case .atLiquidation: sum += rate * value(price)
            case .atEntry: sum += rate * value(entry)
            case .atMark: sum += rate * value(mark)
            case .atBankruptcy: sum += bankruptcy.map { rate * value($0) } ?? 0
            }
        }
        return sum + (instrument.rule.reservesFundingDue ? max(0, position.fundingDue.value) : 0)
    }

    func balance(_ price: Double) -> Double { equity(price) - requirement(price) }

    /// The sums that cancel in ``balance(_:)``.
    func scale(_ price: Double) -> Double {
        let fixed = if case .fixed(_, let amount) = instrument.maintenance { abs(amount.value) } else { 0.0 }
        return abs(position.margin?.value ?? 0) + abs(position.extraMargin.value)
            + abs(position.fundingPaid.value) + abs(position.fundingDue.value) + abs(others.profit.value)
            + abs(others.requirement.value) + value(entry) + value(price) + value(mark) + fixed
    }

    /// Prices at which the table changes brackets.
    var edges: [Double] {
        guard case .tiers(let table) = instrument.maintenance, instrument.rule.maintenance == .atLiquidation,
            measured(entry) != measured(entry * 2)
        else { return [] }
        return table.tiers.dropFirst().map {
            instrument.contract == .inverse ? size / $0.floor : $0.floor / size
        }
    }
}
