/// The weights of one side, made ready to be put on the grid again and again.
///
/// Weights that do not change between bars are checked and spread once.
struct MixSpread: Sendable {
    /// The weights as the plan had them, one a rung.
    let source: [Double]
    /// Rungs that could have a weight and have none.
    private let idle: [Int]
    /// Rungs with a weight, from the lowest factor to the highest: buckets rise with factors.
    let rungs: [Int]
    /// Their weights.
    let weights: [Double]
    /// One more than rungs: the sum of the weights before each, and of all.
    let sums: [Double]
    /// Liquidation price over entry price.
    let factors: [Double]
    /// The weights in eights, with zeros after the last.
    let lanes: [SIMD8<Double>]
    /// The factors on the grid's scale; empty where it has none.
    let offsets: [Lanes]

    /// How many eights a ladder takes.
    var width: Int { lanes.count }

    /// The sum of the weights.
    var total: Double { sums[rungs.count] }

    /// Nothing.
    static let none = MixSpread()

    private init() {
        (source, idle, rungs, weights, sums, factors, lanes, offsets) = ([], [], [], [], [0], [], [], [])
    }

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
        func factor(_ rung: Int) -> Double {
            side == .long ? all[rung].longFactor : all[rung].shortFactor
        }
        let rungs = active.filter { weights[$0] > 0 }.sorted { (factor($0), $0) < (factor($1), $1) }
        (source, self.rungs, idle) = (weights, rungs, active.filter { weights[$0] == 0 })
        (self.weights, sums) = Self.summed(weights, rungs)
        let factors = rungs.map(factor)
        self.factors = factors
        offsets = scale.map { $0.offsets(of: factors) } ?? []
        lanes = self.weights.inEights
    }

    /// Other weights on the same rungs: what does not depend on their size is kept, so that a mix which changes with
    /// every bar costs little.
    ///
    /// - Returns: `nil` where another rung has a weight, or a weight is not legal: a new spread tells why.
    func with(_ other: [Double]) -> MixSpread? {
        guard other.count == source.count, idle.allSatisfy({ other[$0] == 0 }),
            rungs.allSatisfy({ other[$0] > 0 })
        else { return nil }
        let spread = MixSpread(self, other)
        return spread.total.isFinite ? spread : nil
    }

    private init(_ like: MixSpread, _ source: [Double]) {
        (self.source, idle, rungs, factors, offsets) = (
            source, like.idle, like.rungs, like.factors, like.offsets
        )
        (weights, sums) = Self.summed(source, rungs)
        lanes = weights.inEights
    }

    /// Weights in the order of rungs, and the sums before each and of all.
    private static func summed(_ weights: [Double], _ rungs: [Int]) -> (weights: [Double], sums: [Double]) {
        var (ordered, sums) = ([Double](), [0.0])
        ordered.reserveCapacity(rungs.count)
        sums.reserveCapacity(rungs.count + 1)
        var sum = 0.0
        for rung in rungs {
            ordered.append(weights[rung])
            sum += weights[rung]
            sums.append(sum)
        }
        return (ordered, sums)
    }

    /// The rungs whose buckets lie on the grid: those before lie below it, those after above.
    func onGrid(_ buckets: [Lanes], from start: Int, count: Int) -> Range<Int> {
        var (first, end) = (0, weights.count)
        while first < end, buckets[start + (first >> 3)][first & 7] < 0 { first += 1 }
        while first < end, Int(buckets[start + ((end - 1) >> 3)][(end - 1) & 7]) >= count { end -= 1 }
        return first..<end
    }

    /// Writes the buckets that an entry price gives the rungs: below zero and from ``PriceGrid/count`` on off the
    /// grid. They rise from rung to rung.
    ///
    /// - Returns: whether all are known to lie on the grid.
    @inline(__always)
    func fill(
        into buckets: inout [Lanes], from start: Int = 0, entry: Double, grid: PriceGrid, scale: LogScale?
    ) -> Bool {
        var buckets = buckets.mutableSpan
        if let scale, entry >= grid.edges[0], entry < grid.edges[grid.count] {
            return scale.fill(
                &buckets, from: start, price: entry, position: scale.position(of: entry),
                offsets: offsets.span, factors: factors.span)
        }
        for i in factors.indices {
            buckets[start + (i >> 3)][i & 7] = Int32(truncatingIfNeeded: grid.index(of: entry * factors[i]))
        }
        return false
    }

    /// As ``fill(into:from:entry:grid:scale:)`` for several entries, one after the other.
    @inline(__always)
    func fill(
        into buckets: inout [Lanes], _ points: EntryPoints, grid: PriceGrid, scale: LogScale?
    ) -> Bool {
        var isOnGrid = true
        for point in 0..<points.count {
            let isWithin = fill(
                into: &buckets, from: point * width, entry: points.price(point), grid: grid, scale: scale)
            isOnGrid = isOnGrid && isWithin
        }
        return isOnGrid
    }
}
