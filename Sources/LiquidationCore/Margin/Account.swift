/// A position in an account, at a mark price.
public struct Holding: Hashable, Sendable {
    /// What is held.
    public var instrument: Instrument
    /// Its terms. Of a cross position the margin is not looked at: the account's wallet is.
    public var position: Position
    /// The price now.
    public var mark: Price
    /// Whether it has a margin of its own, so that it neither helps nor burdens the account.
    public var isIsolated: Bool

    /// A position at a mark price.
    public init(_ instrument: Instrument, _ position: Position, mark: Price, isIsolated: Bool = false) {
        (self.instrument, self.position, self.mark, self.isIsolated) = (
            instrument, position, mark, isIsolated
        )
    }

    /// Profit at the mark, settlement units.
    public var profit: Collateral {
        instrument.contract.profit(position.side, position.quantity, from: position.entry, to: mark)
    }

    /// Value at the mark, settlement units.
    public var value: Collateral { instrument.contract.value(of: position.quantity, at: mark) }
}

/// A margin account: one wallet behind every cross position, and isolated positions next to it.
///
/// All cross positions settle in the wallet's currency. Haircuts of other collateral are the caller's: the wallet
/// is what the venue counts.
///
/// ```swift
/// let account = Account(
///     wallet: try Collateral(10_000),
///     holdings: [Holding(instrument, position, mark: try Price(99_000))])
/// let first = try account.report(for: 0)
/// ```
public struct Account: Hashable, Sendable {
    /// Balance without unrealised profit, settlement units.
    public var wallet: Collateral
    /// What is held.
    public var holdings: [Holding]

    /// An account by its balance and positions.
    public init(wallet: Collateral, holdings: [Holding]) {
        (self.wallet, self.holdings) = (wallet, holdings)
    }

    /// Balance and profit of the cross positions, settlement units.
    public var equity: Collateral {
        Collateral(unchecked: cross.reduce(balance) { $0 + holdings[$1].profit.value })
    }

    /// What the cross positions require at their marks, settlement units.
    ///
    /// - Throws: ``CoreError`` `.invalidModel` as ``report(for:)``.
    public func requirement() throws(CoreError) -> Collateral {
        Collateral(unchecked: try requirement(of: cross))
    }

    /// The liquidation price of one position with the others held at their marks, as venues show it.
    ///
    /// Legs in the same symbol move along with it. It is no joint solution: when others move too, the account
    /// is liquidated elsewhere, see ``jointShock()``.
    /// - Parameter index: which of ``holdings``.
    /// - Returns: the price with its state, tier and the walk to it.
    /// - Throws: ``CoreError`` `.invalidModel` where cross positions do not settle alike or a rule lacks a figure.
    /// - Complexity: O(holdings · tiers).
    public func report(for index: Int) throws(CoreError) -> LiquidationReport {
        let held = holdings[index]
        guard !held.isIsolated else { return try held.instrument.report(for: held.position, mark: held.mark) }
        try checkSettlement()
        if held.instrument.rule.crossShare == .byMarkValue { return try sharedReport(for: index) }
        let (curve, required) = try curve(for: index)
        var plain: (funding: Price?, fees: Price?)
        if held.position.fundingPaid.value != 0 || held.position.fundingDue.value != 0 {
            var unfunded = self
            unfunded.holdings[index].position.fundingPaid = Collateral(unchecked: 0)
            unfunded.holdings[index].position.fundingDue = Collateral(unchecked: 0)
            plain.funding = try unfunded.price(for: index)
        }
        if held.instrument.rule.closingFee != nil {
            var free = self
            for other in free.holdings.indices { free.holdings[other].instrument.rule.closingFee = nil }
            plain.fees = try free.price(for: index)
        }
        return try held.instrument.report(
            curve, held.position.side, entry: held.position.entry, mark: held.mark, required: required, plain)
    }

    /// The liquidation price alone.
    private func price(for index: Int) throws(CoreError) -> Price? {
        var (curve, required) = try curve(for: index)
        let held = holdings[index]
        held.instrument.settle(&curve, required: required)
        let contract = held.instrument.contract
        guard curve.balance(at: contract.coordinate(of: held.mark.value)).isFinite else { throw .tooLarge }
        let found = curve.liquidation(from: contract.coordinate(of: held.mark.value)) { _, _ in }.crossing
        return found.flatMap { contract.representable(at: $0.coordinate) }
    }

    /// The account divided by value at mark, each part standing behind its own position.
    private func sharedReport(for index: Int) throws(CoreError) -> LiquidationReport {
        let held = holdings[index]
        let total = cross.reduce(0) { $0 + holdings[$1].value.value }
        let part = held.value.value / total
        var position = held.position
        // Of the funding that it paid the account bears the rest.
        let paid = position.fundingPaid.value * part
        position.margin = Collateral(unchecked: equity.value * part - held.profit.value + paid)
        (position.extraMargin, position.fundingPaid) = (Collateral(unchecked: 0), Collateral(unchecked: paid))
        return try held.instrument.report(for: position, mark: held.mark)
    }

    /// Everything that moves with a position's price, and what the rest requires.
    private func curve(for index: Int) throws(CoreError) -> (MarginCurve, required: Double) {
        let held = holdings[index]
        let together = cross.filter { holdings[$0].instrument.isSameContract(as: held.instrument) }
        let apart = cross.filter { !together.contains($0) }
        var curve = MarginCurve(
            wallet: apart.reduce(balance) { $0 + holdings[$1].profit.value },
            leg: try leg(index, in: together))
        for other in together where other != index { curve.others.append(try leg(other, in: together)) }
        return (curve, try requirement(of: apart))
    }

    private func leg(_ index: Int, in legs: [Int], scale: Double = 1) throws(CoreError) -> MarginLeg {
        let held = holdings[index]
        return try MarginLeg(
            held.position, held.instrument, mark: held.mark, scale: scale, isWaived: isWaived(index, in: legs)
        )
    }

    /// Whether a leg is the smaller side of a hedge that requires its larger side only.
    private func isWaived(_ index: Int, in legs: [Int]) -> Bool {
        guard holdings[index].instrument.rule.hedgedLegs == .larger else { return false }
        func size(_ side: Side) -> Double {
            legs.filter { holdings[$0].position.side == side }
                .reduce(0) { $0 + holdings[$1].position.quantity.value }
        }
        let (longs, shorts) = (size(.long), size(.short))
        return holdings[index].position.side == .long ? longs < shorts : shorts <= longs && longs > 0
    }

    /// Requirement at the marks. A fee on the value at bankruptcy is taken on the value at mark: positions apart
    /// have no bankruptcy price of their own.
    private func requirement(of indices: [Int]) throws(CoreError) -> Double {
        var sum = 0.0
        for index in indices {
            let held = holdings[index]
            let together = indices.filter { holdings[$0].instrument.isSameContract(as: held.instrument) }
            let now = held.instrument.contract.coordinate(of: held.mark.value)
            let curve = MarginCurve(wallet: 0, leg: try leg(index, in: together))
            sum += curve.equity(at: now) - curve.balance(at: now)
            if let fee = held.instrument.rule.closingFee, fee.basis == .atBankruptcy {
                sum += fee.rate.value * held.value.value
            }
        }
        return sum
    }

    private var cross: [Int] { holdings.indices.filter { !holdings[$0].isIsolated } }

    /// The wallet with margin that was added and less the funding paid.
    private var balance: Double {
        cross.reduce(wallet.value) {
            $0 + holdings[$1].position.extraMargin.value - holdings[$1].position.fundingPaid.value
        }
    }

    private func checkSettlement() throws(CoreError) {
        guard let first = cross.first.map({ holdings[$0].instrument }) else { return }
        for index in cross {
            let instrument = holdings[index].instrument
            guard instrument.rule.venue == first.rule.venue else {
                throw CoreError(
                    .invalidModel,
                    "one account is at one venue: \(first.symbol) is at \(first.rule.venue), "
                        + "\(instrument.symbol) at \(instrument.rule.venue)",
                    hint: "make an account of each, or mark one as isolated")
            }
            guard (instrument.contract == .linear) == (first.contract == .linear) else {
                throw CoreError(
                    .invalidModel,
                    "cross positions of one account settle in one currency: \(first.symbol) is "
                        + "\(first.contract.rawValue), \(instrument.symbol) is \(instrument.contract.rawValue)",
                    hint: "make an account of each, or mark one as isolated")
            }
            let twin = cross.first { holdings[$0].instrument.isSameContract(as: instrument) } ?? index
            guard holdings[twin].mark == holdings[index].mark else {
                throw CoreError(
                    .invalidModel,
                    "legs of one contract have one mark price, where none is given that of their entry: \(instrument.symbol) is at "
                        + "\(holdings[twin].mark.value) and at \(holdings[index].mark.value)")
            }
        }
    }
}

extension Account {
    /// The move of all prices together that liquidates the account: every mark is scaled by the same factor.
    ///
    /// This is one ray of many, not a price that a venue shows: it answers what a market-wide move would do.
    /// - Returns: the nearest moves down and up.
    /// - Throws: ``CoreError`` `.invalidModel` as ``report(for:)``, or where nothing is held in cross mode.
    /// - Complexity: O(holdings² · tiers).
    public func jointShock() throws(CoreError) -> JointShock {
        try checkSettlement()
        guard let first = cross.first else {
            throw CoreError(.invalidModel, "a joint shock needs a cross position: there is none")
        }
        let contract = holdings[first].instrument.contract
        guard cross.allSatisfy({ (holdings[$0].instrument.contract == .inverse) == (contract == .inverse) })
        else {
            throw CoreError(
                .invalidModel, "a joint shock takes inverse and quanto positions apart, not together")
        }
        var legs: [MarginLeg] = []
        for index in cross {
            let held = holdings[index]
            let together = cross.filter { holdings[$0].instrument.isSameContract(as: held.instrument) }
            var leg = try leg(
                index, in: together, scale: held.instrument.contract.coordinate(of: held.mark.value))
            if let fee = held.instrument.rule.closingFee, fee.basis == .atBankruptcy {
                leg.freeze(fee.rate.value * held.value.value)
            }
            legs.append(leg)
        }
        let curve = MarginCurve(wallet: balance, leg: legs[0], others: Array(legs.dropFirst()))
        guard curve.balance(at: 1).isFinite else { throw .tooLarge }
        guard curve.balance(at: 1) > 0 else { return JointShock(isLiquidatableNow: true, down: nil, up: nil) }
        let (fall, rise) = (
            curve.crossing(from: 1, rising: false, sign: 1), curve.crossing(from: 1, rising: true, sign: 1)
        )
        let lower = contract == .inverse ? rise : fall
        let upper = contract == .inverse ? fall : rise
        func move(_ crossing: MarginCurve.Crossing?) -> Rate? {
            crossing.flatMap { contract.representable(at: $0.coordinate) }.map {
                Rate(unchecked: $0.value - 1)
            }
        }
        return JointShock(isLiquidatableNow: false, down: move(lower), up: move(upper))
    }
}

extension Instrument {
    /// Whether positions in both move together.
    fileprivate func isSameContract(as other: Instrument) -> Bool {
        symbol == other.symbol && contract == other.contract && rule.venue == other.rule.venue
    }
}

/// Where a move of all prices together liquidates a cross account.
public struct JointShock: Hashable, Sendable {
    /// Whether the account is at or below its requirement already.
    public let isLiquidatableNow: Bool
    /// The nearest fall of all marks that does it, a fraction below zero; `nil` where none does.
    public let down: Rate?
    /// The nearest rise of all marks that does it, a fraction above zero; `nil` where none does.
    public let up: Rate?
}
