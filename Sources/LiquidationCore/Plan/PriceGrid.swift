/// The price axis of a map: buckets between strictly increasing edges.
///
/// The edges array is the definition: bucket `b` holds the prices `edges[b] ≤ p < edges[b + 1]`.
public struct PriceGrid: Hashable, Sendable {
    /// `count + 1` prices, quote per base, strictly increasing.
    public let edges: [Double]
    /// A fast way to the same answer as a search in ``edges``.
    private let lookup: GridLookup

    /// A grid by its edges.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` for fewer than two edges, edges that do not rise, are not finite
    ///   or not above zero, and for more than 1,000,000 buckets.
    public init(edges: [Double]) throws(CoreError) {
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
        self.edges = edges
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
