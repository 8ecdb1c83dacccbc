/// The liquidation price formula of the io.net text, read literally, with what it must have meant.
///
///     P = M·L / (1 − R)
///
/// With `M` the initial margin of one unit, `M·L` is the entry price: the literal price lies above every entry
/// whatever the leverage, and there is one for both sides. It is the price of a long without collateral. What is
/// meant by `M·L` is the debt of one unit, `M·(L − 1)` for a long and `M·(L + 1)` for a short. Nothing uses the
/// literal price unless it is asked for by this type.
/// - Source: io.net, liquidation map text; formulas checked by hand, 2026-11-21.
public struct IonetFormula: Hashable, Sendable {
    /// Initial margin of one unit, `entry / leverage`, quote units.
    public let margin: Collateral
    /// Leverage.
    public let leverage: Leverage
    /// Maintenance rate, from 0 to below 1.
    public let rate: Rate

    /// The formula for one unit.
    ///
    /// - Parameters:
    ///   - entry: its entry price.
    ///   - leverage: value over initial margin.
    ///   - rate: maintenance rate, from 0 to below 1.
    /// - Throws: ``CoreError`` `.outOfRange` for another rate.
    public init(entry: Price, leverage: Leverage, rate: Rate) throws(CoreError) {
        guard rate.value >= 0, rate.value < 1 else {
            throw CoreError(.outOfRange, "maintenance rate must lie between 0 and 1, was \(rate.value)")
        }
        (self.leverage, self.rate) = (leverage, rate)
        margin = Collateral(unchecked: entry.value / leverage.value)
    }

    /// What the formula says, for either side: `M·L / (1 − R)`.
    public var literal: Price { Price(unchecked: margin.value * leverage.value / (1 - rate.value)) }

    /// What holds for a long: `M·(L − 1) / (1 − R)`; `nil` at 1x or less, where it is fully covered.
    public var long: Price? {
        guard leverage.value > 1 else { return nil }
        return Price(unchecked: margin.value * (leverage.value - 1) / (1 - rate.value))
    }

    /// What holds for a short: `M·(L + 1) / (1 + R)`.
    public var short: Price { Price(unchecked: margin.value * (leverage.value + 1) / (1 + rate.value)) }

    /// A warning to read before trusting ``literal``.
    public static let caveat =
        "P = M·L/(1 − R) has no side and lies above every entry at any leverage: M·L is the whole value, not the "
        + "debt. A long is liquidated at M·(L − 1)/(1 − R), a short at M·(L + 1)/(1 + R)."
}
