import TestSupport
import Testing

@testable import LiquidationCore

/// Equity and requirement of one position as formulas.md, section 0, defines them, price by price: nothing of it is
/// shared with the engine, which works on a coordinate and solves for it.
struct MarginDefinition {
    var instrument: Instrument
    var position: Position
    var mark: Double
    var others = OtherPositions.none

    var side: Double { position.side == .long ? 1 : -1 }
    private var entry: Double { position.entry.value }
    private var size: Double { position.quantity.value }
    private var fee: MarginRule.ClosingFee? { instrument.rule.closingFee }
    private var rate: Double { fee.map { $0.rate.value } ?? 0 }

    /// Settlement units: `q·P`, `Q/P` or `k·P`.
    func value(_ price: Double) -> Double { instrument.contract == .inverse ? size / price : size * price }

    /// `s·q·(P − E)`, `s·Q·(1/E − 1/P)` or `s·k·(P − E)`.
    func profit(_ price: Double) -> Double {
        instrument.contract == .inverse
            ? side * size * (price - entry) / entry / price : side * size * (price - entry)
    }

    /// Initial margin `value/L` with the fees that the venue adds, margin that was added, funding paid.
    var wallet: Double {
        var margin = position.margin?.value ?? 0
        if position.margin == nil, let leverage = position.leverage?.value {
            margin = value(entry) / leverage
            if let fee, fee.isReserved {
                // Bankruptcy E(1 ∓ 1/L), inverse E·L/(L ± 1): its value, also where that is none.
                margin +=
                    fee.rate.value * value(entry)
                    * (1 + (instrument.contract == .inverse ? 1 : -1) * side / leverage)
            }
            if case .fromMargin(let rate) = instrument.rule.openingFee { margin -= rate.value * value(entry) }
            if case .inMargin(let rate) = instrument.rule.openingFee { margin += rate.value * value(entry) }
        }
        return margin + position.extraMargin.value - position.fundingPaid.value
    }

    func equity(_ price: Double) -> Double { wallet + others.profit.value + profit(price) }

    /// BP of section 0, with the closing fee where the venue folds it in: `(s·q·E − W)/(q·(s − f))`,
    /// inverse `Q·(s + f)/(W + s·Q/E)`.
    var bankruptcy: Double? {
        let folded = fee?.isInBankruptcy == true ? rate : 0
        let collateral = wallet + others.profit.value
        let price =
            instrument.contract == .inverse
            ? size * (side + folded) / (collateral + side * size / entry)
            : (side * size * entry - collateral) / (size * (side - folded))
        return price > 0 && price.isFinite ? price : nil
    }

    /// What the table counts, at a price.
    func measured(_ price: Double) -> Double {
        guard case .tiers(let table) = instrument.maintenance else { return size }
        return switch (table.unit, instrument.contract) {
        case (.contracts, _): size / table.contractSize
        case (.quote, .inverse), (.coin, .linear), (.coin, .quanto): size
        case (.quote, _), (.coin, .inverse): value(price)
        }
    }

    /// Maintenance when the value stands at a price: tier by tier, each rate on its own part.
    func maintenance(_ price: Double) -> Double {
        let divisor = instrument.rule.isRatePerLeverage ? position.leverage?.value ?? .nan : 1
        switch instrument.maintenance {
        case .fixed(let rate, let amount): return rate.value / divisor * value(price) - amount.value
        case .sloped(let base, let perCoin):
            let coins = instrument.contract == .inverse ? value(price) : size
            return (base.value + perCoin * coins) / divisor * value(price)
        case .tiers(let table):
            let counted = measured(price)
            let last = table.tiers.count - 1
            if table.kind == .whole {
                let tier = table.tiers.last { $0.floor <= counted } ?? table.tiers[0]
                return tier.maintenanceRate / divisor * value(price)
            }
            var sum = 0.0
            for (index, tier) in table.tiers.enumerated() where counted > tier.floor {
                let part = (index == last ? counted : min(counted, tier.cap)) - tier.floor
                sum += part * tier.maintenanceRate
            }
            return sum / divisor * (value(price) / counted)
        }
    }

    func requirement(_ price: Double) -> Double {
        var sum = others.requirement.value
        switch instrument.rule.maintenance {
        case .atLiquidation: sum += maintenance(price)
        case .atEntry: sum += maintenance(entry)
        case .atMark: sum += maintenance(mark)
        }
        if let fee {
            switch fee.basis {
            case .atLiquidation: sum += rate * value(price)
            case .atEntry: sum += rate * value(entry)
            case .atMark: sum += rate * value(mark)
            case .atBankruptcy: sum += bankruptcy.map { rate * value($0) } ?? 0
            }
        }
        return sum + (instrument.rule.reservesFundingDue ? max(0, position.fundingDue.value) : 0)
    }

    func balance(_ price: Double) -> Double { equity(price) - requirement(price) }

    /// The sums that cancel in ``balance(_:)``.
    func scale(_ price: Double) -> Double {
        let fixed = if case .fixed(_, let amount) = instrument.maintenance { abs(amount.value) } else { 0.0 }
        return abs(position.margin?.value ?? 0) + abs(position.extraMargin.value)
            + abs(position.fundingPaid.value) + abs(position.fundingDue.value) + abs(others.profit.value)
            + abs(others.requirement.value) + value(entry) + value(price) + value(mark) + fixed
    }

    /// Prices at which the table changes tiers.
    var edges: [Double] {
        guard case .tiers(let table) = instrument.maintenance, instrument.rule.maintenance == .atLiquidation,
            measured(entry) != measured(entry * 2)
        else { return [] }
        return table.tiers.dropFirst().map {
            instrument.contract == .inverse ? size / $0.floor : $0.floor / size
        }
    }
}

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
