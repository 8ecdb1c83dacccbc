import TestSupport
import Testing

@testable import LiquidationCore

/// Shown prices and steps of a liquidation.
@Suite("Margin steps") struct MarginStepTests {
    @Test(arguments: LongTests.seeds(3, long: 10))
    func `a shown price lies on the tick, toward the entry, within one tick`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for side in Side.allCases {
                var defined = try random.definition(venue, rule, side, .flat)
                let exponent = Int.random(in: -8...1, using: &random.random)
                let decimal = exponent < 0 ? 1 / power(of10: -exponent) : power(of10: exponent)
                let tick = decimal * ([1, 5, 2.5].randomElement(using: &random.random) ?? 1)
                defined.instrument.tick = try Price(tick)
                let report = try defined.report()
                for (price, shown, rounding) in [
                    (report.liquidation, report.shown, rule.display.liquidation),
                    (report.bankruptcy, report.shownBankruptcy, rule.display.bankruptcy),
                ] {
                    guard let price, let shown, price.value / tick > 10, price.value / tick < 1e9 else {
                        continue
                    }
                    let comment = Comment(
                        "seed \(seed), \(venue.id), tick \(tick), \(price.value) as \(shown.value)")
                    let move = (shown.value - price.value) / tick * side.sign
                    switch rounding {
                    case .exact: #expect(shown == price, comment)
                    case .towardEntry: #expect(move > -2e-6 && move < 1, comment)
                    case .awayFromEntry: #expect(move < 2e-6 && move > -1, comment)
                    case .nearest: #expect(abs(move) <= 0.5 + 1e-6, comment)
                    case .oneTickTowardEntry: #expect(abs(move - 1) < 1e-5, comment)
                    }
                    if rounding == .towardEntry || rounding == .awayFromEntry {
                        let ticks = shown.value / tick
                        #expect(abs(ticks - ticks.rounded()) <= 4 * ticks.ulp, comment)
                    }
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(40, long: 2000))
    func `a price that lies on a tick is shown as it is`(seed: UInt64) {
        var random = RandomMarket(seed: seed)
        let perUnit = power(of10: Int.random(in: 0...8, using: &random.random))
        let price = random.size(1...1e9).rounded() / perUnit
        for side in Side.allCases {
            for rounding in [PriceDisplay.Rounding.towardEntry, .awayFromEntry] {
                let shown = rounding.applied(to: price, tick: 1 / perUnit, side: side)
                #expect(shown == price, "seed \(seed)")
            }
        }
    }

    private func power(of10 exponent: Int) -> Double { (0..<exponent).reduce(1) { sum, _ in sum * 10 } }

    @Test(arguments: LongTests.seeds(3, long: 10))
    func `steps of a liquidation end, add up, and bring the tier down`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let comment = "seed \(seed), \(venue.id), \(kind), \(side)"
                    let defined = try random.definition(venue, rule, side, kind)
                    let price = try defined.report().liquidation ?? Price(defined.mark)
                    try follow(defined, at: price, comment)
                }
            }
        }
    }

    private func follow(_ start: MarginDefinition, at price: Price, _ comment: String) throws {
        var (now, closed, steps) = (start, 0.0, 0)
        now.others = .none
        let (rule, whole) = (start.instrument.rule, start.position.quantity.value)
        while true {
            steps += 1
            guard steps < 200 else { return #expect(Bool(false), "\(comment): no end, \(start)") }
            let step = try now.instrument.partialLiquidation(of: now.position, at: price)
            closed += step.closed.value
            #expect(step.closed.value > 0, "\(comment)")
            var gone = now
            gone.position.quantity = step.closed
            let profit = gone.profit(price.value)
            let fee = (rule.closingFee?.rate.value ?? 0) * gone.value(price.value)
            let slack = 1e-9 * now.scale(price.value)
            #expect(
                abs(step.profit.value - profit) < slack && abs(step.fee.value - fee) < slack, "\(comment)")
            guard let rest = step.remaining else { break }
            let before = now
            now.position = rest
            now.mark = price.value
            #expect(abs(now.wallet - (before.wallet + profit - fee)) < slack, "\(comment)")
            #expect(step.report == (try now.report()), "\(comment)")
            if rule.partial == .nextTier, let table = now.instrument.maintenance.table {
                let at = rule.maintenance == .atEntry ? now.position.entry.value : price.value
                // The definition divides where the engine multiplies by one over the price.
                let (from, to) = (
                    table.index(holding: before.measured(at) * (1 + 4e-16)),
                    table.index(holding: now.measured(at) * (1 - 4e-16))
                )
                #expect(to < from, "\(comment): \(from) to \(to)")
            }
        }
        #expect(abs(closed / whole - 1) < 1e-12, "\(comment)")
    }
}

@Suite("Margin drift") struct MarginDriftTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `funding and fees are told apart by pricing the position without them`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let defined = try random.definition(venue, rule, side, kind)
                    let report = try defined.report()
                    let comment = Comment("seed \(seed), \(venue.id), \(kind), \(defined)")
                    // Funding that was paid is margin that is gone.
                    var settled = defined
                    settled.position.margin = try Collateral(defined.wallet)
                    (settled.position.extraMargin, settled.position.fundingPaid) = (
                        try Collateral(0), try Collateral(0)
                    )
                    let same = try settled.report().liquidation
                    // Where hardly anything is left to lose, the last digit decides whether there is a price.
                    let isExtreme = [same, report.liquidation].contains { price in
                        price.map { abs(Elementary.log($0.value / defined.mark)) > 12 } ?? false
                    }
                    guard !isExtreme else { continue }
                    #expect((same == nil) == (report.liquidation == nil), comment)
                    if let same, let price = report.liquidation {
                        #expect(
                            abs(same.value / price.value - 1) < 1e-11 * defined.scale(same.value)
                                / defined.value(same.value), comment)
                    }
                    var free = defined
                    (free.position.fundingPaid, free.position.fundingDue) = (
                        try Collateral(0), try Collateral(0)
                    )
                    let hasFunding = defined.position != free.position
                    #expect(
                        report.withoutFunding == (hasFunding ? try free.report().liquidation : nil), comment)
                    free = defined
                    (free.instrument.rule.closingFee, free.instrument.rule.openingFee) = (nil, .fromWallet)
                    let hasFees = free.instrument.rule != rule
                    #expect(report.withoutFees == (hasFees ? try free.report().liquidation : nil), comment)
                }
            }
        }
    }

    /// formulas.md, section 0: LP = (s·q·E − W − c)/(q·(s − m − f)), so funding F moves it by F/(q·(s − m − f)).
    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `funding moves a linear price by its share of the slope`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for side in Side.allCases {
            let rule = MarginRule(
                venue: "any",
                closingFee: .init(rate: try Rate(random.number(0...0.001)), basis: .atLiquidation))
            var defined = try random.definition(.generic, rule, side, .flat)
            guard case .fixed(let rate, _) = defined.instrument.maintenance,
                let before = try defined.report().liquidation
            else { continue }
            let paid = defined.value(defined.position.entry.value) * random.number(-1e-3...1e-3)
            defined.position.fundingPaid = try Collateral(defined.position.fundingPaid.value + paid)
            guard let after = try defined.report().liquidation else { continue }
            let slope = side.sign - rate.value - (rule.closingFee?.rate.value ?? 0)
            let expected = paid / (defined.position.quantity.value * slope)
            let slack = 1e-12 * defined.scale(before.value) / defined.position.quantity.value / abs(slope)
            #expect(abs(after.value - before.value - expected) < slack, "seed \(seed), \(defined)")
        }
    }
}
