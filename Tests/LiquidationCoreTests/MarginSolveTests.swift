import TestSupport
import Testing

@testable import LiquidationCore

/// What leverage, margin and quantity give a wanted price.
@Suite("Margin solve") struct MarginSolveTests {
    private struct Wish {
        let defined: MarginDefinition
        let price: Price
        let comment: String

        /// How far a solved position's price is from the wish, in units of what the arithmetic allows.
        func miss(_ position: Position) throws -> Double {
            var solved = defined
            solved.position = position
            let found = try solved.instrument.price(
                of: position, mark: Price(solved.mark), others: solved.others)
            guard let found else { return .infinity }
            // How much of the price one unit of rounding in the sums is worth.
            let (low, high) = (
                solved.balance(price.value * (1 - 1e-4)), solved.balance(price.value * (1 + 1e-4))
            )
            let slope = abs(high - low) / 2e-4
            return abs(found.value / price.value - 1) / (1e-12 + 8e-16 * solved.scale(price.value) / slope)
        }

        /// Whether some value of a term gives the wish: the definition changes sign there and is solvent at the mark.
        func isReachable(_ range: ClosedRange<Double>, _ change: (inout Position, Double) throws -> Void)
            rethrows -> Bool
        {
            var copy = defined
            func balance(_ term: Double) throws -> Double {
                copy.position = defined.position
                try change(&copy.position, term)
                return copy.balance(price.value)
            }
            var (low, high) = (range.lowerBound, range.upperBound)
            let isPositive = try balance(low) > 0
            guard try (balance(high) > 0) != isPositive else { return false }
            for _ in 0..<200 {
                let middle = low > 0 ? (low * high).squareRoot() : (low + high) / 2
                if try (balance(middle) > 0) == isPositive { low = middle } else { high = middle }
            }
            _ = try balance(low)
            return copy.balance(defined.mark) > 1e-9 * copy.scale(defined.mark)
        }
    }

    private func each(_ seed: UInt64, _ body: (Wish, Bool) throws -> Void) throws {
        var random = RandomMarket(seed: seed)
        for (venue, rule) in everyRule {
            for kind in MaintenanceKind.allCases {
                for side in Side.allCases {
                    let defined = try random.definition(venue, rule, side, kind)
                    let price = try Price(defined.mark * (1 - side.sign * random.size(1e-3...0.7)))
                    let wish = Wish(
                        defined: defined, price: price,
                        comment: "seed \(seed), \(venue.id), \(kind), wish \(price.value), \(defined)")
                    // Where tiers jump there may be no answer; a curve may have ended before.
                    try body(wish, ![.wholeCoin, .wholeQuote, .wholeContracts, .sloped].contains(kind))
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(1, long: 10))
    func `a solved leverage gives the wish back, and no answer means that there is none`(seed: UInt64) throws
    {
        try each(seed) { wish, isSmooth in
            let defined = wish.defined
            do {
                let answer = try defined.instrument.leverage(
                    for: wish.price, position: defined.position, mark: Price(defined.mark),
                    others: defined.others)
                var position = defined.position
                (position.margin, position.leverage) = (nil, answer)
                #expect(try wish.miss(position) < 1, "\(wish.comment)")
            } catch let error as CoreError {
                #expect(error.code == .outOfRange, "\(wish.comment): \(error)")
                let isReachable = try wish.isReachable(1.0001...1e6) {
                    ($0.margin, $0.leverage) = (nil, try Leverage($1))
                }
                #expect(!(isSmooth && isReachable), "\(wish.comment): \(error)")
            }
        }
    }

    @Test(arguments: LongTests.seeds(1, long: 10))
    func `a solved margin gives the wish back, and no answer means that there is none`(seed: UInt64) throws {
        try each(seed) { wish, isSmooth in
            let defined = wish.defined
            do {
                let answer = try defined.instrument.marginToAdd(
                    for: wish.price, position: defined.position, mark: Price(defined.mark),
                    others: defined.others)
                var position = defined.position
                position.extraMargin = try Collateral(position.extraMargin.value + answer.value)
                #expect(try wish.miss(position) < 1, "\(wish.comment)")
            } catch let error as CoreError {
                #expect(error.code == .outOfRange, "\(wish.comment): \(error)")
                let value = defined.value(defined.position.entry.value)
                let isReachable = try wish.isReachable(-10 * value...10 * value) {
                    $0.extraMargin = try Collateral($1)
                }
                #expect(!(isSmooth && isReachable), "\(wish.comment): \(error)")
            }
        }
    }

    @Test(arguments: LongTests.seeds(1, long: 5))
    func `a solved quantity gives the wish back, and no answer means that there is none`(seed: UInt64) throws
    {
        try each(seed) { wish, isSmooth in
            let defined = wish.defined
            do {
                let answer = try defined.instrument.quantity(
                    for: wish.price, position: defined.position, mark: Price(defined.mark),
                    others: defined.others)
                var position = defined.position
                position.quantity = answer
                #expect(try wish.miss(position) < 1, "\(wish.comment)")
            } catch let error as CoreError {
                #expect(error.code == .outOfRange, "\(wish.comment): \(error)")
                // Solvency falls with size unless collateral is short of what is required elsewhere.
                var small = defined
                small.position.quantity = try Quantity(defined.position.quantity.value * 1e-9)
                guard isSmooth, small.balance(wish.price.value) > 0 else { return }
                let quantity = defined.position.quantity.value
                let isReachable = try wish.isReachable(quantity * 1e-6...quantity * 1e6) {
                    $0.quantity = try Quantity($1)
                }
                #expect(!isReachable, "\(wish.comment): \(error)")
            }
        }
    }

    @Test(arguments: LongTests.seeds(1, long: 5))
    func `the largest quantity lasts to its distance, a little more does not`(seed: UInt64) throws {
        try each(seed) { wish, _ in
            let defined = wish.defined
            let distance = try Rate(abs(wish.price.value / defined.mark - 1))
            guard
                let answer = try? defined.instrument.largestQuantity(
                    distance: distance, position: defined.position, mark: Price(defined.mark),
                    others: defined.others)
            else { return }
            func lasts(_ factor: Double) throws -> Bool {
                var copy = defined
                copy.position.quantity = try Quantity(answer.value * factor)
                // Every price on the way, not only the last one.
                return copy.edges.flatMap { [$0, $0 * (1 - 1e-12), $0 * (1 + 1e-12)] }
                    .filter { ($0 - defined.mark) * ($0 - wish.price.value) <= 0 }
                    .appending([defined.mark, wish.price.value])
                    .allSatisfy { copy.balance($0) > -1e-9 * copy.scale($0) }
            }
            #expect(try lasts(1 - 1e-7), "\(wish.comment), \(answer)")
        }
    }

    /// By hand: 1 % below a value of 100, 50 % from there on. A long of 1.15 at 100 with a margin of 60 would be solvent
    /// at 50, but its value of 115 requires 57.5, and at 87 (value 100) equity 45.05 meets a requirement of 50.
    @Test func `a requirement that jumps on the way limits the largest quantity`() throws {
        let table = try TierTable(
            name: "jump", day: nil, source: "by hand", kind: .whole,
            tiers: [
                Tier(floor: 0, cap: 100, maximumLeverage: 100, maintenanceRate: 0.01, maintenanceAmount: 0),
                Tier(floor: 100, cap: 1000, maximumLeverage: 2, maintenanceRate: 0.5, maintenanceAmount: 0),
            ])
        let market = Venue.generic.instrument("any", maintenance: .tiers(table))
        let position = Position(
            side: .long, entry: try Price(100), quantity: try Quantity(1), margin: try Collateral(60))
        let answer = try market.largestQuantity(distance: Rate(0.5), position: position)
        var solved = position
        solved.quantity = answer
        #expect(try market.price(of: solved).map { $0.value <= 50 } ?? true)
        // 60 + q·(P − 100) ≥ 0.5·q·P down to q·P = 100: 60 + 100 − 100·q ≥ 50.
        #expect(abs(answer.value - 1.1) < 1e-12)
    }
}

extension [Double] {
    fileprivate func appending(_ more: [Double]) -> [Double] { self + more }
}
