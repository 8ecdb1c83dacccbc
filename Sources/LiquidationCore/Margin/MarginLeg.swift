/// One position as it enters the margin equation: a size and an entry on the coordinate of its contract, and what
/// it requires along it.
///
/// Within a bracket the requirement is a polynomial of the coordinate: constant where it is frozen, linear where
/// it follows the price, quadratic where the rate grows with a size that itself moves with the price.
struct MarginLeg {
    /// +1 where it gains as the coordinate grows.
    let turn: Double
    let size: Double
    let entry: Double
    private let maintenance: Maintenance
    /// What a rate is multiplied with: 0 where maintenance is frozen, one over the leverage at some venues.
    private let rateScale: Double
    /// Closing fee on the value at the coordinate.
    private let feeRate: Double
    /// Requirement that does not follow the price.
    private(set) var frozen = 0.0
    /// The table's measure of size: so much per unit of the coordinate, else constant.
    private let measure: (isPerUnit: Bool, value: Double)

    /// - Parameters:
    ///   - position: its terms.
    ///   - instrument: its contract and rule.
    ///   - mark: the price now.
    ///   - scale: how much of its own coordinate one unit of the shared coordinate is.
    ///   - isWaived: whether it requires its closing fee only, being the smaller leg of a hedge.
    /// - Throws: ``CoreError`` `.invalidModel` where the rule needs a leverage that is not known.
    init(
        _ position: Position, _ instrument: Instrument, mark: Price, scale: Double = 1, isWaived: Bool = false
    ) throws(CoreError) {
        let (contract, rule) = (instrument.contract, instrument.rule)
        turn = contract.turn(position.side)
        size = position.quantity.value * scale
        entry = contract.coordinate(of: position.entry.value) / scale
        maintenance = instrument.maintenance
        measure = instrument.measure(of: position.quantity.value, scale: scale)
        var perLeverage = 1.0
        if rule.isRatePerLeverage {
            guard let leverage = position.leverage else { throw Self.needsLeverage(rule) }
            perLeverage = 1 / leverage.value
        }
        rateScale = isWaived || rule.maintenance != .atLiquidation ? 0 : perLeverage
        let fee = rule.closingFee
        feeRate = fee?.basis == .atLiquidation ? fee?.rate.value ?? 0 : 0
        let now = contract.coordinate(of: mark.value) / scale
        if rule.maintenance != .atLiquidation, !isWaived {
            let at = rule.maintenance == .atEntry ? entry : now
            let piece = pieceIndex(at: at)
            frozen += rate(piece, at: at) * perLeverage * size * at - amount(piece)
        }
        if fee?.basis == .atEntry { frozen += (fee?.rate.value ?? 0) * size * entry }
        if fee?.basis == .atMark { frozen += (fee?.rate.value ?? 0) * size * now }
        if rule.reservesFundingDue { frozen += max(0, position.fundingDue.value) }
    }

    /// The error of a rule that divides by a leverage which is not known.
    static func needsLeverage(_ rule: MarginRule) -> CoreError {
        CoreError(
            .invalidModel, "\(rule.venue) divides the maintenance rate by the leverage: none was given",
            hint: "give the position's leverage beside its margin")
    }

    /// Adds to what is required whatever the price.
    mutating func freeze(_ amount: Double) { frozen += amount }

    /// The bracket at a coordinate.
    @inline(__always)
    func pieceIndex(at coordinate: Double) -> Int {
        guard case .tiers(let table) = maintenance else { return 0 }
        return table.index(holding: measure.isPerUnit ? measure.value * coordinate : measure.value)
    }

    /// The size at a coordinate in the unit of the table.
    func measured(at coordinate: Double) -> Double {
        measure.isPerUnit ? measure.value * coordinate : measure.value
    }

    /// The coordinates between which a bracket holds.
    @inline(__always)
    func bounds(_ piece: Int) -> (low: Double, high: Double) {
        guard case .tiers(let table) = maintenance, measure.isPerUnit, rateScale != 0 else {
            return (0, .infinity)
        }
        let isLast = piece == table.tiers.count - 1
        return (
            table.tiers[piece].floor / measure.value,
            isLast ? .infinity : table.tiers[piece].cap / measure.value
        )
    }

    /// Equity that it adds to a wallet less what it requires, within a bracket.
    @inline(__always)
    func balance(_ piece: Int, wallet: Double) -> Polynomial {
        let fixed = rateScale == 0 ? 0 : amount(piece)
        return Polynomial(
            constant: wallet - turn * size * entry + fixed - frozen,
            slope: size * (turn - followedRate(piece)),
            curve: rateScale == 0 ? 0 : -rateScale * curvature)
    }

    /// What is required per unit of value within a bracket.
    func followedRate(_ piece: Int) -> Double { (rateScale == 0 ? 0 : rateScale * baseRate(piece)) + feeRate }

    private func amount(_ piece: Int) -> Double {
        switch maintenance {
        case .tiers(let table): table.tiers[piece].maintenanceAmount
        case .fixed(_, let amount): amount.value
        case .sloped: 0
        }
    }

    /// The rate without the part that grows with a moving size.
    private func baseRate(_ piece: Int) -> Double {
        switch maintenance {
        case .tiers(let table): table.tiers[piece].maintenanceRate
        case .fixed(let rate, _): rate.value
        case .sloped(let base, let perCoin): base.value + (measure.isPerUnit ? 0 : perCoin * measure.value)
        }
    }

    private func rate(_ piece: Int, at coordinate: Double) -> Double {
        guard case .sloped(_, let perCoin) = maintenance, measure.isPerUnit else { return baseRate(piece) }
        return baseRate(piece) + perCoin * measure.value * coordinate
    }

    private var curvature: Double {
        guard case .sloped(_, let perCoin) = maintenance, measure.isPerUnit else { return 0 }
        return size * perCoin * measure.value
    }
}

extension Instrument {
    /// The size as its maintenance table counts it: per unit of the coordinate where it moves with the price.
    fileprivate func measure(of quantity: Double, scale: Double) -> (isPerUnit: Bool, value: Double) {
        let unit: TierTable.Unit
        switch maintenance {
        case .tiers(let table):
            if table.unit == .contracts { return (false, quantity / table.contractSize) }
            unit = table.unit
        case .fixed: return (false, quantity)
        case .sloped: unit = .coin
        }
        let isValue = contract == .inverse ? unit == .coin : unit == .quote
        return isValue ? (true, quantity * scale) : (false, quantity)
    }
}
