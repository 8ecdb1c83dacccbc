import Glibc
import TestSupport

@testable import LiquidationCore

/// Markets, plans and tiers from a seed, for property tests.
struct RandomMarket {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

    /// Evenly distributed in the logarithm.
    mutating func size(_ range: ClosedRange<Double>) -> Double {
        exp(number(log(range.lowerBound)...log(range.upperBound)))
    }

    mutating func chance(_ probability: Double) -> Bool { number(0...1) < probability }

    /// A walk with gaps, bars that stand still, volume and open interest that are zero at times, cells missing.
    mutating func series(bars: Int, missing: Double = 0.1) throws -> BarSeries {
        var (price, interest) = (size(1e-3...1e5), size(1...1e5))
        var (open, high, low, close): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        var (volume, openInterest, ratio): ([Double?], [Double?], [Double?]) = ([], [], [])
        var (bought, funding, turnover): ([Double?], [Double?], [Double?]) = ([], [], [])
        var (markHigh, markLow): ([Double?], [Double?]) = ([], [])
        for bar in 0..<bars {
            if chance(0.1) { price *= size(0.9...1.1) }
            let still = chance(0.1)
            let end = still ? price : price * size(0.97...1.03)
            open.append(price)
            close.append(end)
            high.append(max(price, end) * (still ? 1 : 1 + number(0...0.02)))
            low.append(min(price, end) * (still ? 1 : 1 - number(0...0.02)))
            price = end
            interest *= size(0.9...1.1)
            volume.append(chance(0.1) ? 0 : size(0.001...3) * interest)
            let here = chance(0.03) ? 0 : interest
            openInterest.append(bar > 0 && chance(missing) ? nil : here)
            ratio.append(bar > 0 && chance(missing) ? nil : chance(0.05) ? 0 : size(0.2...5))
            bought.append(chance(missing) ? nil : number(0...1) * (volume[bar] ?? 0))
            funding.append(bar == 0 || chance(0.3) ? number(-0.003...0.005) : nil)
            turnover.append(chance(missing) ? nil : number(0...2))
            let isMarked = !chance(missing)
            markHigh.append(isMarked ? high[bar] * number(0.999...1) : nil)
            markLow.append(isMarked ? min(low[bar] * number(1...1.001), high[bar] * 0.999) : nil)
        }
        var extras = BarSeries.Extras()
        extras.volume = try Column(volume)
        extras.openInterest = try Column(openInterest)
        extras.longShortRatio = try Column(ratio)
        extras.takerBuyVolume = try Column(bought)
        extras.fundingRate = try Column(funding)
        extras.turnover = try Column(turnover)
        (extras.markHigh, extras.markLow) = (try Column(markHigh), try Column(markLow))
        return try BarSeries(
            time: (0..<bars).map { Int64($0) * 60_000 }, open: open, high: high, low: low, close: close,
            extras: extras)
    }

    /// Any legal plan.
    mutating func model() -> MapModel {
        var model = chance(0.4) ? MapModel.reference : .balanced
        let amount = size(0.01...8)
        if model.name == "balanced" {
            let turnover: MapModel.Turnover = chance(0.5) ? .volume(share: amount) : .range(factor: amount)
            model.flow = chance(0.3) ? .turnover(turnover) : .openInterestBalance(turnover)
        } else if chance(0.25) {
            model.flow = chance(0.5) ? .volume(share: amount) : .planned
        }
        model.entry = pick([
            .typical, .close, .spread(points: 1), .spread(points: 2), .spread(points: 5),
            .triangular(points: 1), .triangular(points: 2), .triangular(points: 5), .triangular(points: 6),
        ])
        model.split = pick([.ratio, .even, .taker, .damped(0), .damped(0.4), .damped(1)])
        model.touch = chance(0.5) ? .range : .beyond
        model.bridge = chance(0.5)
        model.tier = chance(0.5) ? .atEntry : .atLiquidation
        return model
    }

    /// Any legal plan with any of the options beyond the presets.
    mutating func richModel() -> MapModel {
        var model = model()
        let aged = MapModel.Closing.halfLife(hours: size(0.05...20), exponent: pick([0, 0.5, 1]))
        switch model.flow {
        case .volume, .planned: model.closing = pick([.proRata, aged])
        case .openInterestChanges, .openInterestBalance, .turnover:
            model.closing = pick([.proRata, .youngestFirst, .oldestFirst, aged])
        }
        model.trigger = pick([.last, .mark, .markOrLast])
        model.lag = pick([0, 0, 1, 3])
        model.accrue = chance(0.5)
        model.contract = chance(0.3) ? .inverse : .linear
        if model.flow != .openInterestChanges, chance(0.3) { model.kappa = .column }
        return model
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    /// Rising leverages from 1 to 150.
    mutating func ladder() throws -> Ladder {
        var leverages = (0..<6).map { _ in size(1...150) }.sorted()
        if chance(0.3) { leverages[0] = 1 }
        return try Ladder(leverages)
    }

    /// Weights, some of them zero, and tilts from a thousandth to a thousand.
    mutating func plan(rungs: Int) throws -> BarPlan {
        var plan = BarPlan(try LeverageMix([Double](repeating: 1, count: rungs)))
        // The first rungs keep some weight: the last may all be refused.
        plan.weights.long = (0..<rungs).map { $0 > 1 && chance(0.3) ? 0 : size(0.001...10) }
        plan.weights.short = (0..<rungs).map { $0 > 1 && chance(0.3) ? 0 : size(0.001...10) }
        if chance(0.5) { (plan.tilt.long, plan.tilt.short) = (size(0.001...1000), size(0.001...1000)) }
        return plan
    }

    /// A plan that decides more than a mix at times: entries, split, and what holders close.
    mutating func richPlan(rungs: Int) throws -> BarPlan {
        var plan = try plan(rungs: rungs)
        if chance(0.4) {
            let count = Int.random(in: 1...6, using: &random)
            plan.entryWeights = (0..<count).map { $0 > 0 && chance(0.3) ? 0 : size(0.001...10) }
        }
        if chance(0.4) { plan.longShare = pick([0, 1, number(0...1), number(0...1)]) }
        if chance(0.4) {
            plan.closedFraction = pick([0, 1, number(0...1), number(0...0.1), number(0...0.1)])
        }
        if chance(0.8) {
            plan.opened = BySide(long: size(0.001...1000), short: pick([0, size(0.001...1000)]))
        }
        return plan
    }

    /// A continuous table of 1 to 20 tiers.
    mutating func tiers() throws -> TierTable {
        let count = Int.random(in: 1...20, using: &random)
        let rates = (0..<count).map { _ in size(1e-4...0.9) }.sorted()
        let caps = (0..<count).map { _ in size(1e2...1e9).rounded() }.sorted()
        var (floor, amount, below) = (0.0, 0.0, 0.0)
        var tiers: [Tier] = []
        for (rate, cap) in zip(rates, caps) where cap > floor && rate > below {
            amount += tiers.isEmpty ? 0 : floor * (rate - below)
            tiers.append(
                Tier(
                    floor: floor, cap: cap, maximumLeverage: 1 / rate, maintenanceRate: rate,
                    maintenanceAmount: amount))
            (floor, below) = (cap, rate)
        }
        return try TierTable(name: "random", day: nil, source: "a seed", tiers: tiers)
    }
}

/// A kind of maintenance figures, to be drawn at random.
enum MaintenanceKind: CaseIterable {
    case assumed, flat, fixed, sloped
    case marginalQuote, marginalCoin, marginalContracts
    case wholeQuote, wholeCoin, wholeContracts
}

extension RandomMarket {
    /// Maintenance of a kind, with tiers around a position's size.
    mutating func maintenance(_ kind: MaintenanceKind, venue: Venue, for position: Position) throws
        -> Maintenance
    {
        let coin = venue.contract == .inverse
        let value = position.quantity.value * (coin ? 1 / position.entry.value : position.entry.value)
        func table(_ unit: TierTable.Unit, _ kind: TierTable.Kind) throws -> Maintenance {
            let contractSize = unit == .contracts ? size(1e-3...1e3) : 1
            let counted =
                switch unit {
                case .quote: coin ? position.quantity.value : value
                case .coin: coin ? value : position.quantity.value
                case .contracts: position.quantity.value / contractSize
                }
            return .tiers(try tiers(around: counted, unit, kind, contractSize: contractSize))
        }
        switch kind {
        case .assumed: return venue.assumed
        case .flat: return .rate(try Rate(size(1e-4...0.5)))
        case .fixed:
            return .fixed(
                rate: try Rate(size(1e-4...0.5)), amount: try Collateral(value * number(0...0.02)))
        case .sloped:
            let coins = coin ? value : position.quantity.value
            return .sloped(base: try Rate(size(1e-3...0.1)), perCoin: size(1e-4...0.2) / coins)
        case .marginalQuote: return try table(.quote, .marginal)
        case .marginalCoin: return try table(.coin, .marginal)
        case .marginalContracts: return try table(.contracts, .marginal)
        case .wholeQuote: return try table(.quote, .whole)
        case .wholeCoin: return try table(.coin, .whole)
        case .wholeContracts: return try table(.contracts, .whole)
        }
    }

    /// A table of 1 to 12 tiers around a size.
    mutating func tiers(
        around size: Double, _ unit: TierTable.Unit, _ kind: TierTable.Kind, contractSize: Double
    ) throws -> TierTable {
        let count = Int.random(in: 1...12, using: &random)
        let rates = (0..<count).map { _ in self.size(1e-3...0.6) }.sorted()
        let floors = [0] + (1..<count).map { _ in size * self.size(0.02...50) }.sorted()
        let amounts =
            kind == .whole
            ? rates.map { _ in 0 } : TierTable.continuousAmounts(floors: floors, rates: rates)
        return try TierTable(
            name: "random", day: nil, source: "a seed", unit: unit, kind: kind, contractSize: contractSize,
            tiers: rates.indices.map { index in
                Tier(
                    floor: floors[index], cap: index < count - 1 ? floors[index + 1] : .infinity,
                    maximumLeverage: 1 / rates[index], maintenanceRate: rates[index],
                    maintenanceAmount: amounts[index])
            })
    }

    /// A position: by leverage or by margin, some with margin added, funding paid or due.
    mutating func position(_ side: Side, _ contract: Contract) throws -> Position {
        let entry = size(1e-3...1e5)
        let quantity = contract == .inverse ? size(1...1e7) : size(1e-3...1e4)
        let value = contract == .inverse ? quantity / entry : quantity * entry
        var position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity),
            leverage: try Leverage(chance(0.1) ? 1 : size(1...150)))
        if chance(0.3) {
            position.margin = try Collateral(chance(0.1) ? -value * number(0...0.5) : value / size(0.6...150))
        }
        if chance(0.2) { position.extraMargin = try Collateral(value * number(-0.02...0.3)) }
        if chance(0.3) { position.fundingPaid = try Collateral(value * number(-0.02...0.02)) }
        if chance(0.3) { position.fundingDue = try Collateral(value * number(-0.01...0.01)) }
        return position
    }

    /// What other positions of a cross account add and require; nothing for some.
    mutating func others(_ value: Double) throws -> OtherPositions {
        guard chance(0.5) else { return .none }
        return OtherPositions(
            requirement: try Collateral(value * number(0...0.1)),
            profit: try Collateral(value * number(-0.1...0.4)))
    }

    /// A position under a venue's rule with random figures, at a random mark.
    mutating func definition(
        _ venue: Venue, _ rule: MarginRule, _ side: Side, _ kind: MaintenanceKind
    ) throws -> MarginDefinition {
        let position = try position(side, venue.contract)
        let instrument = Instrument(
            symbol: "any", contract: venue.contract, rule: rule,
            maintenance: try maintenance(kind, venue: venue, for: position))
        var definition = MarginDefinition(
            instrument: instrument, position: position,
            mark: chance(0.5) ? position.entry.value : position.entry.value * size(0.5...2))
        definition.others = try others(definition.value(position.entry.value))
        return definition
    }
}

/// Every dated rule of every venue.
let everyRule: [(venue: Venue, rule: MarginRule)] = Venue.all.flatMap { venue in
    venue.rules.map { (venue, $0.rule) }
}
