/// Where the rungs of a mix look for the entries that a bucket of the map is liquidated with, on one side.
///
/// On a lattice a bucket is two neighbouring cells of entries for each rung, at a distance and in shares that are the same
/// for all buckets. On other axes it is a stretch of cells.
struct RungTaps: Sendable {
    /// Weights, which add up to one: nearest rung first.
    let weights: [Double]
    /// The places of the rungs on the ladder.
    let rungs: [Int]
    /// How far each rung's entries lie above the bucket, in cells; below zero for shorts.
    let distances: [Double]
    /// On a lattice: how far the first of two cells lies above the bucket's number on the axis, and the share of the second.
    private let cells: [Int]
    private let shares: [Double]
    let scale: EntryScale
    let side: Side

    /// The rungs of a spread.
    ///
    /// - Parameters:
    ///   - spread: a mix on one side, with shifts.
    ///   - side: which.
    ///   - scale: cells of entries, and the map's axis in them.
    init(_ spread: MixSpread, _ side: Side, _ scale: EntryScale) {
        let total = spread.total
        // Factors rise: the nearest long is the last, the nearest short the first.
        let order = side == .long ? Array(spread.rungs.indices.reversed()) : Array(spread.rungs.indices)
        weights = order.map { spread.weights[$0] / total }
        rungs = order.map { spread.rungs[$0] }
        distances = order.map { -spread.shifts[$0] }
        cells = distances.map { Int($0.rounded(.down)) + (scale.firstEdge ?? 0) }
        shares = distances.map { $0 - $0.rounded(.down) }
        (self.scale, self.side) = (scale, side)
    }

    /// How many rungs there are.
    var count: Int { weights.count }

    /// The entries that are liquidated in a bucket by one rung.
    ///
    /// - Complexity: O(1) on a lattice, else O(cells of the bucket).
    @inline(__always)
    func entries(_ rung: Int, _ bucket: Int, _ histogram: borrowing EntryHistogram) -> Double {
        guard scale.firstEdge == nil else {
            let cell = bucket &+ cells[rung] &- histogram.first
            return histogram.mass(cell) * (1 - shares[rung]) + histogram.mass(cell &+ 1) * shares[rung]
        }
        return histogram.mass(
            from: scale.edges[bucket] + distances[rung], to: scale.edges[bucket + 1] + distances[rung])
    }

    /// What a bucket holds of the entries of a histogram, all rungs.
    ///
    /// - Complexity: O(rungs whose cells have entries) on a lattice.
    func live(_ bucket: Int, _ histogram: borrowing EntryHistogram) -> Double {
        var sum = 0.0
        guard scale.firstEdge != nil else {
            for rung in 0..<count { sum += weights[rung] * entries(rung, bucket, histogram) }
            return sum
        }
        let masses = histogram.cells.span
        let (base, end, isLong) = (bucket &- histogram.first, masses.count, side == .long)
        for rung in 0..<count {
            let cell = base &+ cells[rung]
            guard cell >= -1, cell < end else {
                // Farther rungs lie farther out.
                if isLong ? cell >= end : cell < -1 { break }
                continue
            }
            let lower = cell >= 0 ? (unsafe masses[unchecked: cell]) : 0
            let upper = cell + 1 < end ? (unsafe masses[unchecked: cell &+ 1]) : 0
            sum += weights[rung] * (lower + shares[rung] * (upper - lower))
        }
        return sum
    }

    /// Adds what buckets hold of the entries of a histogram, all rungs; only to some buckets where asked.
    ///
    /// - Complexity: O(rungs · cells of the histogram) on a lattice, else O(rungs · buckets).
    func add(_ histogram: borrowing EntryHistogram, to room: inout [Double], in wanted: Range<Int>? = nil) {
        let buckets = wanted ?? 0..<room.count
        guard scale.firstEdge != nil else {
            for bucket in buckets { room[bucket] += live(bucket, histogram) }
            return
        }
        let masses = histogram.cells.span
        var room = room.mutableSpan
        precondition(buckets.lowerBound >= 0 && buckets.upperBound <= room.count)
        for rung in 0..<count {
            // The bucket whose first cell is the histogram's first.
            let start = histogram.first - cells[rung]
            let upper = weights[rung] * shares[rung]
            Self.add(&room, buckets, masses, start, weights[rung] - upper, upper)
        }
    }

    /// Adds a rung: `lower` of a bucket's first cell and `upper` of the one above.
    @inline(__always)
    private static func add(
        _ room: inout MutableSpan<Double>, _ buckets: Range<Int>, _ masses: Span<Double>, _ start: Int,
        _ lower: Double, _ upper: Double
    ) {
        if buckets.contains(start - 1) { room[start - 1] += upper * masses[0] }
        let last = start + masses.count - 1
        let from = max(buckets.lowerBound, start)
        let to = min(buckets.upperBound, last)
        if from < to {
            for bucket in from..<to {
                let cell = bucket &- start
                let here = unsafe masses[unchecked: cell]
                let next = unsafe masses[unchecked: cell &+ 1]
                unsafe room[unchecked: bucket] += lower * here + upper * next
            }
        }
        if buckets.contains(last) { room[last] += lower * masses[masses.count - 1] }
    }

    /// What of a histogram is liquidated below the axis and above it.
    func offGrid(_ histogram: borrowing EntryHistogram) -> (below: Double, above: Double) {
        var (below, above) = (0.0, 0.0)
        let (low, high) = (scale.edges[0], scale.edges[scale.edges.count - 1])
        for rung in 0..<count {
            below += weights[rung] * histogram.mass(from: -.infinity, to: low + distances[rung])
            above += weights[rung] * histogram.mass(from: high + distances[rung], to: .infinity)
        }
        return (below, above)
    }
}

/// Entries by price: how much was entered in each cell of a lattice, in whatever unit.
struct EntryHistogram: Sendable {
    /// The number of the first cell on the lattice.
    let first: Int
    /// Mass a cell.
    var cells: [Double]

    /// No entries, with room from one price to another, given in cells.
    init(from low: Double, to high: Double) {
        first = Int(low.rounded(.down))
        cells = [Double](repeating: 0, count: Int(high.rounded(.down)) - first + 1)
    }

    /// The mass of a cell, counted from the first that is kept; zero elsewhere.
    @inline(__always)
    func mass(_ cell: Int) -> Double { cells.indices.contains(cell) ? cells[cell] : 0 }

    /// The mass between two places, given in cells from a price of 1.
    func mass(from low: Double, to high: Double) -> Double {
        let (from, to) = (max(low, Double(first)), min(high, Double(first + cells.count)))
        guard from < to else { return 0 }
        // Counted from a price of 1, so that no bit depends on which cells are kept.
        let (start, end) = (Int(from.rounded(.down)), min(Int(to.rounded(.down)), first + cells.count - 1))
        if start == end { return cells[start - first] * (to - from) }
        var sum = cells[start - first] * (Double(start + 1) - from)
        for cell in (start + 1)..<max(start + 1, end) { sum += cells[cell - first] }
        return sum + cells[end - first] * (to - Double(end))
    }

    /// Adds mass evenly from one place to another.
    @inline(__always)
    mutating func add(_ mass: Double, from low: Double, to high: Double) {
        let (start, end) = (Int(low.rounded(.down)), Int(high.rounded(.down)))
        precondition(
            start >= first && end - first < cells.count && start <= end, "entries lie within the histogram")
        if start == end {
            cells[start - first] += mass
            return
        }
        let density = mass / (high - low)
        cells[start - first] += density * (Double(start + 1) - low)
        for cell in (start + 1)..<end { cells[cell - first] += density }
        cells[end - first] += density * (high - Double(end))
    }
}
