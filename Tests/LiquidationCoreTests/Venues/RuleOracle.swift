import LiquidationCore

/// A margin rule read word by word: values and profits at prices, roots by halving. It shares no algebra with the
/// library.
struct RuleOracle {
    let instrument: Instrument
    let position: Position
    let mark: Double
    let rate: Double, amount: Double

    private var rule: MarginRule { instrument.rule }
    private var size: Double { position.quantity.value }
    private var entry: Double { position.entry.value }
    private var isInverse: Bool { instrument.contract == .inverse }
    private var fee: Double { rule.closingFee?.rate.value ?? 0 }

    func value(_ price: Double) -> Double { isInverse ? size / price : size * price }

    func profit(_ price: Double) -> Double {
        position.side.sign * (isInverse ? size * (1 / entry - 1 / price) : size * (price - entry))
    }

    var wallet: Double {
        var margin = position.margin?.value ?? 0
        if position.margin == nil, let leverage = position.leverage?.value {
            margin = value(entry) / leverage
            if rule.closingFee?.isReserved == true {
                // Where the margin alone is lost.
                let sign = position.side.sign
                let bankruptcy =
                    isInverse ? entry * leverage / (leverage + sign) : entry * (1 - sign / leverage)
                margin += fee * (bankruptcy.isFinite ? value(bankruptcy) : 0)
            }
            switch rule.openingFee {
            case .fromWallet: break
            case .fromMargin(let rate): margin -= rate.value * value(entry)
            case .inMargin(let rate): margin += rate.value * value(entry)
            }
        }
        return margin + position.extraMargin.value - position.fundingPaid.value
    }

    /// Where equity, less the fee that bankruptcy still pays, is zero.
    var bankruptcy: Double? {
        let share = rule.closingFee?.isInBankruptcy == true ? fee : 0
        return root { wallet + profit($0) - share * value($0) }
    }

    var liquidation: Double? {
        let bankruptcy = bankruptcy
        return root { balance($0, bankruptcy) }
    }

    /// Equity less requirement at a price; ``bankruptcy`` is handed in, because it takes long to find.
    func balance(_ price: Double, _ bankruptcy: Double?) -> Double {
        func at(_ basis: MarginRule.Basis) -> Double {
            switch basis {
            case .atLiquidation: value(price)
            case .atEntry: value(entry)
            case .atMark: value(mark)
            }
        }
        let share = rule.isRatePerLeverage ? rate / (position.leverage?.value ?? 1) : rate
        var required = share * at(rule.maintenance) - amount
        switch rule.closingFee?.basis {
        case .atLiquidation: required += fee * value(price)
        case .atEntry: required += fee * value(entry)
        case .atMark: required += fee * value(mark)
        case .atBankruptcy: required += bankruptcy.map { fee * value($0) } ?? 0
        case nil: break
        }
        if rule.reservesFundingDue { required += max(0, position.fundingDue.value) }
        return wallet + profit(price) - required
    }

    /// The price, from the mark in the direction that loses, where a function falls to zero.
    private func root(_ function: (Double) -> Double) -> Double? {
        let isLong = position.side == .long
        var (inside, outside) = (mark, isLong ? mark * 1e-9 : mark * 1e9)
        guard function(inside) > 0, function(outside) <= 0 else { return nil }
        for _ in 0..<150 {
            let middle = (inside + outside) / 2
            if function(middle) > 0 { inside = middle } else { outside = middle }
        }
        return outside
    }
}
