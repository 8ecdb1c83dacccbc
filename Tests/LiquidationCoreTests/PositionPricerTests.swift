import LiquidationCore
import TestSupport
import Testing

@Suite("Position pricer") struct PositionPricerTests {
    /// A table, a rate or a slope; every rule that a venue has.
    private func instrument(_ random: inout RandomMarket, _ index: Int) throws -> Instrument {
        let venue = Venue.all[index % Venue.all.count]
        let rule = venue.rules[index / Venue.all.count % venue.rules.count].rule
        var instrument = venue.instrument("any", maintenance: .tiers(try random.tiers()))
        instrument.rule = rule
        switch index % 5 {
        case 0: instrument.maintenance = venue.assumed
        case 1:
            let symbol = TierCatalog.symbols(venue: venue.id).first
            if let symbol { instrument.maintenance = venue.instrument(symbol).maintenance }
        default: break
        }
        if random.chance(0.5) { instrument.tick = try Price(random.size(1e-3...10)) }
        return instrument
    }

    @Test(arguments: LongTests.seeds(30, long: 400))
    func `it says what a report says, to the last bit`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for step in 0..<8 {
            let instrument = try instrument(&random, Int(seed) * 8 + step)
            let pricer = PositionPricer(instrument)
            let entry = random.size(1e-3...1e5)
            let quantity = random.size(1e-3...1e7) * (instrument.contract == .inverse ? entry : 1)
            var position = Position(
                side: random.chance(0.5) ? .long : .short, entry: try Price(entry),
                quantity: try Quantity(quantity), leverage: try Leverage(random.number(1...125)))
            if random.chance(0.3) {
                let value = instrument.contract.value(of: position.quantity, at: position.entry).value
                position.margin = try Collateral(value * random.number(-0.2...1.5))
            }
            if random.chance(0.3) { position.extraMargin = try Collateral(random.number(0...100)) }
            if random.chance(0.3) { position.fundingPaid = try Collateral(random.number(-50...50)) }
            if random.chance(0.3) { position.fundingDue = try Collateral(random.number(-50...50)) }
            let mark = random.chance(0.5) ? try Price(entry * random.size(0.5...2)) : nil
            let others =
                random.chance(0.3)
                ? OtherPositions(
                    requirement: try Collateral(random.number(0...100)),
                    profit: try Collateral(random.number(-100...100))) : .none
            let report = try instrument.report(for: position, mark: mark, others: others)
            let answer = try pricer.answer(position, mark: mark, others: others)
            let comment = Comment("seed \(seed), step \(step), \(instrument.rule.venue), \(position)")
            #expect(answer.state == report.state, comment)
            #expect(answer.liquidation == report.liquidation, comment)
            #expect(answer.shown == report.shown, comment)
            #expect(answer.bankruptcy == report.bankruptcy, comment)
            #expect(answer.tier == report.tier, comment)
            #expect(answer.exceedsTable == report.exceedsTable, comment)
            guard let price = report.liquidation else { continue }
            let part = try instrument.breakdown(
                of: position, at: price, mark: mark, others: others, tier: report.tier)
            let scale = abs(part.wallet.value) + abs(part.profit.value) + part.value.value + 200
            let miss = abs(part.equity.value - part.requirement.value) / scale
            // Where a rate on the whole jumps, or the price hits a tier's edge, requirement may leap over equity.
            let jumps = instrument.maintenance.table?.kind == .whole
            #expect(miss <= 1e-9 || jumps, comment)
        }
    }

    @Test func `a figure that overflows is an error in both`() throws {
        let pricer = PositionPricer(Venue.generic.instrument("any"))
        let position = Position(
            side: .long, entry: try Price(1e300), quantity: try Quantity(1e300), leverage: try Leverage(2))
        #expect(throws: CoreError.self) { try pricer.answer(position) }
        #expect(throws: CoreError.self) { try pricer.instrument.report(for: position) }
    }

    /// formulas.md, section 2: 20 BTC long at 6563.665, wallet 13,200.71, rate 0.5 %, amount 50: 5930.78.
    @Test func `equity and requirement of a published example add up`() throws {
        let instrument = Venue.binance.instrument(
            "BTCUSDT", maintenance: .fixed(rate: try Rate(0.005), amount: try Collateral(50)))
        let position = Position(
            side: .long, entry: try Price(6563.665), quantity: try Quantity(20),
            margin: try Collateral(13_200.71))
        let price = try #require(try PositionPricer(instrument).answer(position).liquidation)
        #expect(abs(price.value - 5930.78) < 0.01)
        let part = try instrument.breakdown(of: position, at: price)
        #expect(abs(part.profit.value - 20 * (price.value - 6563.665)) < 1e-9)
        #expect(abs(part.maintenance.value - (20 * price.value * 0.005 - 50)) < 1e-9)
        #expect(abs(part.equity.value - part.requirement.value) < 1e-8)
    }
}
