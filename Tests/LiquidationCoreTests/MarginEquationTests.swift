import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Margin equation") struct MarginEquationTests {
    private let slack = 1e-10

    /// What is wrong with a report; `nil` where it holds up against the definition.
    private func fault(_ defined: MarginDefinition) throws -> String? {
        let report = try defined.instrument.report(
            for: defined.position, mark: Price(defined.mark), others: defined.others)
        let now = defined.balance(defined.mark)
        let nowSlack = slack * defined.scale(defined.mark)
        if report.state == .liquidatableNow ? now > nowSlack : now < -nowSlack {
            return "state \(report.state) with \(now) at the mark"
        }
        if abs(report.equity.value - defined.equity(defined.mark)) > nowSlack
            || abs(report.requirement.value - defined.requirement(defined.mark)) > nowSlack
        {
            return "equity \(report.equity.value) or requirement \(report.requirement.value)"
        }
        if let wanted = defined.bankruptcy {
            guard let found = report.bankruptcy?.value,
                abs(found / wanted - 1) < 1e-9 * defined.scale(wanted) / defined.value(wanted)
            else {
                return "bankruptcy \(String(describing: report.bankruptcy)), not \(wanted)"
            }
        }
        let prices = [report.liquidation, report.opposite].compactMap { $0?.value }
        for price in prices {
            guard price > 0, price.isFinite else { return "price \(price)" }
            let away = price < defined.mark ? 1.0 : -1.0
            let (near, far) = (price * (1 + away * 1e-13), price * (1 - away * 1e-13))
            let sign = report.state == .liquidatableNow ? -1.0 : 1.0
            let room = slack * defined.scale(price)
            if defined.balance(near) * sign < -room || defined.balance(far) * sign > room {
                return "sign at \(price): near \(defined.balance(near)), far \(defined.balance(far))"
            }
            let isJump = defined.edges.contains { abs(price / $0 - 1) < 1e-12 }
            if !isJump, abs(defined.balance(price)) > room {
                return "\(defined.balance(price)) is left at \(price)"
            }
        }
        if let price = report.liquidation?.value, report.opposite == nil, report.state == .price,
            defined.side * (defined.mark - price) < 0
        {
            // Only a requirement that outgrows the value may end a position where it gains.
            let step = price * 1e-6 * defined.side
            guard defined.balance(price + step) < slack * defined.scale(price) else {
                return "the wrong side: \(price)"
            }
        }
        return scan(defined, report)
    }

    /// Whether solvency ends earlier than the report says, in either direction.
    private func scan(_ defined: MarginDefinition, _ report: LiquidationReport) -> String? {
        guard report.state != .liquidatableNow else { return nil }
        let prices = [report.liquidation, report.opposite].compactMap { $0?.value }
        for isRising in [false, true] {
            let limit =
                prices.first { isRising == ($0 > defined.mark) } ?? defined.mark * (isRising ? 1e6 : 1e-6)
            let ratio = limit / defined.mark
            var points = (0...60).map { defined.mark * power(ratio, Double($0) / 60.5) }
            points += defined.edges.flatMap { [$0 * (1 - 1e-12), $0, $0 * (1 + 1e-12)] }
            for point in points
            where isRising
                ? point >= defined.mark && point < limit * (1 - 1e-11)
                : point <= defined.mark && point > limit * (1 + 1e-11)
            {
                if defined.balance(point) < -slack * defined.scale(point) {
                    return "insolvent at \(point) already: \(defined.balance(point))"
                }
            }
        }
        return nil
    }

    private func power(_ base: Double, _ exponent: Double) -> Double {
        Elementary.exp(exponent * Elementary.log(base))
    }

    @Test(arguments: LongTests.seeds(3, long: 12))
    func `equity meets the requirement at the answer, first of all places, under every rule`(seed: UInt64)
        throws
    {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let defined = try random.definition(venue, rule, side, kind)
                    let fault = try fault(defined)
                    #expect(fault == nil, "seed \(seed), \(venue.id), \(kind), \(defined)")
                }
            }
        }
    }

    /// Symbols with tables of their own, at every edition's figures.
    @Test(arguments: LongTests.seeds(4, long: 20))
    func `built-in tables are met as well`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for venue in Venue.all {
            for symbol in TierCatalog.symbols(venue: venue.id) {
                guard let table = TierCatalog.table(venue: venue.id, symbol: symbol) else { continue }
                for side in Side.allCases {
                    var defined = try random.definition(venue, venue.rule(), side, .assumed)
                    defined.instrument.maintenance = .tiers(table)
                    let fault = try fault(defined)
                    #expect(fault == nil, "seed \(seed), \(venue.id) \(symbol), \(defined)")
                }
            }
        }
    }
}
