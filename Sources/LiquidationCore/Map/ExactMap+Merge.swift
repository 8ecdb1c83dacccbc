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
        func rungs(_ side: Side) throws(CoreError) -> [[Int64]] {
            var rows: [[Int64]] = []
            for (row, more) in zip(byRung[side], other.byRung[side]) {
                rows.append(try Self.sum([row, more]))
            }
            return rows
        }
        return ExactMap(
            grid: grid, plan: plan, isByRung: isByRung, shards: sorted(with: other),
            expected: Set(expected + other.expected).sorted(),
            expectedCount: max(expectedCount, other.expectedCount),
            hundredths: try BySide.each { side throws(CoreError) in
                try Self.sum([hundredths[side], other.hundredths[side]])
            },
            byRung: try BySide.each { side throws(CoreError) in try rungs(side) })
    }

    /// Why two maps cannot be added; `nil` where they can.
    public func obstacle(to other: ExactMap) -> MergeObstacle? {
        if let difference = plan.difference(from: other.plan) { return .plans(difference) }
        if grid != other.grid { return .grids(grid, other.grid) }
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
