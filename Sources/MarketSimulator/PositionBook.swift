package import LiquidationCore

/// All positions, live and past, in matched pairs: each live long has one live short of the same size as its
/// other side.
///
/// Three things can happen, and each keeps longs equal to shorts exactly: a pair opens, a pair ends, or one
/// side of a pair passes to a new holder. A liquidation is the last or the second of these.
package struct PositionBook {
    /// Who opens one side of a pair.
    package struct Holder {
        /// Trader or maker.
        package let role: SimulatedPosition.Role
        /// Its leverage.
        package let leverage: Leverage

        /// A holder by its figures.
        package init(role: SimulatedPosition.Role, leverage: Leverage) {
            (self.role, self.leverage) = (role, leverage)
        }
    }

    /// Every position by `id - 1`.
    package private(set) var positions: [SimulatedPosition] = []
    /// Indices of live positions, in an order that depends on nothing but the calls.
    package private(set) var live: [Int] = []
    /// Lots of live longs.
    package private(set) var longLots: Int64 = 0
    /// Lots of live shorts, counted on its own; always equal to ``longLots``.
    package private(set) var shortLots: Int64 = 0

    private let trigger: LiquidationTrigger
    private var other: [Int] = []
    private var slot: [Int] = []
    private var nearestLong: Int?
    private var nearestShort: Int?
    private var isStale = false

    /// An empty book.
    package init(trigger: LiquidationTrigger) { self.trigger = trigger }

    /// Opens both sides of a pair and returns their indices.
    package mutating func openPair(
        _ lots: Lots, at price: Ticks, time: Timestamp, long: Holder, short: Holder
    ) -> (long: Int, short: Int) {
        let first = open(.long, lots, at: price, time: time, holder: long)
        let second = open(.short, lots, at: price, time: time, holder: short)
        other.append(second)
        other.append(first)
        return (first, second)
    }

    /// Ends a position and the other side of its pair, which closes by its own will.
    package mutating func endPair(
        _ index: Int, as exit: SimulatedPosition.Exit, at price: Ticks, time: Timestamp
    ) {
        end(index, as: exit, at: price, time: time)
        end(other[index], as: .closed, at: price, time: time)
    }

    /// Ends a position; a new holder takes its place at the same price. Returns the new index.
    package mutating func replace(
        _ index: Int, as exit: SimulatedPosition.Exit, at price: Ticks, time: Timestamp, by holder: Holder
    ) -> Int {
        end(index, as: exit, at: price, time: time)
        let old = positions[index]
        let next = open(old.side, old.lots, at: price, time: time, holder: holder)
        other.append(other[index])
        other[other[index]] = next
        return next
    }

    /// Moves wallets: each live long pays an amount a lot, each live short receives it.
    ///
    /// - Complexity: O(live · tiers).
    package mutating func settleFunding(perLot: Int64) {
        for index in live {
            let position = positions[index]
            let sign: Int64 = position.side == .long ? -1 : 1
            let margin = Micros(position.margin.count + sign * perLot * position.lots.count)
            positions[index].margin = margin
            positions[index].liquidation = trigger.tick(
                side: position.side, entry: position.entry, lots: position.lots, margin: margin)
        }
        isStale = true
    }

    /// A live position that a move between two prices force-closes, the nearest of its side; `nil` when there is
    /// none left.
    ///
    /// - Complexity: O(live) after a change of the book, else O(1).
    package mutating func touched(from low: Ticks, to high: Ticks) -> Int? {
        if isStale { findNearest() }
        if let index = nearestLong, let level = positions[index].liquidation, level >= low { return index }
        if let index = nearestShort, let level = positions[index].liquidation, level <= high { return index }
        return nil
    }

    private mutating func findNearest() {
        (nearestLong, nearestShort, isStale) = (nil, nil, false)
        var (longLevel, shortLevel) = (Ticks(.min), Ticks(.max))
        for index in live {
            guard let level = positions[index].liquidation else { continue }
            if positions[index].side == .long {
                if level > longLevel { (nearestLong, longLevel) = (index, level) }
            } else if level < shortLevel {
                (nearestShort, shortLevel) = (index, level)
            }
        }
    }

    private mutating func open(
        _ side: Side, _ lots: Lots, at price: Ticks, time: Timestamp, holder: Holder
    ) -> Int {
        let notional = Micros(of: lots, at: price)
        let cents = (Double(notional.count / 10_000) / holder.leverage.value).rounded(.down)
        let margin = Micros(Int64(cents) * 10_000)
        let level = trigger.tick(side: side, entry: price, lots: lots, margin: margin)
        let index = positions.count
        positions.append(
            SimulatedPosition(
                id: index + 1, role: holder.role, side: side, leverage: holder.leverage, lots: lots,
                entryTime: time, entry: price, openingMargin: margin, openingLiquidation: level,
                margin: margin, liquidation: level))
        slot.append(live.count)
        live.append(index)
        if side == .long { longLots += lots.count } else { shortLots += lots.count }
        isStale = true
        return index
    }

    private mutating func end(
        _ index: Int, as exit: SimulatedPosition.Exit, at price: Ticks, time: Timestamp
    ) {
        precondition(positions[index].exit == .open, "position \(index + 1) has ended already")
        positions[index].exit = exit
        positions[index].exitTime = time
        positions[index].exitPrice = price
        let (hole, last) = (slot[index], live[live.count - 1])
        live[hole] = last
        slot[last] = hole
        live.removeLast()
        let lots = positions[index].lots.count
        if positions[index].side == .long { longLots -= lots } else { shortLots -= lots }
        isStale = true
    }
}

/// One position from its opening to its end, with everything that a map can only estimate.
package struct SimulatedPosition: Hashable, Sendable {
    /// Who holds it.
    package enum Role: String, Hashable, Sendable {
        /// Takes a view at a leverage of the mix.
        case trader
        /// Takes the other side at 1x.
        case maker
    }

    /// How it ended.
    package enum Exit: String, Hashable, Sendable {
        /// By its holder.
        case closed
        /// By force.
        case liquidated
        /// Not at all: it was live at the end of the run.
        case open
    }

    /// Counts up in the order of opening, from 1.
    package let id: Int
    /// Who holds it.
    package let role: Role
    /// Direction.
    package let side: Side
    /// Notional over margin at opening.
    package let leverage: Leverage
    /// Size; never changes.
    package let lots: Lots
    /// When it was opened; before the plan's start for those born in the warm-up.
    package let entryTime: Timestamp
    /// Entry price.
    package let entry: Ticks
    /// Wallet at opening: notional over leverage, rounded down to a hundredth.
    package let openingMargin: Micros
    /// First tick that force-closed it as it was opened: the rule's price rounded down for a long, up for a
    /// short; `nil` where no price does.
    package let openingLiquidation: Ticks?
    /// Wallet now or at its end: at opening plus all funding.
    package internal(set) var margin: Micros
    /// First tick that force-closes it with the wallet of ``margin``.
    package internal(set) var liquidation: Ticks?
    /// How it ended.
    package internal(set) var exit = Exit.open
    /// When it ended.
    package internal(set) var exitTime: Timestamp?
    /// At which price it ended.
    package internal(set) var exitPrice: Ticks?
}

/// The margin rule on the simulator's integers.
package struct LiquidationTrigger: Sendable {
    private let tiers: TierTable
    private let instrument: Instrument

    /// A trigger by the tiers in force.
    package init(tiers: TierTable) {
        self.tiers = tiers
        instrument = Venue.binance.instrument(tiers.name, maintenance: .tiers(tiers))
    }

    /// The first tick that force-closes a position: `P` of the rule rounded down to a tick for a long, up for a
    /// short; `nil` where the rule has no price.
    ///
    /// - Complexity: O(tiers).
    package func tick(side: Side, entry: Ticks, lots: Lots, margin: Micros) -> Ticks? {
        let position = Position(
            side: side, entry: entry.price, quantity: lots.quantity, margin: margin.collateral)
        guard let price = try? instrument.price(of: position) else { return nil }
        let ticks = price.value * Double(Ticks.perUnit)
        // A billion quote units: out of reach, and far inside what 64 bits hold.
        guard ticks >= 1, ticks < 1e10 else { return nil }
        return Ticks(Int64(ticks.rounded(side == .long ? .down : .up)))
    }

    /// The leverage that the tiers admit for a notional.
    func maximumLeverage(lots: Lots, at price: Ticks) -> Double {
        guard let notional = try? Notional(price.price.value * lots.quantity.value) else {
            preconditionFailure("a product of two positive numbers is not negative")
        }
        return tiers.tiers[tiers.index(for: notional)].maximumLeverage
    }
}
