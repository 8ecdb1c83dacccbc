/// How a venue prints a liquidation or bankruptcy price.
public struct PriceDisplay: Hashable, Sendable {
    /// What becomes of digits behind the tick.
    public enum Rounding: String, Hashable, Sendable {
        /// Printed as computed.
        case exact
        /// To the nearest tick.
        case nearest
        /// To the tick, toward the entry: the cautious side of a liquidation price.
        case towardEntry
        /// To the tick, away from the entry.
        case awayFromEntry
        /// As computed, one tick toward the entry.
        case oneTickTowardEntry
    }

    /// What stands where there is no price.
    public enum Absence: Hashable, Sendable {
        /// Nothing: an empty field, null, `--`.
        case nothing
        /// The highest price that the instrument knows.
        case highestPrice
        /// A figure that means "none".
        case sentinel(Price)
    }

    /// Of a liquidation price.
    public var liquidation: Rounding
    /// Of a bankruptcy price.
    public var bankruptcy: Rounding
    /// What is shown where there is no price.
    public var absence: Absence

    /// A display by its parts.
    public init(
        liquidation: Rounding = .towardEntry, bankruptcy: Rounding = .towardEntry, absence: Absence = .nothing
    ) {
        (self.liquidation, self.bankruptcy, self.absence) = (liquidation, bankruptcy, absence)
    }
}

extension PriceDisplay {
    /// Both prices as computed; nothing for none.
    public static let exact = PriceDisplay(liquidation: .exact, bankruptcy: .exact)
    /// Both prices to the nearest tick; nothing for none.
    public static let nearest = PriceDisplay(liquidation: .nearest, bankruptcy: .nearest)
}

extension PriceDisplay.Rounding {
    /// A price of a position as it is printed; unchanged where no tick is known.
    ///
    /// A price within 10⁻⁹ ticks of a tick, or within four units in the last place, lies on it: the computed figure
    /// is not better than that.
    func applied(to price: Double, tick: Double?, side: Side) -> Double {
        guard let tick, self != .exact else { return price }
        let entryIsAbove = side == .long
        if self == .oneTickTowardEntry {
            return entryIsAbove ? min(price + tick, .greatestFiniteMagnitude) : price - tick
        }
        let isUp = entryIsAbove == (self == .towardEntry)
        let ticks = price / tick
        guard ticks.isFinite else { return price }
        let slack = max(1e-9, 4 * ticks.ulp)
        let whole =
            self == .nearest
            ? ticks.rounded() : isUp ? (ticks - slack).rounded(.up) : (ticks + slack).rounded(.down)
        // Ticks are decimal fractions: dividing by the whole number of ticks in one unit gives the nearest double.
        let perUnit = (1 / tick).rounded()
        let shown = abs(perUnit * tick - 1) < 1e-9 ? whole / perUnit : whole * tick
        return shown.isFinite ? shown : price
    }
}
