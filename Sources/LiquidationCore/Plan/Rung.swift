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
    /// Maintenance rate of the bracket that holds a long at its liquidation.
    public let longRate: Double
    /// Maintenance rate of the bracket that holds a short at its liquidation.
    public let shortRate: Double
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
                switch (model.contract, model.bracket) {
                case (.inverse, _): inverse(leverage, size: size, tiers: tiers)
                case (.linear, .atEntry): atEntry(leverage, size: size, tiers: tiers)
                case (.linear, .atLiquidation): atLiquidation(leverage, size: size, tiers: tiers)
                }
            return Rung(
                leverage: leverage, size: size, longFactor: factors.long, shortFactor: factors.short,
                longRate: factors.longRate, shortRate: factors.shortRate, isAdmitted: admitted != nil)
        }
    }

    private typealias Factors = (long: Double, short: Double, longRate: Double, shortRate: Double)

    /// The first bracket whose cap is not below a size.
    private static func tier(of size: Double, _ tiers: TierTable) -> Tier {
        tiers.tiers.first { size <= $0.cap } ?? tiers.tiers[tiers.tiers.count - 1]
    }

    private static func atEntry(_ leverage: Double, size: Double, tiers: TierTable) -> Factors {
        let tier = tier(of: size, tiers)
        let (rate, share) = (tier.maintenanceRate, tier.maintenanceAmount / size)
        return (
            (1 - 1 / leverage - share) / (1 - rate), (1 + 1 / leverage + share) / (1 + rate), rate, rate
        )
    }

    /// The size is a number of quote units, its margin and profit are base units, worth 1/price each: a long's
    /// equity `1/(L·E) + 1/E − 1/P` meets maintenance `(m − a)/P` at `P/E = (1 + m − a)·L/(L + 1)`.
    private static func inverse(_ leverage: Double, size: Double, tiers: TierTable) -> Factors {
        let tier = tier(of: size, tiers)
        let rate = tier.maintenanceRate - tier.maintenanceAmount / size
        let short = leverage > 1 ? (1 - rate) / (1 - 1 / leverage) : .greatestFiniteMagnitude
        return (
            (1 + rate) / (1 + 1 / leverage), short, tier.maintenanceRate, tier.maintenanceRate
        )
    }

    private static func atLiquidation(_ leverage: Double, size: Double, tiers: TierTable) -> Factors {
        let rule = IsolatedMarginRule(tiers: tiers)
        func report(_ side: Side) -> LiquidationReport {
            rule.report(
                for: IsolatedPosition(
                    side: side, entry: Price(unchecked: 1), quantity: Quantity(unchecked: size),
                    leverage: Leverage(unchecked: leverage)))
        }
        let (long, short) = (report(.long), report(.short))
        return (
            long.liquidation?.value ?? 0, short.liquidation?.value ?? 0,
            tiers.tiers[long.tier].maintenanceRate, tiers.tiers[short.tier].maintenanceRate
        )
    }

    init(
        leverage: Double, size: Double, longFactor: Double, shortFactor: Double, longRate: Double = 0,
        shortRate: Double = 0, isAdmitted: Bool = true
    ) {
        (self.leverage, self.size) = (leverage, size)
        (self.longRate, self.shortRate) = (longRate, shortRate)
        self.longFactor = max(0, longFactor)
        self.shortFactor = shortFactor
        let isSolvent = longFactor < 1 && shortFactor > 1
        refusal = isAdmitted ? isSolvent ? nil : .liquidatableAtEntry : .notAdmitted
    }
}
