import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Margin drift") struct MarginDriftTests {
    @Test(arguments: LongTests.seeds(3, long: 10))
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
    @Test(arguments: LongTests.seeds(15, long: 50))
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
