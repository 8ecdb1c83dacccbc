/// One position as it enters the margin equation: a size and an entry on the coordinate of its contract, and what
/// it requires along it.
///
/// Within a tier the requirement is a polynomial of the coordinate: constant where it is frozen, linear where
/// it follows the price, quadratic where the rate grows with a size that itself moves with the price.
struct MarginLeg {
    /// +1 where it gains as the coordinate grows.
    let turn: Double
    let size: Double
    let entry: Double
    /// Tiers to walk through; empty where one set of figures holds throughout.
    private let tiers: [Tier]
    /// The tier that holds throughout, and its figures: value times `rate + growth · x`, less the amount.
    private let heldTier: Int
    private let held: (rate: Double, growth: Double, amount: Double)
    /// What the tiers' figures are multiplied with: one over the leverage at some venues.
    private let rateScale: Double
    /// Closing fee on the value at the coordinate.
    private let feeRate: Double
    /// Requirement that does not follow the price.
    private(set) var frozen = 0.0
    /// The table's measure of size: so much per unit of the coordinate, else constant.
    private let measure: (isPerUnit: Bool, value: Double)
    /// Where maintenance was frozen; `nil` where it follows the price.
    private let basis: Double?

    /// - Parameters:
    ///   - position: its terms.
    ///   - instrument: its contract and rule.
    ///   - mark: the price now.
    ///   - scale: how much of its own coordinate one unit of the shared coordinate is.
    ///   - isWaived: whether it requires its closing fee only, being the smaller leg of a hedge.
    /// - Throws: ``CoreError`` `.invalidModel` where the rule needs a leverage that is not known.
    @inline(__always)
    init(
        _ position: Position, _ instrument: Instrument, mark: Price, scale: Double = 1, isWaived: Bool = false
    ) throws(CoreError) {
        let contract = instrument.contract
        turn = contract.turn(position.side)
        size = position.quantity.value * scale
        entry = contract.coordinate(of: position.entry.value) / scale
        measure = instrument.measure(of: position.quantity.value, scale: scale)
        rateScale = try instrument.rule.rateScale(of: position)
        let now = contract.coordinate(of: mark.value) / scale
        let follows = instrument.rule.maintenance == .atLiquidation && !isWaived
        let at = instrument.rule.maintenance == .atEntry ? entry : now
        basis = follows ? nil : at
        var figures = (rate: 0.0, growth: 0.0, amount: 0.0)
        (tiers, heldTier) = instrument.maintenance.walk(
            size: measure.isPerUnit ? measure.value * at : measure.value,
            isMoving: follows && measure.isPerUnit)
        switch instrument.maintenance {
        case .fixed(let rate, let amount): figures = (rate.value * rateScale, 0, amount.value)
        case .sloped(let base, let perCoin):
            let slope = perCoin * measure.value * rateScale
            figures = (
                base.value * rateScale + (measure.isPerUnit ? 0 : slope), measure.isPerUnit ? slope : 0, 0
            )
        case .tiers(let table):
            let tier = table.tiers[heldTier]
            // Where the table does not count the value, neither does its amount: it is a share of the size.
            let share = measure.isPerUnit ? 0 : tier.maintenanceAmount / measure.value
            figures.rate = (tier.maintenanceRate - share) * rateScale
            figures.amount = measure.isPerUnit ? tier.maintenanceAmount * rateScale : 0
        }
        if !follows, !isWaived { frozen += size * at * (figures.rate + figures.growth * at) - figures.amount }
        held = follows ? figures : (0, 0, 0)
        let fee = instrument.rule.closingFee
        feeRate = fee?.basis == .atLiquidation ? fee?.rate.value ?? 0 : 0
        if fee?.basis == .atEntry { frozen += (fee?.rate.value ?? 0) * size * entry }
        if fee?.basis == .atMark { frozen += (fee?.rate.value ?? 0) * size * now }
        if instrument.rule.reservesFundingDue { frozen += max(0, position.fundingDue.value) }
    }

    /// Adds to what is required whatever the price.
    mutating func freeze(_ amount: Double) { frozen += amount }

    /// The tier at a coordinate.
    @inline(__always)
    func pieceIndex(at coordinate: Double) -> Int {
        tiers.isEmpty ? heldTier : tiers.index(holding: measure.value * coordinate)
    }

    /// The size that decides on the tier at a coordinate, in the unit of the table.
    func measured(at coordinate: Double) -> Double {
        measure.isPerUnit ? measure.value * (basis ?? coordinate) : measure.value
    }

    /// The coordinates between which a tier holds.
    @inline(__always)
    func bounds(_ piece: Int) -> (low: Double, high: Double) {
        guard !tiers.isEmpty else { return (0, .infinity) }
        let isLast = piece == tiers.count - 1
        return (tiers[piece].floor / measure.value, isLast ? .infinity : tiers[piece].cap / measure.value)
    }

    /// Equity that it adds to a wallet less what it requires, within a tier.
    @inline(__always)
    func balance(_ piece: Int, wallet: Double) -> Polynomial {
        let amount = tiers.isEmpty ? held.amount : tiers[piece].maintenanceAmount * rateScale
        return Polynomial(
            constant: wallet - turn * size * entry + amount - frozen,
            slope: size * (turn - followedRate(piece)), curve: -size * held.growth)
    }

    /// What is required per unit of value within a tier.
    @inline(__always)
    func followedRate(_ piece: Int) -> Double {
        (tiers.isEmpty ? held.rate : tiers[piece].maintenanceRate * rateScale) + feeRate
    }
}

extension Maintenance {
    /// The tiers to walk through, where the size moves; else the one that holds.
    @inline(__always)
    fileprivate func walk(size: Double, isMoving: Bool) -> (tiers: [Tier], held: Int) {
        guard case .tiers(let table) = self else { return ([], 0) }
        return isMoving ? (table.tiers, 0) : ([], table.index(holding: size))
    }
}

extension TierTable.Unit {
    /// The unit in which a contract's value counts.
    static func valueUnit(of contract: Contract) -> Self { contract == .inverse ? .coin : .quote }
}

extension MarginRule {
    /// What maintenance is multiplied with.
    @inline(__always)
    func rateScale(of position: Position) throws(CoreError) -> Double {
        guard isRatePerLeverage else { return 1 }
        guard let leverage = position.leverage else {
            throw CoreError(
                .invalidModel, "\(venue) divides the maintenance rate by the leverage: none was given",
                hint: "give the position's leverage beside its margin")
        }
        return 1 / leverage.value
    }
}

extension Instrument {
    /// The size as its maintenance table counts it: per unit of the coordinate where it moves with the price.
    @inline(__always)
    fileprivate func measure(of quantity: Double, scale: Double) -> (isPerUnit: Bool, value: Double) {
        let unit: TierTable.Unit
        switch maintenance {
        case .tiers(let table):
            if table.unit == .contracts { return (false, quantity / table.contractSize) }
            unit = table.unit
        case .fixed: return (false, quantity)
        case .sloped: unit = .coin
        }
        return unit == .valueUnit(of: contract) ? (true, quantity * scale) : (false, quantity)
    }
}
