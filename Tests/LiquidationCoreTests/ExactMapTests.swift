import TestSupport
import Testing

@testable import LiquidationCore

@Suite("ExactMap") struct ExactMapTests {
    private static let edges = (1...13).map { Double($0) * 10 }

    private static func plan(engine: PlainLine = "liq 0.1.0", model: MapModel = .balanced) throws -> MergeKey
    {
        MergeKey(
            engine: engine, model: model, ladder: try Ladder([2, 5]),
            parts: [
                .init(
                    kind: "leverage", id: "mine", version: "1.0 beta", origin: .file(sha256: "ab"),
                    parameters: [.init("median", "4"), .init("text", "a=b c\n100%")]),
                .init(kind: "funding", id: "tilt", version: "", origin: .file(sha256: "cd")),
            ])
    }

    private static func shard(
        _ venue: PlainLine, days: Range<Int64>, symbol: PlainLine = "BTCUSDT", data: Character = "0"
    ) throws -> MapShard {
        let day: Int64 = 86_400_000
        let account = LedgerReport.Account(
            opened: 10, live: 5, closed: 2, liquidated: 1, belowGrid: 1, aboveGrid: 1)
        return try MapShard(
            venue: venue, symbol: symbol, data: String(repeating: data, count: 64),
            from: Timestamp(milliseconds: days.lowerBound * day),
            to: Timestamp(milliseconds: days.upperBound * day),
            last: Timestamp(milliseconds: days.upperBound * day - 60_000),
            bars: 1440 * days.count, price: Price(70 + Double(days.upperBound)), margin: "flat",
            model: MapModel.balanced.text, notes: [],
            ledger: LedgerReport(unit: .quote, accounts: BySide(both: account)))
    }

    private static func map(
        _ market: inout RandomMarket, _ shard: MapShard, key: MergeKey? = nil, isByRung: Bool = false
    ) throws -> ExactMap {
        let cells = (0..<(isByRung ? 4 : 2)).map { _ in
            (0..<12).map { _ in market.chance(0.3) ? 0 : Int64(market.size(0.1...1e11)) }
        }
        return try ExactMap(
            grid: PriceGrid(edges: edges), key: key ?? Self.plan(), shards: [shard], expected: [],
            expectedCount: 0, cells: cells, isByRung: isByRung)
    }

    @Test(arguments: LongTests.seeds(5, long: 30))
    func `maps add up the same in every order and grouping, and nothing changes nothing`(seed: UInt64) throws
    {
        var market = RandomMarket(seed: seed)
        let isByRung = seed.isMultiple(of: 2)
        var maps: [ExactMap] = []
        for (venue, days) in [("okx", 0..<3), ("binance", 4..<6), ("binance", 0..<2), ("bybit", 1..<5)] {
            maps.append(
                try Self.map(
                    &market, Self.shard("\(venue)", days: Int64(days.lowerBound)..<Int64(days.upperBound)),
                    isByRung: isByRung))
        }
        let none = ExactMap(grid: maps[0].grid, key: maps[0].key, isByRung: isByRung)
        #expect(try maps[0].merging(none) == maps[0] && none.merging(maps[0]) == maps[0], "seed \(seed)")
        let all = try maps.reduce(none) { try $0.merging($1) }
        for _ in 0..<10 {
            // A random tree over a random order.
            var forest = maps.shuffled(using: &market.random)
            while forest.count > 1 {
                let one = forest.remove(at: Int.random(in: forest.indices, using: &market.random))
                let other = forest.remove(at: Int.random(in: forest.indices, using: &market.random))
                forest.append(try one.merging(other))
            }
            #expect(forest[0] == all, "seed \(seed)")
        }
        for bucket in 0..<12 {
            #expect(
                all.hundredths.long[bucket] == maps.reduce(0) { $0 + $1.hundredths.long[bucket] },
                "seed \(seed)")
            if isByRung {
                #expect(all.hundredths.short[bucket] == all.byRung.short.reduce(0) { $0 + $1[bucket] })
            }
        }
        #expect(all.shards.map(\.venue) == ["binance", "binance", "bybit", "okx"])
        #expect(all.markets.map(\.count) == [2, 1, 1])
    }

    @Test func `what does not belong together is refused, and why is said`() throws {
        var market = RandomMarket(seed: 1)
        let a = try Self.map(&market, Self.shard("binance", days: 0..<3))
        var other = MapModel.balanced
        try other.set("lag", to: "2")
        let byRung = try Self.map(&market, Self.shard("okx", days: 0..<1), isByRung: true)
        let cases: [(ExactMap, String)] = [
            (a, "'binance BTCUSDT 1970-01-01T00:00Z to 1970-01-04T00:00Z' is in both"),
            (try Self.map(&market, Self.shard("binance", days: 2..<4)), "overlap"),
            (try Self.map(&market, Self.shard("binance", days: 1..<2)), "overlap"),
            (try Self.map(&market, Self.shard("binance", days: 0..<3, data: "1")), "overlap"),
            (
                try Self.map(&market, Self.shard("okx", days: 0..<1), key: Self.plan(model: other)),
                "and lag 2"
            ),
            (
                try Self.map(&market, Self.shard("okx", days: 0..<1), key: Self.plan(engine: "liq 0.2.0")),
                "engine: liq 0.1.0 and liq 0.2.0"
            ),
            (
                ExactMap(grid: try PriceGrid(edges: [1, 2]), key: a.key),
                "12 buckets from 10.0 to 130.0 and 1 buckets"
            ),
            (byRung, "rung by rung"),
        ]
        for (map, words) in cases {
            let error = #expect(throws: CoreError.self) { try a.merging(map) }
            #expect(
                error?.code == .cannotMerge && error?.message.contains(words) == true,
                "\(words): \(error as Any)")
            #expect(throws: CoreError.self) { try map.merging(a) }
        }
        // Next to each other in time, or of another market, is fine.
        for fine in [
            try Self.shard("binance", days: 3..<4), try Self.shard("binance", days: 0..<3, symbol: "BTCUSDC"),
        ] {
            #expect(try a.merging(Self.map(&market, fine)).shards.count == 2)
        }
    }

    @Test func `sums that do not fit are refused`() throws {
        func one(_ venue: String, _ cell: Int64) throws -> ExactMap {
            try ExactMap(
                grid: PriceGrid(edges: [1, 2]), key: Self.plan(),
                shards: [Self.shard("\(venue)", days: 0..<1)],
                expected: [], expectedCount: 0, cells: [[cell], [0]], isByRung: false)
        }
        let error = #expect(throws: CoreError.self) { try one("a", .max).merging(one("b", 1)) }
        #expect(error?.code == .outOfRange)
        #expect(try one("a", .max - 1).merging(one("b", 1)).hundredths.long == [.max])
        #expect(throws: CoreError.self) { try one("a", -1) }
        let tooHuge = try HandMap.make(
            edges: Self.edges, price: 70, long: [1e18] + [Double](repeating: 0, count: 11),
            short: [Double](repeating: 0, count: 12))
        #expect(throws: CoreError.self) {
            try ExactMap(tooHuge, shard: Self.shard("a", days: 0..<1), key: Self.plan())
        }
    }

    @Test func `what is missing is told: markets, ends, holes`() throws {
        var market = RandomMarket(seed: 2)
        let shards = [
            try Self.shard("binance", days: 2..<4), try Self.shard("binance", days: 6..<8),
            try Self.shard("okx", days: 2..<4),
        ]
        let sum = try shards.map { try Self.map(&market, $0) }.reduce(
            ExactMap(grid: PriceGrid(edges: Self.edges), key: Self.plan())
        ) { try $0.merging($1) }
        #expect(
            sum.gaps.map { "\($0.before.to) \($0.after.from)" } == ["1970-01-05T00:00Z 1970-01-07T00:00Z"])
        func span(_ venue: String, _ days: Range<Int64>) throws -> MapExpectation {
            try MapExpectation(
                venue: venue, symbol: "BTCUSDT",
                from: Timestamp(milliseconds: days.lowerBound * 86_400_000),
                to: Timestamp(milliseconds: days.upperBound * 86_400_000))
        }
        let expected = [
            MapExpectation(venue: "bybit", symbol: "BTCUSDT"),
            MapExpectation(venue: "okx", symbol: "BTCUSDT"),
            try span("binance", 2..<4), try span("binance", 2..<8), try span("binance", 0..<3),
            try span("okx", 3..<9),
        ]
        let asked = sum.expecting(expected, count: 5)
        #expect(
            asked.missing.map(\.description) == [
                "binance BTCUSDT 1970-01-01T00:00Z to 1970-01-03T00:00Z",
                "binance BTCUSDT 1970-01-05T00:00Z to 1970-01-07T00:00Z", "bybit BTCUSDT",
                "okx BTCUSDT 1970-01-05T00:00Z to 1970-01-10T00:00Z",
            ])
        #expect(asked.expectedCount == 5 && asked.expecting([], count: 3) == asked)
        #expect(
            try sum.expecting([expected[0]]).merging(
                Self.map(&market, Self.shard("bybit", days: 0..<1)).expecting([expected[1]])
            ).missing.isEmpty)
    }

    @Test func `a sum is a map: sums in quote units, the newest price`() throws {
        var market = RandomMarket(seed: 3)
        let (one, two) = (
            try Self.map(&market, Self.shard("okx", days: 0..<3), isByRung: true),
            try Self.map(&market, Self.shard("binance", days: 0..<2), isByRung: true)
        )
        let sum = try one.merging(two)
        let map = try LiquidationMap(sum)
        #expect(map.price.value == 73 && map.time == sum.newest?.last)
        #expect(map.notional.long == sum.hundredths.long.map { Double($0) / 100 })
        #expect(map.byRung.short.map { $0[3] } == sum.byRung.short.map { Double($0[3]) / 100 })
        #expect(map.ledger.accounts.long.opened == 20 && map.ledger.imbalance <= LedgerReport.tolerance)
        #expect(throws: CoreError.self) { try LiquidationMap(ExactMap(grid: one.grid, key: one.key)) }
    }

    @Test func `a plan's text gives the plan back, and nothing else does`() throws {
        let plan = try Self.plan()
        #expect(try MergeKey(text: plan.text) == plan)
        #expect(plan.difference(from: plan) == nil)
        #expect(
            plan.text.split(separator: "\n").map { $0.prefix(6) } == [
                "engine", "model ", "rungs ", "part l", "part f",
            ])
        for wrong in [
            "", "engine x\n", plan.text + "part a\n", plan.text + "\n",
            plan.text.replacing("rungs 2.0", with: "rungs 2"),
            plan.text.replacing("rungs 2.0 5.0", with: "rungs 5.0 2.0"), String(plan.text.dropLast()),
            plan.text.replacing("bridge=on", with: "bridge=yes"),
            plan.text.replacing("median=4", with: "median"),
        ] {
            #expect(throws: CoreError.self, "\(wrong)") { try MergeKey(text: wrong) }
        }
    }
}
