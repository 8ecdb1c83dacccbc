@testable import LiquidationCore

/// A kind of maintenance figures, to be drawn at random.
enum MaintenanceKind: CaseIterable {
    case assumed, flat, fixed, sloped
    case marginalQuote, marginalCoin, marginalContracts
    case wholeQuote, wholeCoin, wholeContracts
}

extension RandomMarket {
    /// Maintenance of a kind, with brackets around a position's size.
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
            return .tiers(try brackets(around: counted, unit, kind, contractSize: contractSize))
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

    /// A table of 1 to 12 brackets around a size.
    mutating func brackets(
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
