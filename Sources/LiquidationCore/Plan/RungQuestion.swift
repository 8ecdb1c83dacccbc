/// What a margin rule of one's own is asked: the liquidation price of the position that a rung assumes.
public struct RungQuestion: Hashable, Sendable {
    /// The position: side, entry, quantity and leverage.
    public let position: Position
    /// Its notional at entry, quote units.
    public let notional: Notional
    /// The bracket that holds it at entry; one without an end where only a rate is known.
    public let bracket: Tier
    /// Whether the venue's brackets admit the leverage.
    public let isAdmitted: Bool

    /// A question by its parts.
    public init(position: Position, notional: Notional, bracket: Tier, isAdmitted: Bool) {
        (self.position, self.notional) = (position, notional)
        (self.bracket, self.isAdmitted) = (bracket, isAdmitted)
    }

    /// The questions about a ladder: for each rung the long, then the short.
    ///
    /// - Parameters:
    ///   - ladder: the leverages.
    ///   - model: position size.
    ///   - instrument: contract and brackets; its rule is not used.
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
                    notional: notional, bracket: instrument.bracket(of: notional, at: price),
                    isAdmitted: admitted != nil)
            }
        }
    }
}

extension Instrument {
    /// The bracket of a notional at a price.
    fileprivate func bracket(of notional: Notional, at price: Price) -> Tier {
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
