/// A rung of the ladder with what the margin rule makes of it.
public struct Rung: Hashable, Sendable {
    /// Leverage at entry.
    public let leverage: Double
    /// Assumed notional of one position, quote units: at most what the venue admits at this leverage, at most the
    /// first bracket's cap where it admits none.
    public let size: Double
    /// Liquidation price over entry price of a long; zero where no price liquidates it.
    public let longFactor: Double
    /// Liquidation price over entry price of a short.
    public let shortFactor: Double
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

    /// The rungs of a ladder under a margin rule.
    ///
    /// The factors do not depend on the entry price, because the assumed size is a notional.
    ///
    /// - Parameters:
    ///   - ladder: the leverages.
    ///   - model: position size and choice of bracket.
    ///   - tiers: the venue's brackets.
    /// - Returns: as many rungs as the ladder has.
    /// - Complexity: O(rungs · tiers).
    public static func rungs(of ladder: Ladder, model: MapModel, tiers: TierTable) -> [Rung] {
        ladder.leverages.map { leverage in
            let admitted = tiers.largestNotional(at: Leverage(unchecked: leverage))
            let size = min(model.positionSize.value, admitted ?? tiers.tiers[0].cap)
            let factors =
                switch model.bracket {
                case .atEntry: atEntry(leverage, size: size, tiers: tiers)
                case .atLiquidation: atLiquidation(leverage, size: size, tiers: tiers)
                }
            return Rung(
                leverage: leverage, size: size, longFactor: factors.long, shortFactor: factors.short,
                isAdmitted: admitted != nil)
        }
    }

    private static func atEntry(
        _ leverage: Double, size: Double, tiers: TierTable
    ) -> (long: Double, short: Double) {
        // The base model takes the first bracket whose cap is not below the size.
        let tier = tiers.tiers.first { size <= $0.cap } ?? tiers.tiers[tiers.tiers.count - 1]
        let (rate, share) = (tier.maintenanceRate, tier.maintenanceAmount / size)
        return ((1 - 1 / leverage - share) / (1 - rate), (1 + 1 / leverage + share) / (1 + rate))
    }

    private static func atLiquidation(
        _ leverage: Double, size: Double, tiers: TierTable
    ) -> (long: Double, short: Double) {
        let rule = IsolatedMarginRule(tiers: tiers)
        func factor(_ side: Side) -> Double {
            let position = IsolatedPosition(
                side: side, entry: Price(unchecked: 1), quantity: Quantity(unchecked: size),
                leverage: Leverage(unchecked: leverage))
            return rule.report(for: position).liquidation?.value ?? 0
        }
        return (factor(.long), factor(.short))
    }

    init(
        leverage: Double, size: Double, longFactor: Double, shortFactor: Double, isAdmitted: Bool = true
    ) {
        (self.leverage, self.size) = (leverage, size)
        self.longFactor = max(0, longFactor)
        self.shortFactor = shortFactor
        let isSolvent = longFactor < 1 && shortFactor > 1
        refusal = isAdmitted ? isSolvent ? nil : .liquidatableAtEntry : .notAdmitted
    }
}
