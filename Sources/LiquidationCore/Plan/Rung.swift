/// A rung of the ladder with what the margin rule makes of it.
public struct Rung: Hashable, Sendable {
    /// Leverage at entry.
    public let leverage: Double
    /// Assumed notional of one position, quote units: at most what the venue admits at this leverage, at most the
    /// first bracket's cap where it admits none.
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
        /// No bracket of the venue admits the leverage.
        case notAdmitted = "above the venue's largest leverage"
    }

    /// Whether nothing is put here.
    public var isRefused: Bool { refusal != nil }

    /// The rungs of a ladder under an instrument's margin rule.
    ///
    /// A position of the assumed notional is opened on each rung at a reference price. Where brackets count coins
    /// or contracts the factors depend on that price, a little; elsewhere they do not.
    ///
    /// - Parameters:
    ///   - ladder: the leverages.
    ///   - model: position size and choice of bracket.
    ///   - instrument: contract, rule and brackets.
    ///   - price: the reference price.
    ///   - levels: liquidation prices by a rule of one's own, as ``RungQuestion/questions(of:model:instrument:at:)``
    ///     asks for them; the instrument's rule where `nil`.
    /// - Returns: as many rungs as the ladder has.
    /// - Throws: ``CoreError`` as ``Instrument/report(for:mark:others:)``.
    /// - Complexity: O(rungs · tiers).
    /// - Precondition: as many levels as questions.
    public static func rungs(
        of ladder: Ladder, model: MapModel, instrument: Instrument, at price: Price,
        levels: [Price?]? = nil
    ) throws(CoreError) -> [Rung] {
        if let levels {
            let questions = RungQuestion.questions(
                of: ladder, model: model, instrument: instrument, at: price)
            precondition(levels.count == questions.count, "one level for each question")
            return ladder.leverages.indices.map { index in
                let (long, short) = (questions[2 * index], questions[2 * index + 1])
                return Rung(
                    leverage: ladder.leverages[index], size: long.notional.value,
                    factor: BySide(
                        long: levels[2 * index].map { $0.value / price.value } ?? 0,
                        short: levels[2 * index + 1].map { $0.value / price.value } ?? .infinity),
                    maintenanceRate: BySide(
                        long: long.bracket.maintenanceRate, short: short.bracket.maintenanceRate),
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
            let isFrozen = model.bracket == .atEntry
            let market = isFrozen ? instrument.frozen(at: size, entry) : instrument
            let quantity = instrument.quantity(of: Notional(unchecked: isFrozen ? 1 : size), at: entry)
            func level(_ side: Side) throws(CoreError) -> (factor: Double, rate: Double) {
                let position = Position(
                    side: side, entry: entry, quantity: quantity, leverage: Leverage(unchecked: leverage))
                let found = try market.level(of: position)
                let none = side == .long ? 0 : Double.infinity
                return (found.price.map { $0.value / entry.value } ?? none, found.followedRate)
            }
            let levels = try BySide.each { side throws(CoreError) in try level(side) }
            rungs.append(
                Rung(
                    leverage: leverage, size: size, factor: levels.map(\.factor),
                    maintenanceRate: levels.map(\.rate), isAdmitted: admitted != nil))
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
