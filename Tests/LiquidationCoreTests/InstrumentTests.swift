import LiquidationCore
import TestSupport
import Testing

@Suite("Instrument") struct InstrumentTests {
    private func position(
        _ side: Side, entry: Double, quantity: Double, margin: Double
    ) throws -> Position {
        Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity),
            margin: try Collateral(margin))
    }

    private func market(_ tiers: TierTable) -> Instrument {
        Venue.generic.instrument("any", maintenance: .tiers(tiers))
    }

    /// Equity less maintenance at a price, over the sums that cancel in it.
    private func miss(_ position: Position, _ tiers: TierTable, at price: Price) throws -> Double {
        let notional = position.quantity.value * price.value
        let tier = tiers.tiers[tiers.index(for: try Notional(notional))]
        let margin = try #require(position.margin).value
        let equity =
            margin + position.side.sign * position.quantity.value * (price.value - position.entry.value)
        let scale = abs(margin) + position.quantity.value * position.entry.value + notional
        return abs(equity - tier.maintenanceMargin(of: notional)) / scale
    }

    /// reference.py, test(): 10x long, 100,000 at 50,000, rate 0.005 and amount 50.
    @Test func `the hand example of the base model comes out`() throws {
        let position = Position(
            side: .long, entry: try Price(50_000), quantity: try Quantity(2), leverage: try Leverage(10))
        let report = try market(try Golden.tiers()).report(for: position)
        #expect(abs(try #require(report.liquidation).value - 45_201.005025125628) < 1e-9)
        #expect(report.state == .price)
        #expect(report.trials.map(\.tier) == [1])
        #expect(report.bankruptcy?.value == 45_000)
    }

    /// formulas.md, section 0: long E(1 − 1/L)/(1 − m), short E(1 + 1/L)/(1 + m), bankruptcy E(1 ∓ 1/L).
    @Test func `a single tier gives the closed forms`() throws {
        let rule = market(try TierTable.flat(maintenanceRate: Rate(0.01)))
        for leverage in [1.5, 2, 5, 20, 80] {
            for side in Side.allCases {
                let report = try rule.report(
                    for: Position(
                        side: side, entry: try Price(200), quantity: try Quantity(3),
                        leverage: try Leverage(leverage)))
                let bankruptcy = 200 * (1 - side.sign / leverage)
                let price = bankruptcy / (1 - side.sign * 0.01)
                #expect(abs(try #require(report.liquidation).value - price) < 1e-11)
                #expect(abs(try #require(report.bankruptcy).value - bankruptcy) < 1e-11)
            }
        }
    }

    @Test(arguments: LongTests.seeds(30, long: 300))
    func `equity equals maintenance at the price, on any table`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        let tiers = try random.tiers()
        let rule = market(tiers)
        for side in Side.allCases {
            let (entry, quantity) = (random.size(1e-4...1e6), random.size(1e-3...1e6))
            let notional = entry * quantity
            let margin =
                random.chance(0.2) ? -notional * random.number(0...1) : notional / random.size(0.7...500)
            let position = try position(side, entry: entry, quantity: quantity, margin: margin)
            let mark = try Price(entry * random.size(0.5...2))
            let report = try rule.report(for: position, mark: mark)
            let comment = Comment("seed \(seed), \(position), mark \(mark)")
            let tried = report.trials.map(\.tier)
            #expect(tried.count <= tiers.tiers.count, comment)
            #expect(tried.last == report.tier, comment)
            #expect(zip(tried, tried.dropFirst()).allSatisfy { abs($0 - $1) == 1 }, comment)
            guard let price = report.liquidation else {
                #expect(report.state == (side == .long ? .none : .liquidatableNow), comment)
                continue
            }
            #expect(try miss(position, tiers, at: price) <= 1e-12, comment)
            let tier = tiers.tiers[report.tier]
            let atPrice = price.value * quantity
            #expect(atPrice >= tier.floor * (1 - 1e-12), comment)
            #expect(atPrice <= tier.cap * (1 + 1e-12) || report.tier == tiers.tiers.count - 1, comment)
            // Bankruptcy lies beyond: maintenance is above zero.
            if let bankruptcy = report.bankruptcy {
                #expect(side == .long ? bankruptcy < price : bankruptcy > price, comment)
            }
            // The trigger lies before the price for a solvent position, behind it for one that is not.
            let isBeyond = side == .long ? price < mark : price > mark
            #expect(isBeyond == (report.state == .price), comment)
        }
    }

    @Test(arguments: LongTests.seeds(15, long: 100))
    func `a price that lies exactly on the edge between tiers is found`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        let tiers = try random.tiers()
        for (index, tier) in tiers.tiers.enumerated().dropFirst() {
            for side in Side.allCases {
                let quantity = random.size(1e-3...1e3)
                let edge = tier.floor / quantity
                let entry = edge * (1 + side.sign * random.number(0.001...0.9))
                let margin = tier.maintenanceMargin(of: tier.floor) - side.sign * quantity * (edge - entry)
                let position = try position(side, entry: entry, quantity: quantity, margin: margin)
                let report = try market(tiers).report(for: position)
                let comment = Comment("seed \(seed), \(side), edge of tier \(index)")
                let price = try #require(report.liquidation, comment)
                // The slope of equity less maintenance is quantity · (1 ∓ rate).
                let slack = 1e-12 / (1 - side.sign * tier.maintenanceRate)
                #expect(abs(price.value / edge - 1) <= slack * (1 + entry / edge), comment)
                #expect(report.tier == index || report.tier == index - 1, comment)
                #expect(report.trials.count <= tiers.tiers.count, comment)
            }
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `more margin moves the price away`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        let rule = market(try random.tiers())
        let (entry, quantity) = (random.size(1e-4...1e6), random.size(1e-3...1e6))
        for side in Side.allCases {
            var before: Double?
            for step in 1...60 {
                let margin = entry * quantity * Double(step) / 50
                let report = try rule.report(
                    for: try position(side, entry: entry, quantity: quantity, margin: margin))
                guard let price = report.liquidation?.value else {
                    #expect(side == .long && step >= 50, "seed \(seed), step \(step)")
                    continue
                }
                if let before { #expect(side == .long ? price < before : price > before, "seed \(seed)") }
                before = price
            }
        }
    }

    @Test func `a covered long has no price, a short always has one`() throws {
        let rule = market(try TierTable.flat(maintenanceRate: Rate(0.01)))
        let long = try rule.report(for: try position(.long, entry: 100, quantity: 1, margin: 100))
        #expect(long.state == .none)
        #expect(long.liquidation == nil && long.bankruptcy == nil)
        let short = try rule.report(for: try position(.short, entry: 100, quantity: 1, margin: 1e6))
        #expect(short.state == .price)
    }

    @Test func `a position under water at the mark is liquidatable now`() throws {
        let rule = market(try TierTable.flat(maintenanceRate: Rate(0.02)))
        // 100x at 2 %: margin 1, maintenance 2.
        let position = Position(
            side: .long, entry: try Price(100), quantity: try Quantity(1), leverage: try Leverage(100))
        #expect(try rule.report(for: position).state == .liquidatableNow)
        // At 102 equity is 3 and maintenance 2.04; at 98 equity is −1.
        #expect(try rule.report(for: position, mark: try Price(102)).state == .price)
        #expect(try rule.report(for: position, mark: try Price(98)).state == .liquidatableNow)
    }

    @Test func `a short so deep under water that no price is left is liquidatable now`() throws {
        let rule = market(try TierTable.flat(maintenanceRate: Rate(0.02)))
        let report = try rule.report(for: try position(.short, entry: 100, quantity: 1, margin: -200))
        #expect(report.state == .liquidatableNow)
        #expect(report.liquidation == nil && report.bankruptcy == nil)
    }

    @Test func `a notional above the last cap stays in the last tier`() throws {
        let tiers = try Golden.tiers()
        let report = try market(tiers)
            .report(for: try position(.short, entry: 1e6, quantity: 1e6, margin: 6e11))
        #expect(report.tier == tiers.tiers.count - 1)
        #expect(
            try miss(
                position(.short, entry: 1e6, quantity: 1e6, margin: 6e11), tiers,
                at: #require(report.liquidation)) < 1e-12)
    }

    @Test(arguments: [1e-300, 1e-30, 1e30, 1e300])
    func `huge and tiny sizes neither trap nor give a price that is none`(size: Double) throws {
        let rule = market(try Golden.tiers())
        for side in Side.allCases {
            for margin in [-size, 0, size, 1 / size] {
                for entry in [1e-9, 1, 1e9] {
                    guard
                        let report = try? rule.report(
                            for: position(side, entry: entry, quantity: size, margin: margin))
                    else { continue }
                    for price in [report.liquidation, report.bankruptcy].compactMap(\.self) {
                        #expect(price.value.isFinite && price.value > 0)
                    }
                }
            }
        }
    }
}
