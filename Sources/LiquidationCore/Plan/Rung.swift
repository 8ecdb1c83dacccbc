/// A rung of the ladder with what the margin rule makes of it.
public struct Rung: Hashable, Sendable {
    /// Leverage at entry.
    public let leverage: Double
    /// Assumed notional of one position, quote units: at most what the venue admits at this leverage, at most the
    /// first tier's cap where it admits none.
    public let size: Double
    /// Liquidation price over entry price; where no price liquidates, zero for longs and infinite for shorts.
    public let factor: BySide<Double>
    /// What a position requires per unit of value at its liquidation price, where that follows the price.
    public let maintenanceRate: BySide<Double>
    /// Why nothing is put here; `nil` where positions are.
    public let refusal: Refusal?

    /// Why a rung holds no positions.
    public enum Refusal: String, Hashable, Sendable {
        /// A position would be liquidatable at its entry already, on either side.
        case liquidatableAtEntry = "liquidatable at entry"
        /// No tier of the venue admits the leverage.
        case notAdmitted = "above the venue's largest leverage"
    }

    /// Whether nothing is put here.
    public var isRefused: Bool { refusal != nil }

    /// The rungs of a ladder under an instrument's margin rule.
    ///
    /// A position of the assumed notional is opened on each rung at a reference price. Where tiers count coins
    /// or contracts the factors depend on that price, a little; elsewhere they do not.
    ///
    /// - Parameters:
    ///   - ladder: the leverages.
    ///   - model: position size and choice of tier.
    ///   - instrument: contract, rule and tiers.
    ///   - price: the reference price.
    ///   - liquidationPrices: prices by a custom rule, as ``RungQuestion/questions(of:model:instrument:at:)``
    ///     asks for them; the instrument's rule where `nil`.
    /// - Returns: as many rungs as the ladder has.
    /// - Throws: ``CoreError`` as ``Instrument/report(for:mark:others:)``.
    /// - Complexity: O(rungs · tiers).
    /// - Precondition: as many liquidation prices as questions.
    public static func rungs(
        of ladder: Ladder, model: MapModel, instrument: Instrument, at price: Price,
        liquidationPrices: [Price?]? = nil
    ) throws(CoreError) -> [Rung] {
        if let prices = liquidationPrices {
            let questions = RungQuestion.questions(
                of: ladder, model: model, instrument: instrument, at: price)
            precondition(prices.count == questions.count, "one liquidation price for each question")
            return ladder.leverages.indices.map { index in
                let (long, short) = (questions[2 * index], questions[2 * index + 1])
                return Rung(
                    leverage: ladder.leverages[index], size: long.notional.value,
                    factor: BySide(
                        long: prices[2 * index].map { $0.value / price.value } ?? 0,
                        short: prices[2 * index + 1].map { $0.value / price.value } ?? .infinity),
                    maintenanceRate: BySide(
                        long: long.tier.maintenanceRate, short: short.tier.maintenanceRate),
                    isAdmitted: long.isAdmitted)
            }
        }
        // Only a table that counts something else than notional needs a real price.
        let entry = instrument.countsNotional ? Price(unchecked: 1) : price
        var rungs: [Rung] = []
        for leverage in ladder.leverages {
            let admitted = instrument.largestNotional(at: Leverage(unchecked: leverage), price: entry)
            let first = instrument.maintenance.table?.tiers[0].cap ?? .infinity
            let size = min(
                model.positionSize.value, admitted ?? first * instrument.notionalPerUnit(at: entry))
            let isFrozen = model.tier == .atEntry
            let market = isFrozen ? instrument.frozen(at: size, entry) : instrument
            let quantity = instrument.quantity(of: Notional(unchecked: isFrozen ? 1 : size), at: entry)
            func terms(_ side: Side) throws(CoreError) -> (factor: Double, rate: Double) {
                let position = Position(
                    side: side, entry: entry, quantity: quantity, leverage: Leverage(unchecked: leverage))
                let found = try market.liquidationPrice(of: position)
                let none = side == .long ? 0 : Double.infinity
                return (found.price.map { $0.value / entry.value } ?? none, found.followedRate)
            }
            let terms = try BySide.each { side throws(CoreError) in try terms(side) }
            rungs.append(
                Rung(
                    leverage: leverage, size: size, factor: terms.map(\.factor),
                    maintenanceRate: terms.map(\.rate), isAdmitted: admitted != nil))
        }
        return rungs
    }

    init(
        leverage: Double, size: Double, factor: BySide<Double>,
        maintenanceRate: BySide<Double> = BySide(both: 0), isAdmitted: Bool = true
    ) {
        (self.leverage, self.size, self.maintenanceRate) = (leverage, size, maintenanceRate)
        self.factor = BySide(long: max(0, factor.long), short: factor.short)
        let isSolvent = factor.long < 1 && factor.short > 1
        refusal = isAdmitted ? isSolvent ? nil : .liquidatableAtEntry : .notAdmitted
    }
}

/// A question to a custom margin rule: what is the liquidation price of the position that a rung assumes?
public struct RungQuestion: Hashable, Sendable {
    /// The position: side, entry, quantity and leverage.
    public let position: Position
    /// Its notional at entry, quote units.
    public let notional: Notional
    /// The tier that holds it at entry; one without an end where only a rate is known.
    public let tier: Tier
    /// Whether the venue's tiers admit the leverage.
    public let isAdmitted: Bool

    /// A question by its parts.
    public init(position: Position, notional: Notional, tier: Tier, isAdmitted: Bool) {
        (self.position, self.notional) = (position, notional)
        (self.tier, self.isAdmitted) = (tier, isAdmitted)
    }

    /// The questions about a ladder: for each rung the long, then the short.
    ///
    /// - Parameters:
    ///   - ladder: the leverages.
    ///   - model: position size.
    ///   - instrument: contract and tiers; its rule is not used.
    ///   - price: where the positions are entered.
    /// - Returns: twice as many as the ladder has rungs.
    /// - Complexity: O(rungs · tiers).
    public static func questions(
        of ladder: Ladder, model: MapModel, instrument: Instrument, at price: Price
    ) -> [RungQuestion] {
        ladder.leverages.flatMap { number in
            let leverage = Leverage(unchecked: number)
            let admitted = instrument.largestNotional(at: leverage, price: price)
            let first = instrument.maintenance.table?.tiers[0].cap ?? .infinity
            let size = min(
                model.positionSize.value, admitted ?? first * instrument.notionalPerUnit(at: price))
            let notional = Notional(unchecked: size)
            let quantity = instrument.quantity(of: notional, at: price)
            return [Side.long, .short].map { side in
                RungQuestion(
                    position: Position(side: side, entry: price, quantity: quantity, leverage: leverage),
                    notional: notional, tier: instrument.tier(of: notional, at: price),
                    isAdmitted: admitted != nil)
            }
        }
    }
}

extension Instrument {
    /// The tier of a notional at a price.
    fileprivate func tier(of notional: Notional, at price: Price) -> Tier {
        func one(_ rate: Double, _ amount: Double) -> Tier {
            Tier(
                floor: 0, cap: .infinity, maximumLeverage: .infinity, maintenanceRate: rate,
                maintenanceAmount: amount)
        }
        switch maintenance {
        case .tiers(let table):
            return table.tiers[table.index(holding: notional.value / notionalPerUnit(at: price))]
        case .fixed(let rate, let amount): return one(rate.value, amount.value)
        case .sloped(let base, let perCoin):
            return one(base.value + perCoin * (notional.value / price.value), 0)
        }
    }
}
