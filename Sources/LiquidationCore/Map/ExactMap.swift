/// A map in whole hundredths of a quote unit, which adds up exactly: over venues, symbols of one coin, shards.
///
/// Addition has an identity, does not depend on order or grouping, and gives the same bytes every way. A map shows what
/// is open at the end of its data. Shards of several markets add up to what is open in all of them; shards of one
/// market over several spans of time do not, because the later prices have swept nothing of the earlier shards.
public struct ExactMap: Hashable, Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// What all shards were made with.
    public let key: MergeKey
    /// Whether mass is kept rung by rung.
    public let isByRung: Bool
    /// What is in it, by market and time; no two overlap.
    public let shards: [MapShard]
    /// What should be in it, in rising order; empty if unknown.
    public let expected: [MapExpectation]
    /// How many shards there should be; zero if unknown.
    public let expectedCount: Int
    /// Mass per bucket, hundredths of a quote unit.
    public let hundredths: BySide<[Int64]>
    /// Mass per rung and bucket; empty unless kept by rung. The rungs of a bucket add up to ``hundredths``.
    public let byRung: BySide<[[Int64]]>

    /// The map of no shards: where a program starts that adds up maps one by one.
    public init(grid: PriceGrid, key: MergeKey, isByRung: Bool = false) {
        let none = [Int64](repeating: 0, count: grid.count)
        let rungs = [[Int64]](repeating: none, count: isByRung ? key.ladder.count : 0)
        self.init(
            grid: grid, key: key, isByRung: isByRung, shards: [], expected: [], expectedCount: 0,
            hundredths: BySide(both: none), byRung: BySide(both: rungs))
    }

    /// A map as one shard, rounded to hundredths: each bucket, or each rung of it where the map has rungs.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - shard: what it was made of.
    ///   - key: what it was made with.
    /// - Throws: ``CoreError`` `.outOfRange` for a bucket of more than 9e16 quote units.
    public init(_ map: LiquidationMap, shard: MapShard, key: MergeKey) throws(CoreError) {
        let rungs = try map.byRung.map { rungs throws(CoreError) in
            try rungs.map { cells throws(CoreError) in try Self.hundredths(cells) }
        }
        let isByRung = !rungs.long.isEmpty
        let cells = try BySide.each { side throws(CoreError) in
            isByRung ? try Self.sum(rungs[side]) : try Self.hundredths(map.notional[side])
        }
        self.init(
            grid: map.grid, key: key, isByRung: isByRung, shards: [shard], expected: [], expectedCount: 0,
            hundredths: cells, byRung: rungs)
    }

    /// A map as a file holds it.
    ///
    /// - Parameters:
    ///   - grid: the price axis.
    ///   - key: what all shards were made with.
    ///   - shards: by market and time.
    ///   - expected: what should be in it, in rising order.
    ///   - expectedCount: how many shards there should be; zero if unknown.
    ///   - cells: hundredths per bucket of each row: a row a side, longs first, or as many as there are rungs.
    ///   - isByRung: whether there is a row a rung.
    /// - Throws: ``CoreError`` `.outOfRange` for cells below zero, sums that do not fit, shards or expectations out of
    ///   order, `.cannotMerge` for shards that overlap.
    /// - Precondition: `cells` has as many rows as are needed, of ``PriceGrid/count`` cells.
    public init(
        grid: PriceGrid, key: MergeKey, shards: [MapShard], expected: [MapExpectation], expectedCount: Int,
        cells: [[Int64]], isByRung: Bool
    ) throws(CoreError) {
        let rows = isByRung ? key.ladder.count : 1
        precondition(cells.count == 2 * rows && cells.allSatisfy { $0.count == grid.count })
        guard cells.allSatisfy({ $0.allSatisfy { $0 >= 0 } }), expectedCount >= 0 else {
            throw CoreError(.outOfRange, "a bucket holds less than nothing")
        }
        for (one, next) in zip(shards, shards.dropFirst()) {
            guard MapShard.isBefore(one, next) else {
                throw CoreError(.outOfRange, "shards are out of order: '\(one.name)' before '\(next.name)'")
            }
            guard !one.overlaps(next) else {
                throw CoreError(.cannotMerge, MergeObstacle.overlap(one, next).description)
            }
        }
        for (one, next) in zip(expected, expected.dropFirst()) where one >= next {
            throw CoreError(.outOfRange, "expected shards are out of order: '\(one)' before '\(next)'")
        }
        let sides = BySide(long: Array(cells[..<rows]), short: Array(cells[rows...]))
        self.init(
            grid: grid, key: key, isByRung: isByRung, shards: shards, expected: expected,
            expectedCount: expectedCount,
            hundredths: try sides.map { rows throws(CoreError) in try Self.sum(rows) },
            byRung: isByRung ? sides : BySide(both: []))
    }

    init(
        grid: PriceGrid, key: MergeKey, isByRung: Bool, shards: [MapShard], expected: [MapExpectation],
        expectedCount: Int, hundredths: BySide<[Int64]>, byRung: BySide<[[Int64]]>
    ) {
        (self.grid, self.key, self.isByRung) = (grid, key, isByRung)
        (self.shards, self.expected, self.expectedCount) = (shards, expected, expectedCount)
        (self.hundredths, self.byRung) = (hundredths, byRung)
    }

    /// The rows that a file holds: a row a side, longs first; as many as there are rungs where kept by rung.
    public var cells: [[Int64]] {
        isByRung ? byRung.long + byRung.short : [hundredths.long, hundredths.short]
    }

    /// The same map with more that should be in it.
    ///
    /// - Parameters:
    ///   - more: markets and spans, in any order.
    ///   - count: how many shards there should be in all; the larger number counts.
    /// - Returns: a map that differs in nothing else.
    public func expecting(_ more: [MapExpectation], count: Int = 0) -> ExactMap {
        ExactMap(
            grid: grid, key: key, isByRung: isByRung, shards: shards,
            expected: Set(expected + more).sorted(), expectedCount: max(expectedCount, count),
            hundredths: hundredths, byRung: byRung)
    }
}

extension ExactMap {
    /// The sum of two maps.
    ///
    /// - Throws: ``CoreError`` `.cannotMerge` where ``obstacle(to:)`` finds one, `.outOfRange` where a bucket's sum does
    ///   not fit.
    /// - Complexity: O(rows · buckets + shards · log shards).
    public func merging(_ other: ExactMap) throws(CoreError) -> ExactMap {
        if let obstacle = obstacle(to: other) {
            throw CoreError(.cannotMerge, obstacle.description, hint: obstacle.hint)
        }
        let all = grid.union(other.grid) ?? grid
        func sum(_ cells: [Int64], _ more: [Int64]) throws(CoreError) -> [Int64] {
            try Self.sum([grid.widened(cells, to: all), other.grid.widened(more, to: all)])
        }
        func rungs(_ side: Side) throws(CoreError) -> [[Int64]] {
            var rows: [[Int64]] = []
            for (row, more) in zip(byRung[side], other.byRung[side]) { rows.append(try sum(row, more)) }
            return rows
        }
        return ExactMap(
            grid: all, key: key, isByRung: isByRung, shards: sorted(with: other),
            expected: Set(expected + other.expected).sorted(),
            expectedCount: max(expectedCount, other.expectedCount),
            hundredths: try BySide.each { side throws(CoreError) in
                try sum(hundredths[side], other.hundredths[side])
            },
            byRung: try BySide.each { side throws(CoreError) in try rungs(side) })
    }

    /// Why two maps cannot be added; `nil` where they can.
    public func obstacle(to other: ExactMap) -> MergeObstacle? {
        if let difference = key.difference(from: other.key) { return .keys(difference) }
        if grid.union(other.grid) == nil { return .grids(grid, other.grid) }
        if isByRung != other.isByRung { return .rungs }
        let all = sorted(with: other)
        for (one, next) in zip(all, all.dropFirst()) where one.overlaps(next) {
            return one.data == next.data && one.from == next.from && one.to == next.to
                ? .twice(one) : .overlap(one, next)
        }
        return nil
    }

    private func sorted(with other: ExactMap) -> [MapShard] {
        (shards + other.shards).sorted(by: MapShard.isBefore)
    }

    /// What should be in it and is not: markets, and spans of them.
    public var missing: [MapExpectation] { expected.compactMap { $0.missing(in: shards) } }

    /// Spans of time between shards of one market that no shard holds.
    public var gaps: [(before: MapShard, after: MapShard)] {
        zip(shards, shards.dropFirst()).filter { $0.isSameMarket(as: $1) && $0.to < $1.from }
            .map { (before: $0, after: $1) }
    }

    /// The shards, market by market.
    public var markets: [[MapShard]] {
        shards.reduce(into: []) { markets, shard in
            if markets.last?[0].isSameMarket(as: shard) == true {
                markets[markets.count - 1].append(shard)
            } else {
                markets.append([shard])
            }
        }
    }

    /// The shard whose price and time stand for the whole: that which ends last, of several the first.
    public var newest: MapShard? {
        shards.reduce(nil) { newest, shard in newest.map { shard.to > $0.to ? shard : $0 } ?? shard }
    }

    static func hundredths(_ notional: [Double]) throws(CoreError) -> [Int64] {
        var cells: [Int64] = []
        cells.reserveCapacity(notional.count)
        for (bucket, value) in notional.enumerated() {
            guard let cell = Int64(exactly: (value * 100).rounded()), cell >= 0 else {
                throw CoreError(
                    .outOfRange, "bucket \(bucket) holds \(value), at most 9e16 can be added exactly")
            }
            cells.append(cell)
        }
        return cells
    }

    /// The sum of rows, of which there is at least one.
    static func sum(_ rows: [[Int64]]) throws(CoreError) -> [Int64] {
        var cells = rows[0]
        for row in rows.dropFirst() {
            for (bucket, value) in row.enumerated() {
                let (sum, overflow) = cells[bucket].addingReportingOverflow(value)
                guard !overflow else {
                    throw CoreError(
                        .outOfRange, "the sum of bucket \(bucket) does not fit: \(cells[bucket]) and \(value)"
                    )
                }
                cells[bucket] = sum
            }
        }
        return cells
    }
}

extension LiquidationMap {
    /// A sum of maps as a map: to be drawn, searched and written like any other.
    ///
    /// Time and price are those of the newest shard, the first of several. Above 9e13 quote units a bucket is rounded to
    /// what a `Double` holds.
    /// - Throws: ``CoreError`` `.cannotMerge` for the map of no shards, which stands at no price.
    /// - Complexity: O(rows · buckets + shards).
    public init(_ sum: ExactMap) throws(CoreError) {
        guard let newest = sum.newest else {
            throw CoreError(.cannotMerge, "a map of no shards stands at no price: it cannot be drawn")
        }
        func notional(_ cells: [Int64]) -> [Double] { cells.map { Double($0) / 100 } }
        // Margin rules differ from shard to shard, so of a rung only its leverage is known.
        let rungs = sum.key.ladder.leverages.map {
            Rung(leverage: $0, size: 0, factor: BySide(long: 0, short: .infinity))
        }
        self.init(
            grid: sum.grid, rungs: rungs, time: newest.last, price: newest.price,
            notional: sum.hundredths.map(notional), ledger: LedgerReport(adding: sum.shards.map(\.ledger)),
            byRung: sum.byRung.map { $0.map(notional) })
    }

    /// The accounts as a shard keeps them: in quote units, coins at the last price.
    public var ledgerInQuote: LedgerReport {
        let plain = LedgerReport(unit: ledger.unit, accounts: ledger.accounts)
        return LedgerReport(summing: [(plain, price)], in: ledger.unit == .base ? .quote : ledger.unit)
    }
}

/// Why two maps cannot be added.
public enum MergeObstacle: Hashable, Sendable, CustomStringConvertible {
    /// They were made in different ways; what differs.
    case keys(String)
    /// Their price axes differ.
    case grids(PriceGrid, PriceGrid)
    /// One is kept by rung, the other is not.
    case rungs
    /// A shard is in both.
    case twice(MapShard)
    /// Two shards of one market share a time.
    case overlap(MapShard, MapShard)

    /// In words.
    public var description: String {
        switch self {
        case .keys(let difference): "maps of different plans cannot be added: \(difference)"
        case .grids(let one, let other):
            "maps on different price axes cannot be added: \(Self.text(one)) and \(Self.text(other))"
        case .rungs: "one map is kept rung by rung and the other is not"
        case .twice(let shard): "shard '\(shard.name)' is in both: it would count twice"
        case .overlap(let one, let other):
            "shards '\(one.name)' and '\(other.name)' overlap: what they share would count twice"
        }
    }

    /// What to do about it.
    public var hint: String? {
        switch self {
        case .keys: "make both with the same model, ladder and plugins"
        case .grids: "make both with the same price axis"
        case .rungs: "make both in the same way"
        case .twice, .overlap: nil
        }
    }

    private static func text(_ grid: PriceGrid) -> String {
        "\(grid.count) buckets from \(grid.edges[0]) to \(grid.edges[grid.count])"
    }
}
