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

/// One contract under one venue's rule: everything about it that a liquidation price depends on.
///
/// ```swift
/// let instrument = Venue.binance.instrument("BTCUSDT")
/// let report = try instrument.report(for: position)
/// ```
public struct Instrument: Hashable, Sendable {
    /// The venue's name for it, or any other; for people.
    public var symbol: String
    /// How it turns moves into profit.
    public var contract: Contract
    /// How it is force-closed.
    public var rule: MarginRule
    /// What it requires.
    public var maintenance: Maintenance
    /// Smallest step of the price, quote units, where known.
    public var tick: Price?
    /// Prices between which the venue lists it, where known.
    public var listed: ClosedRange<Price>?

    /// An instrument by its parts.
    public init(
        symbol: String, contract: Contract, rule: MarginRule, maintenance: Maintenance, tick: Price? = nil,
        listed: ClosedRange<Price>? = nil
    ) {
        (self.symbol, self.contract, self.rule, self.maintenance) = (symbol, contract, rule, maintenance)
        (self.tick, self.listed) = (tick, listed)
    }

    /// The same instrument with another rate for the closing fee, where its rule has one.
    public func withClosingFee(_ rate: Rate) -> Instrument {
        var copy = self
        copy.rule.closingFee?.rate = rate
        return copy
    }
}

extension Instrument {
    /// Whether tiers count quote units, so that they do not depend on the price at which a notional is opened.
    var countsNotional: Bool { contract != .inverse && (maintenance.table?.unit ?? .quote) == .quote }

    /// Quote units in one unit of the tier table at a price.
    public func notionalPerUnit(at price: Price) -> Double {
        guard let table = maintenance.table else { return 1 }
        switch table.unit {
        case .quote: return 1
        case .coin: return price.value
        case .contracts: return contract == .inverse ? table.contractSize : table.contractSize * price.value
        }
    }

    /// The size of a position of a notional: coins (linear), face value (inverse).
    public func quantity(of notional: Notional, at price: Price) -> Quantity {
        Quantity(unchecked: contract == .inverse ? notional.value : notional.value / price.value)
    }

    /// The largest notional that may be opened at a leverage, quote units; `nil` where no tier admits it.
    public func largestNotional(at leverage: Leverage, price: Price) -> Double? {
        guard let table = maintenance.table else { return .infinity }
        return table.largestSize(at: leverage).map { $0 * notionalPerUnit(at: price) }
    }

    /// The same instrument for a position of notional 1, with the tier of a larger one at entry in force whatever
    /// the price.
    ///
    /// The base model takes the first tier whose cap is not below the size, and calculates per unit of notional.
    func frozen(at notional: Double, _ entry: Price) -> Instrument {
        guard let table = maintenance.table else { return self }
        let size = notional / notionalPerUnit(at: entry)
        let tier = table.tiers.first { size <= $0.cap } ?? table.tiers[table.tiers.count - 1]
        var copy = self
        let countsValue = table.unit == (contract == .inverse ? .coin : .quote)
        let share = countsValue ? 0 : tier.maintenanceAmount / size
        copy.maintenance = .fixed(
            rate: Rate(unchecked: tier.maintenanceRate - share),
            amount: Collateral(unchecked: countsValue ? tier.maintenanceAmount / notional : 0))
        return copy
    }
}

extension CoreError {
    /// Figures that overflow.
    static var tooLarge: CoreError {
        CoreError(.outOfRange, "size, price or margin is too large to calculate with")
    }
}

extension Instrument {
    /// Collateral of an isolated position without its profit: its margin, or what its leverage asked for, with
    /// what was added and less the funding paid.
    ///
    /// - Throws: ``CoreError`` `.invalidModel` where neither margin nor leverage is known, `.outOfRange` where it is
    ///   too large to calculate with.
    public func wallet(of position: Position) throws(CoreError) -> Collateral {
        Collateral(unchecked: try collateral(of: position))
    }

    @inline(__always)
    func collateral(of position: Position) throws(CoreError) -> Double {
        let margin: Double
        if let given = position.margin {
            margin = given.value
        } else if let leverage = position.leverage {
            margin = initialMargin(of: position, share: 1 / leverage.value)
        } else {
            throw CoreError(.invalidModel, "a position needs its leverage or its margin: neither was given")
        }
        let wallet = margin + position.extraMargin.value - position.fundingPaid.value
        guard wallet.isFinite else { throw .tooLarge }
        return wallet
    }

    /// What opening asked for where `share` of the value is put up, with fees that the venue adds or takes.
    @inline(__always)
    func initialMargin(of position: Position, share: Double) -> Double {
        let entry = contract.coordinate(of: position.entry.value)
        let value = position.quantity.value * entry
        var margin = value * share
        if let fee = rule.closingFee, fee.isReserved {
            let bankruptcy = entry * (1 - contract.turn(position.side) * share)
            margin += fee.rate.value * position.quantity.value * bankruptcy
        }
        switch rule.openingFee {
        case .fromWallet: break
        case .fromMargin(let rate): margin -= rate.value * value
        case .inMargin(let rate): margin += rate.value * value
        }
        return margin
    }
}
