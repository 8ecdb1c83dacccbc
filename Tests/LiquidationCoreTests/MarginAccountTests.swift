import TestSupport
import Testing

@testable import LiquidationCore

/// Accounts against a search: the account's equity and requirement summed position by position, scanned and halved.
@Suite("Account search") struct AccountSearchTests {
    private struct Books {
        let account: Account
        let cross: [Int]
        private let legs: [MarginDefinition]
        private var waived: [Bool] = []

        init(_ account: Account) {
            self.account = account
            cross = account.holdings.indices.filter { !account.holdings[$0].isIsolated }
            legs = account.holdings.map { held in
                var position = held.position
                // Of a cross position the wallet is the account's.
                position.margin = Collateral(unchecked: 0)
                return MarginDefinition(
                    instrument: held.instrument, position: position, mark: held.mark.value)
            }
            waived = account.holdings.indices.map(isWaived)
        }

        private func isWaived(_ index: Int) -> Bool {
            let held = account.holdings[index]
            guard held.instrument.rule.hedgedLegs == .larger else { return false }
            var sums: [Side: Double] = [.long: 0, .short: 0]
            for other in cross where account.holdings[other].instrument.symbol == held.instrument.symbol {
                let position = account.holdings[other].position
                sums[position.side, default: 0] += position.quantity.value
            }
            let (mine, theirs) = (
                sums[held.position.side] ?? 0, sums[held.position.side == .long ? .short : .long] ?? 0
            )
            return mine < theirs || (mine == theirs && held.position.side == .short)
        }

        /// Equity less requirement with each holding's price by its index, and the sums that cancel.
        func balance(
            _ price: (Int) -> Double, asked: String?, bankruptcy: Double? = nil
        ) -> (sum: Double, scale: Double) {
            var sum = account.wallet.value
            var scale = abs(sum)
            for index in cross {
                let leg = legs[index]
                let at = price(index)
                let profit = leg.profit(at)
                sum += leg.wallet + profit
                scale += leg.scale(at)
                let rule = leg.instrument.rule
                if !waived[index] {
                    switch rule.maintenance {
                    case .atLiquidation: sum -= leg.maintenance(at)
                    case .atEntry: sum -= leg.maintenance(leg.position.entry.value)
                    case .atMark: sum -= leg.maintenance(leg.mark)
                    }
                }
                if rule.reservesFundingDue { sum -= max(0, leg.position.fundingDue.value) }
                guard let fee = rule.closingFee else { continue }
                let rate = fee.rate.value
                switch fee.basis {
                case .atLiquidation: sum -= rate * leg.value(at)
                case .atEntry: sum -= rate * leg.value(leg.position.entry.value)
                case .atMark: sum -= rate * leg.value(leg.mark)
                case .atBankruptcy:
                    // Of the position that is asked about, at bankruptcy; of those elsewhere at the mark.
                    let isAsked = leg.instrument.symbol == asked
                    sum -=
                        isAsked
                        ? bankruptcy.map { rate * leg.value($0) } ?? 0
                        : rate * leg.value(leg.mark)
                }
            }
            return (sum, scale)
        }

        /// Where the account's equity pays the fees of a symbol's legs and nothing is left: by halving.
        func bankruptcy(_ symbol: String) -> Double? {
            func left(_ price: Double) -> Double {
                var sum = account.wallet.value
                for index in cross {
                    let leg = legs[index]
                    let isMoving = leg.instrument.symbol == symbol
                    let at = isMoving ? price : leg.mark
                    sum += leg.wallet + leg.profit(at)
                    if isMoving, let fee = leg.instrument.rule.closingFee, fee.isInBankruptcy {
                        sum -= fee.rate.value * leg.value(at)
                    }
                }
                return sum
            }
            var (low, high) = (1e-30, 1e30)
            guard (left(low) > 0) != (left(high) > 0) else { return nil }
            let isPositive = left(low) > 0
            for _ in 0..<400 {
                let middle = (low * high).squareRoot()
                if (left(middle) > 0) == isPositive { low = middle } else { high = middle }
            }
            return low
        }

        /// The first factor from 1 at which solvency ends, going up or down: a scan in small steps, then halved.
        func search(isRising: Bool, _ balance: (Double) -> Double) -> Double? {
            var here = 1.0
            let step = isRising ? 1.01 : 1 / 1.01
            while here < 1e5, here > 1e-5 {
                let next = here * step
                if balance(next) <= 0 {
                    var (inside, outside) = (here, next)
                    for _ in 0..<100 {
                        let middle = (inside + outside) / 2
                        if balance(middle) > 0 { inside = middle } else { outside = middle }
                    }
                    return outside
                }
                here = next
            }
            return nil
        }
    }

    /// Up to seven positions of one venue's rule in up to four symbols, some hedged, some isolated.
    private func account(_ random: inout RandomMarket, _ venue: Venue, _ rule: MarginRule) throws -> Account {
        var holdings: [Holding] = []
        var total = 0.0
        for symbol in ["A", "B", "C", "D"].prefix(Int.random(in: 1...4, using: &random.random)) {
            let kind = MaintenanceKind.allCases.randomElement(using: &random.random) ?? .flat
            let first = try random.definition(venue, rule, random.chance(0.5) ? .long : .short, kind)
            for leg in 0..<(random.chance(0.4) ? 2 : 1) {
                var position = first.position
                if leg == 1 {
                    position.side = position.side == .long ? .short : .long
                    position.quantity = try Quantity(position.quantity.value * random.size(0.1...10))
                }
                // Values of the same order, so that every position counts.
                let weight = random.size(0.1...10) * 1000 / first.value(first.mark)
                position.quantity = try Quantity(position.quantity.value * weight)
                var instrument = first.instrument
                instrument.symbol = symbol
                if let table = instrument.maintenance.table, leg == 0 {
                    instrument.maintenance = .tiers(try table.rescaled(weight))
                }
                (position.extraMargin, position.fundingPaid) = (
                    try Collateral(random.number(-5...5)), try Collateral(random.number(-5...5))
                )
                position.fundingDue = try Collateral(random.number(-5...5))
                let held = Holding(
                    leg == 0 ? instrument : holdings.last?.instrument ?? instrument, position,
                    mark: try Price(first.mark), isIsolated: random.chance(0.15))
                holdings.append(held)
                total += held.value.value
            }
        }
        let profit = holdings.filter { !$0.isIsolated }.reduce(0) { $0 + $1.profit.value }
        return Account(wallet: try Collateral(total * random.size(0.02...2) - profit), holdings: holdings)
    }

    @Test(arguments: LongTests.seeds(1, long: 6))
    func `each position's price is where the search finds it`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule where rule.crossShare == .account {
            let account = try account(&random, venue, rule)
            let books = Books(account)
            for index in books.cross {
                let held = account.holdings[index]
                let comment = Comment("seed \(seed), \(venue.id), position \(index) of \(account)")
                let report = try account.report(for: index)
                let bankruptcy = books.bankruptcy(held.instrument.symbol)
                func balance(_ factor: Double) -> Double {
                    books.balance(
                        {
                            account.holdings[$0].mark.value
                                * (account.holdings[$0].instrument.symbol == held.instrument.symbol
                                    ? factor : 1)
                        },
                        asked: held.instrument.symbol, bankruptcy: bankruptcy
                    ).sum
                }
                let now = balance(1)
                let scale = books.balance({ account.holdings[$0].mark.value }, asked: nil).scale
                guard abs(now) > 1e-9 * scale else { continue }
                #expect((report.state == .liquidatableNow) == (now < 0), comment)
                #expect(abs(report.room.value - now) < 1e-9 * scale, comment)
                guard now > 0 else { continue }
                for isRising in [false, true] {
                    let wanted = books.search(isRising: isRising, balance)
                    let found = [report.liquidation, report.opposite].compactMap { $0?.value }
                        .first { ($0 > held.mark.value) == isRising }.map { $0 / held.mark.value }
                    expectSame(found, wanted, scale, balance, comment)
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(1, long: 6))
    func `a joint shock is where the search along the ray finds it`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            let account = try account(&random, venue, rule)
            let books = Books(account)
            guard !books.cross.isEmpty else { continue }
            let comment = Comment("seed \(seed), \(venue.id), \(account)")
            let shock = try account.jointShock()
            func balance(_ factor: Double) -> Double {
                books.balance({ account.holdings[$0].mark.value * factor }, asked: nil).sum
            }
            let scale = books.balance({ account.holdings[$0].mark.value }, asked: nil).scale
            guard abs(balance(1)) > 1e-9 * scale else { continue }
            #expect(shock.isLiquidatableNow == (balance(1) < 0), comment)
            guard balance(1) > 0 else { continue }
            expectSame(
                shock.down.map { 1 + $0.value }, books.search(isRising: false, balance), scale, balance,
                comment)
            expectSame(
                shock.up.map { 1 + $0.value }, books.search(isRising: true, balance), scale, balance, comment)
        }
    }

    /// Whether both mean the same place; the scan may step over a short insolvency that the engine sees, and ends.
    private func expectSame(
        _ found: Double?, _ wanted: Double?, _ scale: Double, _ balance: (Double) -> Double,
        _ comment: Comment
    ) {
        if let found, let wanted, abs(found / wanted - 1) < 1e-9 { return }
        if let found, found > 1e5 || found < 1e-5 { return }
        if let found, wanted.map({ abs($0 - 1) > abs(found - 1) }) ?? true {
            let beyond = balance(1 + (found - 1) * (1 + 1e-9))
            #expect(beyond < 1e-9 * scale && balance(1 + (found - 1) * (1 - 1e-9)) > -1e-9 * scale, comment)
            return
        }
        // A flat stretch may cross zero within what rounding tells.
        if let wanted, abs(balance(wanted)) < 1e-9 * scale,
            abs(balance(wanted * (wanted > 1 ? 1 + 1e-6 : 1 - 1e-6))) < 1e-9 * scale
        {
            return
        }
        #expect(found == wanted, comment)
    }

    @Test(arguments: LongTests.seeds(3, long: 30))
    func `an account divided by value leaves each position its share`(seed: UInt64) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule where rule.crossShare == .byMarkValue {
            let account = try account(&random, venue, rule)
            let books = Books(account)
            let (equity, total) = (
                account.equity.value, books.cross.reduce(0) { $0 + account.holdings[$1].value.value }
            )
            for index in books.cross {
                let held = account.holdings[index]
                var defined = MarginDefinition(
                    instrument: held.instrument, position: held.position, mark: held.mark.value)
                let share = equity * defined.value(defined.mark) / total
                (defined.position.extraMargin, defined.position.fundingPaid) = (
                    try Collateral(0), try Collateral(0)
                )
                defined.position.margin = try Collateral(share - defined.profit(defined.mark))
                let (report, alone) = (try account.report(for: index), try defined.report())
                let comment = Comment("seed \(seed), \(venue.id), \(index) of \(account)")
                #expect(report.state == alone.state, comment)
                if let price = report.liquidation?.value {
                    #expect(abs(price / (alone.liquidation?.value ?? 0) - 1) < 1e-9, comment)
                }
                // Without its funding the account is worth more, and this position has its part of that.
                var unfunded = account
                unfunded.holdings[index].position.fundingPaid = try Collateral(0)
                unfunded.holdings[index].position.fundingDue = try Collateral(0)
                let free = try unfunded.report(for: index).liquidation?.value
                #expect((report.withoutFunding == nil) == (free == nil), comment)
                if let free { #expect(abs((report.withoutFunding?.value ?? 0) / free - 1) < 1e-9, comment) }
            }
        }
    }

    @Test func `contradictions of an account are errors`() throws {
        let inverse = Venue.bitmex.instrument("XBTUSD", maintenance: .rate(try Rate(0.01)))
        let quanto = Venue.bitmexQuanto.instrument("ETHUSD", maintenance: .rate(try Rate(0.01)))
        func held(_ instrument: Instrument, _ side: Side, mark: Double) throws -> Holding {
            Holding(
                instrument,
                Position(
                    side: side, entry: try Price(100), quantity: try Quantity(1), margin: try Collateral(0)),
                mark: try Price(mark))
        }
        // One moves in the price, the other in one over it: there is no common coordinate.
        let mixed = Account(
            wallet: try Collateral(100),
            holdings: [try held(inverse, .long, mark: 100), try held(quanto, .long, mark: 100)])
        #expect(throws: CoreError.self) { try mixed.jointShock() }
        // Two prices of one contract at once.
        let torn = Account(
            wallet: try Collateral(100),
            holdings: [try held(inverse, .long, mark: 100), try held(inverse, .short, mark: 101)])
        #expect(throws: CoreError.self) { try torn.report(for: 0) }
    }

    /// By hand: 10 long, 9.9 short at 100, 5 % each: equity −1 at 100 and less is required the lower the price.
    @Test func `hedged legs that outweigh what is open recover where they lose`() throws {
        let market = Venue.generic.instrument("any", maintenance: .rate(try Rate(0.05)))
        func held(_ side: Side, _ quantity: Double) throws -> Holding {
            Holding(
                market,
                Position(
                    side: side, entry: try Price(100), quantity: try Quantity(quantity),
                    margin: try Collateral(0)),
                mark: try Price(100))
        }
        let account = Account(
            wallet: try Collateral(90), holdings: [try held(.long, 10), try held(.short, 9.9)])
        let report = try account.report(for: 0)
        #expect(report.state == .liquidatableNow)
        // 90 + 0.1·(P − 100) = 0.05·19.9·P: P = 80/0.895.
        #expect(abs(try #require(report.liquidation).value - 80 / 0.895) < 1e-9)
    }
}
