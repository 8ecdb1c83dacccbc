/// How a contract turns a move of the price into profit.
///
/// Every contract is a straight line in one coordinate `x`: a linear or quanto contract in the price, an inverse
/// one in `1 / price`. In that coordinate the value is `size · x` and the profit `± size · (x − entry)`, so one
/// equation serves all three; an inverse long stands where a linear short does.
public enum Contract: String, Hashable, Sendable, CaseIterable {
    /// Sized in base coin, settled in quote.
    case linear
    /// Sized in quote (its face value), settled in base coin.
    case inverse
    /// Sized in settlement coin per quote unit of price; neither base nor quote settles it.
    case quanto

    /// The coordinate of a price.
    @inline(__always)
    func coordinate(of price: Double) -> Double { self == .inverse ? 1 / price : price }

    /// The price of a coordinate.
    @inline(__always)
    func price(at coordinate: Double) -> Double { self == .inverse ? 1 / coordinate : coordinate }

    /// The price of a coordinate; `nil` where it is too small or large to write down.
    func representable(at coordinate: Double) -> Price? {
        let price = price(at: coordinate)
        return price > 0 && price.isFinite ? Price(unchecked: price) : nil
    }

    /// +1 where a position gains as the coordinate grows, −1 where it loses.
    @inline(__always)
    func turn(_ side: Side) -> Double { self == .inverse ? -side.sign : side.sign }

    /// Value of a size at a price, in settlement units.
    ///
    /// - Parameters:
    ///   - size: base coin, face value or settlement units per quote unit, as the contract has it.
    ///   - price: quote per base.
    /// - Returns: settlement units.
    public func value(of size: Quantity, at price: Price) -> Collateral {
        Collateral(unchecked: size.value * coordinate(of: price.value))
    }

    /// Profit of a position when the mark stands at a price, in settlement units.
    public func profit(_ side: Side, _ size: Quantity, from entry: Price, to mark: Price) -> Collateral {
        let move = coordinate(of: mark.value) - coordinate(of: entry.value)
        return Collateral(unchecked: turn(side) * size.value * move)
    }
}
