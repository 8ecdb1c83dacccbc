import TestSupport
import Testing

@testable import LiquidationCore

/// Any bits that the value types admit: errors are fine; traps, NaN and prices that are none are not.
@Suite("Margin fuzz") struct MarginFuzzTests {
    private struct Bits {
        var random: RandomMarket

        mutating func finite() -> Double {
            while true {
                let value =
                    random.chance(0.5)
                    ? Double(bitPattern: random.random.next())
                    : [
                        0, -0.0, 1, -1, .leastNonzeroMagnitude, .leastNormalMagnitude,
                        .greatestFiniteMagnitude, 1e-300,
                        1e300, 100, 0.01,
                    ]
                    .randomElement(using: &random.random) ?? 0
                if value.isFinite { return value }
            }
        }

        mutating func positive() -> Double {
            while true {
                let value = random.chance(0.4) ? random.size(1e-3...1e5) : abs(finite())
                if value > 0 { return value }
            }
        }

        mutating func collateral() throws -> Collateral {
            try Collateral(random.chance(0.3) ? 0 : random.chance(0.5) ? random.number(-100...1e4) : finite())
        }

        mutating func position() throws -> Position {
            var position = Position(
                side: random.chance(0.5) ? .long : .short, entry: try Price(positive()),
                quantity: try Quantity(positive()), leverage: try Leverage(max(1, positive())))
            if random.chance(0.3) { position.leverage = nil }
            if random.chance(0.5) { position.margin = try collateral() }
            (position.extraMargin, position.fundingPaid) = (try collateral(), try collateral())
            position.fundingDue = try collateral()
            return position
        }

        mutating func maintenance(_ venue: Venue, _ position: Position) throws -> Maintenance {
            switch Int.random(in: 0...4, using: &random.random) {
            case 0: return venue.assumed
            case 1: return .fixed(rate: try Rate(finite()), amount: try collateral())
            case 2: return .sloped(base: try Rate(finite()), perCoin: finite())
            case 3:
                let kind = MaintenanceKind.allCases.randomElement(using: &random.random) ?? .flat
                return (try? random.maintenance(kind, venue: venue, for: position)) ?? venue.assumed
            default:
                // Tiers with any bits that the table admits.
                let caps = (0..<3).map { _ in positive() }.sorted()
                let tiers = zip([0] + caps, zip(caps + [.infinity], [0.01, 0.02, 0.3, 0.9])).map {
                    Tier(
                        floor: $0, cap: $1.0, maximumLeverage: 10, maintenanceRate: $1.1, maintenanceAmount: 0
                    )
                }
                let table = try? TierTable(
                    name: "bits", day: nil, source: "a seed",
                    unit: TierTable.Unit.allCases.randomElement(using: &random.random) ?? .quote,
                    kind: .whole, contractSize: positive(), tiers: tiers)
                return table.map(Maintenance.tiers) ?? venue.assumed
            }
        }
    }

    private func check(_ report: LiquidationReport, _ comment: Comment) {
        let prices = [
            report.liquidation, report.shown, report.bankruptcy, report.shownBankruptcy, report.opposite,
            report.withoutFunding, report.withoutFees,
        ]
        for price in prices.compactMap(\.self) + report.trials.compactMap(\.price) {
            #expect(price.value > 0 && price.value.isFinite, comment)
        }
        for amount in [report.wallet, report.equity, report.requirement, report.room] {
            #expect(amount.value.isFinite, comment)
        }
        #expect(report.marginRatio?.isNaN != true && report.distance?.value.isNaN != true, comment)
        switch report.state {
        case .price: #expect(report.liquidation != nil && report.room.value >= 0, comment)
        case .none: #expect(report.liquidation == nil && report.room.value >= 0, comment)
        case .liquidatableNow: #expect(report.room.value <= 0, comment)
        case .outOfRange: #expect(report.liquidation != nil, comment)
        }
    }

    @Test(arguments: LongTests.seeds(4, long: 40))
    func `a position of any bits gives a sound report or an error`(seed: UInt64) throws {
        var bits = Bits(random: RandomMarket(seed: seed))
        for (venue, rule) in everyRule {
            let position = try bits.position()
            var instrument = Instrument(
                symbol: "any", contract: venue.contract, rule: rule,
                maintenance: try bits.maintenance(venue, position))
            if bits.random.chance(0.5) { instrument.tick = try Price(bits.positive()) }
            if bits.random.chance(0.3) {
                instrument.listed = try Price(.leastNonzeroMagnitude)...Price(bits.positive())
            }
            let mark = try bits.random.chance(0.3) ? position.entry : Price(bits.positive())
            let others = OtherPositions(requirement: try bits.collateral(), profit: try bits.collateral())
            let comment = Comment("seed \(seed), \(position), \(instrument), \(mark), \(others)")
            if let report = try? instrument.report(for: position, mark: mark, others: others) {
                check(report, comment)
            }
            if let price = try? instrument.price(of: position, mark: mark, others: others) {
                #expect(price.value > 0 && price.value.isFinite, comment)
            }
            let wish = try Price(
                bits.random.chance(0.5)
                    ? max(.leastNonzeroMagnitude, min(mark.value * 0.9, 1e308)) : bits.positive())
            if let found = try? instrument.leverage(for: wish, position: position, mark: mark, others: others)
            {
                #expect(found.value >= 1 && found.value.isFinite, comment)
            }
            if let found = try? instrument.marginToAdd(
                for: wish, position: position, mark: mark, others: others)
            {
                #expect(found.value.isFinite, comment)
            }
            if let found = try? instrument.quantity(for: wish, position: position, mark: mark, others: others)
            {
                #expect(found.value > 0 && found.value.isFinite, comment)
            }
            let distance = try Rate(bits.random.chance(0.5) ? 0.1 : bits.finite())
            if let found = try? instrument.largestQuantity(
                distance: distance, position: position, mark: mark, others: others)
            {
                #expect(found.value > 0 && found.value.isFinite, comment)
            }
            var rest: Position? = position
            for _ in 0..<5 {
                guard let now = rest, let step = try? instrument.partialLiquidation(of: now, at: mark) else {
                    break
                }
                #expect(step.closed.value > 0 && step.closed <= now.quantity, comment)
                #expect(step.profit.value.isFinite && step.fee.value.isFinite, comment)
                if let report = step.report { check(report, comment) }
                rest = step.remaining
            }
        }
    }

    @Test(arguments: LongTests.seeds(4, long: 40))
    func `an account of any bits gives sound reports or errors`(seed: UInt64) throws {
        var bits = Bits(random: RandomMarket(seed: seed))
        for (venue, rule) in everyRule {
            var holdings: [Holding] = []
            for symbol in ["A", "A", "B"] {
                let position = try bits.position()
                let instrument = Instrument(
                    symbol: symbol, contract: venue.contract, rule: rule,
                    maintenance: try bits.maintenance(venue, position))
                let mark = symbol == "A" ? holdings.first?.mark : nil
                holdings.append(
                    Holding(
                        instrument, position, mark: try mark ?? Price(bits.positive()),
                        isIsolated: bits.random.chance(0.1)))
            }
            let account = Account(wallet: try bits.collateral(), holdings: holdings)
            let comment = Comment("seed \(seed), \(account)")
            for index in holdings.indices {
                if let report = try? account.report(for: index) { check(report, comment) }
            }
            if let shock = try? account.jointShock() {
                for move in [shock.down, shock.up].compactMap(\.self) {
                    #expect(move.value.isFinite && move.value >= -1, comment)
                }
            }
        }
    }
}
