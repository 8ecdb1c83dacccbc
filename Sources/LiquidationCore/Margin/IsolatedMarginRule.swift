/// When a linear isolated position is force-closed by a rule whose maintenance follows the mark price.
///
/// A position is liquidated where `equity(P) ≤ maintenance(P)`, with `equity = W + s·q·(P − E)` and
/// `maintenance = q·P·m − c` of the bracket that holds the notional **at P**, so
///
///     P = (s·q·E − W − c) / (q · (s − m))
///
/// The bracket is found as a fixed point: walk from the entry's bracket until the notional at `P` lies in the
/// bracket that was used. Maintenance is continuous and convex, so there is one root, and the walk meets it in
/// at most as many steps as there are brackets.
/// - Source: Binance, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts" (FAQ b3c689c1), isolated
///   one-way mode, read 2026-11-21.
public struct IsolatedMarginRule: Hashable, Sendable {
    /// The brackets.
    public let tiers: TierTable

    /// A rule over a table of brackets.
    public init(tiers: TierTable) { self.tiers = tiers }

    /// The liquidation price and how it was found.
    ///
    /// - Parameters:
    ///   - position: the terms.
    ///   - mark: the price now; the entry where not given.
    /// - Returns: the price with its state, bracket and the walk to it.
    /// - Complexity: O(tiers).
    public func report(for position: IsolatedPosition, mark: Price? = nil) -> LiquidationReport {
        let now = mark ?? position.entry
        let room = position.margin.value / position.quantity.value
        let bankruptcy = position.entry.value - position.side.sign * room
        let atMark = tiers.tiers[tiers.index(for: notional(of: position, at: now.value))]
        let required = atMark.maintenanceMargin(of: now.value * position.quantity.value)
        let (price, tried) = solve(position)
        return LiquidationReport(
            state: position.equity(at: now) <= required ? .liquidatableNow : price == nil ? .none : .price,
            liquidation: price.map(Price.init(unchecked:)),
            bankruptcy: bankruptcy > 0 && bankruptcy.isFinite ? Price(unchecked: bankruptcy) : nil,
            tier: tried[tried.count - 1],
            tried: tried)
    }

    private func solve(_ position: IsolatedPosition) -> (price: Double?, tried: [Int]) {
        let (sign, quantity) = (position.side.sign, position.quantity.value)
        var index = tiers.index(for: notional(of: position, at: position.entry.value))
        var tried: [Int] = []
        while true {
            tried.append(index)
            let tier = tiers.tiers[index]
            let price =
                (sign * quantity * position.entry.value - position.margin.value - tier.maintenanceAmount)
                / (quantity * (sign - tier.maintenanceRate))
            let notional = price * quantity
            // Each step must go on in the direction of the first: turning back means that rounding has put the
            // root on the edge between two brackets, where both give the same price.
            let next = notional < tier.floor ? index - 1 : notional >= tier.cap ? index + 1 : index
            let settled = next == index || !tiers.tiers.indices.contains(next) || tried.contains(next)
            guard settled else {
                index = next
                continue
            }
            return (price > 0 && price.isFinite ? price : nil, tried)
        }
    }

    private func notional(of position: IsolatedPosition, at price: Double) -> Notional {
        Notional(unchecked: price * position.quantity.value)
    }
}
