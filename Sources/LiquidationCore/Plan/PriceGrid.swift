/// The price axis of a map: buckets between strictly increasing edges.
///
/// The edges array is the definition: bucket `b` holds the prices `edges[b] ≤ p < edges[b + 1]`.
public struct PriceGrid: Hashable, Sendable {
    /// `count + 1` prices, quote per base, strictly increasing.
    public let edges: [Double]
    /// Where it lies on a lattice; `nil` where its edges follow from data or were given.
    public let place: Place?
    /// A fast way to the same answer as a search in ``edges``.
    private let lookup: GridLookup

    /// A grid by its edges.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` for fewer than two edges, edges that do not rise, are not finite
    ///   or not above zero, and for more than 1,000,000 buckets.
    public init(edges: [Double]) throws(CoreError) { try self.init(edges: edges, place: nil) }

    init(edges: [Double], place: Place?) throws(CoreError) {
        guard edges.count >= 2, edges.count <= 1_000_001 else {
            throw CoreError(.invalidGrid, "a grid has 1 to 1,000,000 buckets, asked for \(edges.count - 1)")
        }
        for i in edges.indices {
            guard edges[i].isFinite, edges[i] > 0 else {
                throw CoreError(.invalidGrid, "edge \(i) must be finite and above zero, was \(edges[i])")
            }
            guard i == 0 || edges[i] > edges[i - 1] else {
                throw CoreError(.invalidGrid, "edge \(i) must be above the one before, was \(edges[i])")
            }
        }
        (self.edges, self.place) = (edges, place)
        lookup = GridLookup(edges: edges)
    }

    /// Buckets of equal relative height between two prices.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` as for edges, and for prices more than 300 decades apart.
    public static func logarithmic(
        from lowest: Price, to highest: Price, buckets: Int
    ) throws(CoreError) -> PriceGrid {
        try check(lowest, highest, buckets)
        let span = highest.value / lowest.value
        guard span <= 1e300 else {
            throw CoreError(
                .invalidGrid, "\(lowest.value) to \(highest.value) is too far for a logarithmic grid")
        }
        let ratio = Elementary.log(span) / Double(buckets)
        var edges = (0...buckets).map { lowest.value * Elementary.exp(ratio * Double($0)) }
        edges[buckets] = highest.value
        return try PriceGrid(edges: edges)
    }

    /// Buckets of equal height between two prices.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` as for edges.
    public static func linear(
        from lowest: Price, to highest: Price, buckets: Int
    ) throws(CoreError) -> PriceGrid {
        try check(lowest, highest, buckets)
        let step = (highest.value - lowest.value) / Double(buckets)
        var edges = (0...buckets).map { lowest.value + Double($0) * step }
        edges[buckets] = highest.value
        return try PriceGrid(edges: edges)
    }

    private static func check(_ lowest: Price, _ highest: Price, _ buckets: Int) throws(CoreError) {
        guard lowest < highest else {
            throw CoreError(
                .invalidGrid, "the grid's lowest price \(lowest.value) must be below \(highest.value)")
        }
        guard (1...1_000_000).contains(buckets) else {
            throw CoreError(.invalidGrid, "a grid has 1 to 1,000,000 buckets, asked for \(buckets)")
        }
    }

    /// The same edges, told from where they stand whether they lie on a lattice: for edges that come out of a file.
    ///
    /// - Complexity: O(edges).
    public var placed: PriceGrid {
        guard place == nil, let place = PriceLattice.place(of: edges) else { return self }
        return (try? PriceGrid(edges: edges, place: place)) ?? self
    }

    /// Whether two grids have the same edges.
    public static func == (one: PriceGrid, other: PriceGrid) -> Bool { one.edges == other.edges }

    /// Feeds the edges, which are the definition.
    public func hash(into hasher: inout Hasher) { hasher.combine(edges) }

    /// How many buckets there are.
    public var count: Int { edges.count - 1 }

    /// The bucket of a price: −1 below the grid, ``count`` at or above its last edge.
    ///
    /// - Precondition: the price is not NaN.
    /// - Complexity: O(1) for grids whose edges are spread evenly in price or in its logarithm.
    public func index(of price: Double) -> Int {
        if price < edges[0] { return -1 }
        if price >= edges[count] { return count }
        return lookup.index(of: price, in: edges)
    }

    /// The middle of a bucket.
    public func middle(of bucket: Int) -> Double { (edges[bucket] + edges[bucket + 1]) / 2 }
}

/// Finds a bucket without a logarithm or a search.
///
/// The leading bits of a positive double grow with its value, about evenly in its logarithm. A table over those
/// bits gives the lowest bucket that a price with these bits can lie in; at most a few comparisons with the
/// edges remain. The comparisons decide, so the answer is that of the edges, to the last bit.
struct GridLookup: Sendable {
    private let shift: UInt64
    private let base: UInt64
    private let firstBucket: [Int32]

    init(edges: [Double]) {
        let (lowest, highest) = (edges[0].bitPattern, edges[edges.count - 1].bitPattern)
        let wanted = UInt64(4 * edges.count)
        var shift: UInt64 = 0
        while shift < 52, (highest - lowest) >> (shift + 1) >= wanted { shift += 1 }
        let base = lowest >> shift
        let cells = Int((highest >> shift) - base) + 1
        var first = [Int32](repeating: 0, count: cells)
        var bucket = 0
        for cell in 1..<max(cells, 1) {
            let lowestOfCell = Double(bitPattern: (base + UInt64(cell)) << shift)
            while bucket + 2 < edges.count, edges[bucket + 1] <= lowestOfCell { bucket += 1 }
            first[cell] = Int32(bucket)
        }
        (self.shift, self.base, firstBucket) = (shift, base, first)
    }

    /// The bucket of a price that lies on the grid.
    func index(of price: Double, in edges: [Double]) -> Int {
        var bucket = Int(firstBucket[Int((price.bitPattern >> shift) - base)])
        while price >= edges[bucket + 1] { bucket += 1 }
        return bucket
    }
}

/// How the price axis of a map is laid out over the data it is given.
///
/// ```swift
/// let grid = try GridPlan.linear(step: 1).grid(over: bars)
/// ```
public enum GridPlan: Hashable, Sendable {
    /// Buckets of a relative step whose edges stand at fixed prices, whatever the data.
    case lattice(PriceLattice)
    /// Buckets of equal relative height over the reach of the data.
    case logarithmic(buckets: Int)
    /// Buckets of one height in quote units, aligned to multiples of it.
    case linear(step: Double)
    /// The edges themselves.
    case edges([Double])

    /// The prices that the axis of a map may have: wider than those of bars by what it reaches beyond them.
    public static let prices = 1e-21...1e21

    /// How far below the lowest low the axis starts, and how far above the highest high it ends.
    ///
    /// At 0.4 and 1.8 it holds every liquidation price of positions at 2x and above, and of most at less;
    /// what falls outside is counted as off grid.
    public static let reach = (below: 0.4, above: 1.8)

    /// The grid over a series.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` for a step that is not above zero or gives too many buckets.
    /// - Complexity: O(bars + buckets).
    public func grid(over series: BarSeries) throws(CoreError) -> PriceGrid {
        try grid(over: [series])
    }

    /// The grid over several series: one for all.
    ///
    /// - Throws: ``CoreError`` as ``grid(over:)-(BarSeries)``.
    public func grid(over series: [BarSeries]) throws(CoreError) -> PriceGrid {
        try grid(
            overPrices: (series.compactMap { $0.low.min() }.min() ?? 1)...(series.compactMap { $0.high.max() }
                .max() ?? 1))
    }

    /// The grid over data by its lowest and highest price.
    ///
    /// - Throws: ``CoreError`` as ``grid(over:)-(BarSeries)``.
    public func grid(overPrices prices: ClosedRange<Double>) throws(CoreError) -> PriceGrid {
        let (lowest, highest) = (
            prices.lowerBound * Self.reach.below, prices.upperBound * Self.reach.above
        )
        if case .lattice(let lattice) = self { return try lattice.blocks(from: lowest, to: highest) }
        return try grid(from: lowest, to: highest)
    }

    /// The grid between two prices, whatever the data: maps that are to be added are made on the same one.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` as ``grid(over:)-(BarSeries)``, `.notPositive` for prices that are none.
    public func grid(from lowest: Double, to highest: Double) throws(CoreError) -> PriceGrid {
        var ends = [lowest, highest]
        if case .edges(let edges) = self, let last = edges.last { ends = [edges[0], last] }
        for end in ends where !Self.prices.contains(end) {
            throw CoreError(.invalidGrid, "edges must lie in \(Self.prices.text), was \(end)")
        }
        switch self {
        case .lattice(let lattice):
            return try lattice.grid(from: lowest, to: highest)
        case .logarithmic(let buckets):
            return try .logarithmic(from: Price(lowest), to: Price(highest), buckets: buckets)
        case .edges(let edges):
            return try PriceGrid(edges: edges).placed
        case .linear(let step):
            guard step.isFinite, step > 0 else {
                throw CoreError(.invalidGrid, "the price step must be above zero, was \(step)")
            }
            let first = max((lowest / step).rounded(.down), 1)
            let last = (highest / step).rounded(.up)
            guard last - first >= 1, last - first <= 1_000_000 else {
                throw CoreError(
                    .invalidGrid,
                    "a step of \(step) quote units makes \(Int(min(last - first, 1e15))) buckets from \(lowest) to "
                        + "\((highest * 1e6).rounded() / 1e6)",
                    hint: step < 1
                        ? "a grid has 1 to 1,000,000 buckets; a percentage is written \(step)%"
                        : "a grid has 1 to 1,000,000 buckets")
            }
            return try PriceGrid(edges: (0...Int(last - first)).map { (first + Double($0)) * step })
        }
    }
}
