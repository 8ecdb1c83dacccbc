/// The weights of one side, made ready to be put on the grid again and again.
///
/// Weights that do not change between bars are checked and spread once.
struct MixSpread: Sendable {
    /// The weights as the plan had them, one a rung.
    let source: [Double]
    /// Their sum over the rungs that are not refused.
    let total: Double
    /// Rungs with a weight, in the ladder's order.
    let rungs: [Int]
    /// Their weights.
    let weights: [Double]
    /// Liquidation price over entry price.
    let factors: [Double]
    /// The factors on the grid's scale; empty where it has none.
    let offsets: [Int32]
    /// Where in ``rungs`` the lowest and the highest factor stand: buckets rise with factors.
    let lowest: Int
    let highest: Int

    /// - Throws: ``CoreError`` `.invalidWeights` for weights that are negative, not finite, not as many as the
    ///   rungs, or zero wherever a rung is not refused.
    init(_ weights: [Double], side: Side, rungs all: [Rung], scale: LogScale?) throws(CoreError) {
        guard weights.count == all.count else {
            throw CoreError(.invalidWeights, "\(all.count) weights expected, \(weights.count) found")
        }
        let active = all.indices.filter { !all[$0].isRefused }
        var (total, lowest) = (0.0, 0.0)
        for rung in active {
            total += weights[rung]
            lowest = min(lowest, weights[rung])
        }
        guard total.isFinite, lowest >= 0 else {
            throw CoreError(
                .invalidWeights, "\(side) weights must be finite, also in sum, and not negative")
        }
        guard total > 0 else {
            throw CoreError(
                .invalidWeights,
                "all \(side) weight lies on rungs that are refused: liquidatable at entry, or not admitted",
                hint: active.last.map { "the highest rung that is not is \(all[$0].leverage)x" })
        }
        let rungs = active.filter { weights[$0] > 0 }
        let factors = rungs.map { side == .long ? all[$0].longFactor : all[$0].shortFactor }
        (source, self.total, self.rungs, self.factors) = (weights, total, rungs, factors)
        self.weights = rungs.map { weights[$0] }
        offsets = scale.map { scale in factors.map(scale.offset) } ?? []
        self.lowest = factors.indices.min { factors[$0] < factors[$1] } ?? 0
        highest = factors.indices.max { factors[$0] < factors[$1] } ?? 0
    }

    /// Writes the buckets that an entry price gives the rungs, −1 and ``PriceGrid/count`` off the grid.
    ///
    /// - Returns: whether all lie on the grid.
    @inline(__always)
    func fill(
        _ buckets: inout MutableSpan<Int32>, from start: Int, entry: Double, grid: PriceGrid,
        scale: LogScale?
    ) -> Bool {
        if let scale, entry >= grid.edges[0], entry < grid.edges[grid.count] {
            return scale.fill(
                &buckets, from: start, price: entry, offsets: offsets.span, factors: factors.span)
        }
        var isOnGrid = true
        for i in factors.indices {
            let bucket = grid.index(of: entry * factors[i])
            buckets[start + i] = Int32(truncatingIfNeeded: bucket)
            isOnGrid = isOnGrid && bucket >= 0 && bucket < grid.count
        }
        return isOnGrid
    }
}
