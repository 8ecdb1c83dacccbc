/// A map in whole hundredths of a quote unit, which adds up exactly: over venues, symbols of one coin, days.
///
/// Addition has an identity, does not depend on order or grouping, and gives the same bytes every way.
public struct ExactMap: Hashable, Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// The text of the plan that all parts were made with.
    public let plan: String
    /// The parts that are in it, in the order of their names.
    public let parts: [String]
    /// Longs per bucket, hundredths of a quote unit.
    public let long: [Int64]
    /// Shorts per bucket, hundredths of a quote unit.
    public let short: [Int64]

    /// The map of no parts.
    public init(grid: PriceGrid, plan: String) {
        let none = [Int64](repeating: 0, count: grid.count)
        self.init(grid: grid, plan: plan, parts: [], long: none, short: none)
    }

    /// A map as one part, rounded to hundredths.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - part: the part's name: venue, symbol, day; no two parts of a sum may have the same.
    ///   - plan: the text of its model, and of what else has to be the same.
    /// - Throws: ``CoreError`` `.outOfRange` for a bucket of more than 9e16 quote units.
    public init(_ map: LiquidationMap, part: String, plan: String) throws(CoreError) {
        self.init(
            grid: map.grid, plan: plan, parts: [part], long: try Self.hundredths(map.long),
            short: try Self.hundredths(map.short))
    }

    private init(grid: PriceGrid, plan: String, parts: [String], long: [Int64], short: [Int64]) {
        (self.grid, self.plan, self.parts, self.long, self.short) = (grid, plan, parts, long, short)
    }

    /// The hundredths of a side.
    public func hundredths(_ side: Side) -> [Int64] { side == .long ? long : short }

    /// The sum of two maps.
    ///
    /// - Throws: ``CoreError`` `.cannotMerge` where grids or plans differ or a part is in both, `.outOfRange` where
    ///   a bucket's sum does not fit.
    /// - Complexity: O(buckets).
    public func merging(_ other: ExactMap) throws(CoreError) -> ExactMap {
        guard grid == other.grid else {
            throw CoreError(
                .cannotMerge,
                "maps on different grids cannot be added: \(grid.count) buckets from \(grid.edges[0]), "
                    + "\(other.grid.count) from \(other.grid.edges[0])", hint: "make both with the same edges"
            )
        }
        guard plan == other.plan else {
            throw CoreError(
                .cannotMerge, "maps of different plans cannot be added: '\(plan)' and '\(other.plan)'")
        }
        if let twice = parts.first(where: other.parts.contains) {
            throw CoreError(.cannotMerge, "part '\(twice)' is in both maps: it would count twice")
        }
        return ExactMap(
            grid: grid, plan: plan, parts: (parts + other.parts).sorted(),
            long: try Self.sum(long, other.long), short: try Self.sum(short, other.short))
    }

    /// Which of the parts that a sum should have are not in it.
    public func missing(of expected: [String]) -> [String] { expected.filter { !parts.contains($0) } }

    private static func hundredths(_ notional: [Double]) throws(CoreError) -> [Int64] {
        var cells: [Int64] = []
        for (bucket, value) in notional.enumerated() {
            guard let cell = Int64(exactly: (value * 100).rounded()) else {
                throw CoreError(
                    .outOfRange, "bucket \(bucket) holds \(value), at most 9e16 can be added exactly")
            }
            cells.append(cell)
        }
        return cells
    }

    private static func sum(_ one: [Int64], _ other: [Int64]) throws(CoreError) -> [Int64] {
        var cells = one
        for (bucket, value) in other.enumerated() {
            let (sum, overflow) = cells[bucket].addingReportingOverflow(value)
            guard !overflow else {
                throw CoreError(
                    .outOfRange, "the sum of bucket \(bucket) does not fit: \(cells[bucket]) and \(value)")
            }
            cells[bucket] = sum
        }
        return cells
    }
}
