/// How the price axis of a map is laid out over the data it is given.
public enum GridPlan: Hashable, Sendable {
    /// Buckets of equal relative height over the reach of the data.
    case logarithmic(buckets: Int)
    /// Buckets of one height in quote units, aligned to multiples of it.
    case linear(step: Double)
    /// The edges themselves.
    case edges([Double])

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
        let lowest = (series.compactMap { $0.low.min() }.min() ?? 1) * Self.reach.below
        let highest = (series.compactMap { $0.high.max() }.max() ?? 1) * Self.reach.above
        return try grid(from: lowest, to: highest)
    }

    /// The grid between two prices, whatever the data: maps that are to be added are made on the same one.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` as ``grid(over:)-(BarSeries)``, `.notPositive` for prices that are none.
    public func grid(from lowest: Double, to highest: Double) throws(CoreError) -> PriceGrid {
        switch self {
        case .logarithmic(let buckets):
            return try .logarithmic(from: Price(lowest), to: Price(highest), buckets: buckets)
        case .edges(let edges):
            return try PriceGrid(edges: edges)
        case .linear(let step):
            guard step.isFinite, step > 0 else {
                throw CoreError(.invalidGrid, "the price step must be above zero, was \(step)")
            }
            let first = max((lowest / step).rounded(.down), 1)
            let last = (highest / step).rounded(.up)
            guard last - first >= 1, last - first <= 1_000_000 else {
                throw CoreError(
                    .invalidGrid,
                    "a step of \(step) makes \(last - first) buckets from \(lowest) to \(highest)",
                    hint: "a grid has 1 to 1,000,000 buckets")
            }
            return try PriceGrid(edges: (0...Int(last - first)).map { (first + Double($0)) * step })
        }
    }
}
