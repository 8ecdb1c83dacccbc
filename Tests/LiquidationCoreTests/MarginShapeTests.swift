import TestSupport
import Testing

@testable import LiquidationCore

/// How the answer moves when a term moves.
@Suite("Margin shape") struct MarginShapeTests {
    /// Further from the mark: lower for a long, higher for a short; no price at all is furthest.
    private func distance(_ price: Price?, _ side: Side) -> Double {
        guard let price else { return .infinity }
        return side == .long ? -price.value : price.value
    }

    @Test(arguments: LongTests.seeds(1, long: 6))
    func `less leverage and more margin move the price away, under every rule`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let defined = try random.definition(venue, rule, side, kind)
                    let comment = "seed \(seed), \(venue.id), \(kind), \(defined)"
                    var position = defined.position
                    let value = defined.value(position.entry.value)
                    func price(_ position: Position) throws -> Double? {
                        let report = try defined.instrument.report(
                            for: position, mark: Price(defined.mark), others: defined.others)
                        guard report.state != .liquidatableNow, report.opposite == nil else { return nil }
                        if let found = report.liquidation, defined.side * (defined.mark - found.value) < 0 {
                            return nil
                        }
                        return distance(report.liquidation, side)
                    }
                    func expectRising(_ found: [Double?]) {
                        let known = found.compactMap(\.self)
                        let isRising = zip(known, known.dropFirst()).allSatisfy {
                            $1 == $0 || $1 >= $0 - abs($0) * 1e-11
                        }
                        #expect(isRising, "\(comment): \(known)")
                    }
                    expectRising(
                        try (0...12).map { step in
                            position.extraMargin = try Collateral(value * Double(step) / 11)
                            return try price(position)
                        })
                    guard !rule.isRatePerLeverage else { continue }
                    (position.margin, position.extraMargin) = (nil, try Collateral(0))
                    expectRising(
                        try [500, 150, 60, 20, 10, 5, 3, 2, 1.5, 1.01, 1].map { leverage in
                            position.leverage = try Leverage(leverage)
                            return try price(position)
                        })
                }
            }
        }
    }

    /// Powers of two lose no digit: every figure of the report is the same number in other units.
    @Test(arguments: LongTests.seeds(2, long: 8))
    func `other units of price and size give the same answer to the last digit`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let defined = try random.definition(venue, rule, side, kind)
                    let (prices, sizes): (Double, Double) = (random.chance(0.5) ? 0.125 : 1024, 64)
                    let scaled = try defined.scaled(prices: prices, sizes: sizes)
                    let report = try defined.report()
                    let other = try scaled.report()
                    let comment = Comment("seed \(seed), \(venue.id), \(kind), \(defined)")
                    #expect(other.state == report.state, comment)
                    #expect(other.tier == report.tier, comment)
                    #expect(other.liquidation?.value == report.liquidation.map { $0.value * prices }, comment)
                    #expect(other.opposite?.value == report.opposite.map { $0.value * prices }, comment)
                    #expect(other.bankruptcy?.value == report.bankruptcy.map { $0.value * prices }, comment)
                    #expect(other.trials.map(\.tier) == report.trials.map(\.tier), comment)
                    #expect(other.marginRatio == report.marginRatio, comment)
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(2, long: 10))
    func `an inverse long is a linear short in one over the price, a quanto a linear`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for venue in Venue.all where venue.contract == .inverse {
            for rule in venue.rules.map(\.rule) {
                for kind in MaintenanceKind.allCases where kind != .sloped && kind != .assumed {
                    for side in Side.allCases {
                        let inverse = try random.definition(venue, rule, side, kind)
                        let linear = try inverse.mirrored()
                        let (report, other) = (try inverse.report(), try linear.report())
                        let comment = Comment("seed \(seed), \(venue.id), \(kind), \(inverse)")
                        #expect(other.state == report.state, comment)
                        #expect(other.tier == report.tier, comment)
                        #expect(report.liquidation?.value == other.liquidation.map { 1 / $0.value }, comment)
                        #expect(report.bankruptcy?.value == other.bankruptcy.map { 1 / $0.value }, comment)
                        var quanto = linear
                        quanto.instrument.contract = .quanto
                        #expect(try quanto.report() == other, comment)
                    }
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(3, long: 20))
    func `a marginal requirement does not jump where tiers meet`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for contract in Contract.allCases {
            let venue = try #require(Venue.all.first { $0.contract == contract })
            for kind in [MaintenanceKind.marginalQuote, .marginalCoin, .marginalContracts] {
                let defined = try random.definition(venue, MarginRule(venue: "any"), .long, kind)
                guard let table = defined.instrument.maintenance.table else { continue }
                for tier in table.tiers.dropFirst() {
                    // The quantity at which the size at the mark is the edge.
                    let quantity = defined.position.quantity.value
                    let edge = quantity * (tier.floor / defined.measured(defined.mark))
                    let found = try [edge.nextDown, edge, edge.nextUp].map { quantity in
                        var copy = defined
                        copy.position.quantity = try Quantity(quantity)
                        return try copy.report().requirement.value / copy.value(copy.mark)
                    }
                    let spread = (found.max() ?? 0) - (found.min() ?? 0)
                    #expect(spread < 1e-12, "seed \(seed), \(contract), \(kind), \(edge): \(found)")
                }
            }
        }
    }
}

extension MarginDefinition {
    func report() throws -> LiquidationReport {
        try instrument.report(for: position, mark: Price(mark), others: others)
    }

    /// The same in other units of price and size.
    func scaled(prices: Double, sizes: Double) throws -> MarginDefinition {
        var copy = self
        let worth = instrument.contract == .inverse ? sizes / prices : sizes * prices
        func money(_ amount: Collateral) throws -> Collateral { try Collateral(amount.value * worth) }
        copy.mark *= prices
        copy.position.entry = try Price(position.entry.value * prices)
        copy.position.quantity = try Quantity(position.quantity.value * sizes)
        copy.position.margin = try position.margin.map(money)
        copy.position.extraMargin = try money(position.extraMargin)
        copy.position.fundingPaid = try money(position.fundingPaid)
        copy.position.fundingDue = try money(position.fundingDue)
        copy.others = OtherPositions(
            requirement: try money(others.requirement), profit: try money(others.profit))
        switch instrument.maintenance {
        case .fixed(let rate, let amount):
            copy.instrument.maintenance = .fixed(rate: rate, amount: try money(amount))
        case .sloped(let base, let perCoin):
            let coins = instrument.contract == .inverse ? worth : sizes
            copy.instrument.maintenance = .sloped(base: base, perCoin: perCoin / coins)
        case .tiers(let table):
            let isValue = table.unit == (instrument.contract == .inverse ? .coin : .quote)
            let isCounted = table.unit == .contracts
            let unit = isCounted ? 1 : isValue ? worth : sizes
            copy.instrument.maintenance = .tiers(
                try table.rescaled(unit, contractSize: table.contractSize * (isCounted ? sizes : 1)))
        }
        return copy
    }

    /// The linear position on one over the price that an inverse one is.
    func mirrored() throws -> MarginDefinition {
        var copy = self
        copy.mark = 1 / mark
        copy.instrument.contract = .linear
        copy.position.entry = try Price(1 / position.entry.value)
        copy.position.side = position.side == .long ? .short : .long
        if let table = instrument.maintenance.table {
            let unit: TierTable.Unit =
                table.unit == .coin ? .quote : table.unit == .quote ? .coin : .contracts
            copy.instrument.maintenance = .tiers(try table.rescaled(1, unit: unit))
        }
        return copy
    }
}

extension TierTable {
    /// The table with its sizes times a factor.
    func rescaled(_ factor: Double, contractSize: Double? = nil, unit: Unit? = nil) throws -> TierTable {
        try TierTable(
            name: name, day: day, source: source, unit: unit ?? self.unit, kind: kind,
            contractSize: contractSize ?? self.contractSize,
            tiers: tiers.map {
                Tier(
                    floor: $0.floor * factor, cap: $0.cap * factor, maximumLeverage: $0.maximumLeverage,
                    maintenanceRate: $0.maintenanceRate, maintenanceAmount: $0.maintenanceAmount * factor)
            })
    }
}
