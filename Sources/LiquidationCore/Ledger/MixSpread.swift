/// The weights of one side, made ready to be put on the grid again and again.
///
/// Weights that do not change between bars are checked and spread once.
struct MixSpread: Sendable {
    /// The weights as the plan had them, one a rung.
    private(set) var source: [Double]
    /// Rungs that could have a weight and have none.
    private let idle: [Int]
    /// Rungs with a weight, from the lowest factor to the highest: buckets rise with factors.
    let rungs: [Int]
    /// Their weights.
    private(set) var weights: [Double]
    /// One more than rungs: the sum of the weights before each, and of all.
    private(set) var sums: [Double]
    /// Liquidation price over entry price.
    let factors: [Double]
    /// How far each rung moves an entry, in cells of entries; empty where those are not counted in cells.
    let shifts: [Double]
    /// The weights in eights, with zeros after the last.
    private(set) var lanes: [SIMD8<Double>]
    /// The factors on the grid's scale; empty where it has none.
    let offsets: [Lanes]

    /// How many eights a ladder takes.
    var width: Int { lanes.count }

    /// The sum of the weights.
    var total: Double { sums[rungs.count] }

    /// Nothing.
    static let none = MixSpread()

    private init() {
        (source, idle, rungs, weights, sums) = ([], [], [], [], [0])
        (factors, shifts, lanes, offsets) = ([], [], [], [])
    }

    /// - Throws: ``CoreError`` `.invalidWeights` for weights that are negative, not finite, not as many as the
    ///   rungs, or zero wherever a rung is not refused.
    init(
        _ weights: [Double], side: Side, rungs all: [Rung], scale: LogScale?, entries: EntryScale? = nil
    ) throws(CoreError) {
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
        func factor(_ rung: Int) -> Double { all[rung].factor[side] }
        let rungs = active.filter { weights[$0] > 0 }.sorted { (factor($0), $0) < (factor($1), $1) }
        (source, self.rungs, idle) = (weights, rungs, active.filter { weights[$0] == 0 })
        self.weights = rungs.map { weights[$0] }
        sums = self.weights.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let factors = rungs.map(factor)
        self.factors = factors
        offsets = scale.map { $0.offsets(of: factors) } ?? []
        shifts = entries.map { entries in factors.map(entries.offset) } ?? []
        lanes = self.weights.inEights
    }

    /// Takes other weights on the same rungs: all that does not depend on their size is kept, and nothing allocated,
    /// so that a mix which changes with every bar costs little.
    ///
    /// - Returns: false where another rung has a weight, or a weight is not legal: then nothing has changed, and a
    ///   new spread tells why.
    mutating func take(_ other: [Double]) -> Bool {
        guard other.count == source.count, idle.allSatisfy({ other[$0] == 0 }) else { return false }
        var (sum, areLegal) = (0.0, true)
        for rung in rungs {
            areLegal = areLegal && other[rung] > 0
            sum += other[rung]
        }
        guard areLegal, sum.isFinite else { return false }
        // Cell by cell: if the array were kept, filling it for the next bar would copy it.
        for rung in other.indices { source[rung] = other[rung] }
        sum = 0
        for (i, rung) in rungs.enumerated() {
            weights[i] = other[rung]
            lanes[i >> 3][i & 7] = other[rung]
            sum += other[rung]
            sums[i + 1] = sum
        }
        return true
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
