/// Live mass of one side by liquidation price, with its accounts.
///
/// Mass is kept in rows: one for the whole side, or one a rung where the map is wanted by leverage. Closing in
/// proportion touches no cell: cells are stored over a common scale.
struct SideBook: Sendable {
    let side: Side
    let buckets: Int
    /// Mass over ``scale``, row after row.
    private var cells: [Double]
    private var scale = 1.0
    /// Per row: the first and last bucket that may hold mass; empty when first > last.
    private var occupied: [(first: Int, last: Int)]
    private var rows: [Account]
    /// Mass force-closed per bucket so far, all rows.
    private(set) var liquidatedByBucket: [Double]

    /// Sums of one row.
    struct Account: Sendable {
        var opened = 0.0
        var closed = 0.0
        var liquidated = 0.0
        /// Live mass below and above the grid.
        var below = 0.0
        var above = 0.0
        /// Live mass on the grid, kept by additions and subtractions.
        var onGrid = 0.0
        /// The largest ``onGrid`` since it was last counted from the cells.
        var highWater = 0.0
    }

    init(side: Side, buckets: Int, rows: Int) {
        (self.side, self.buckets) = (side, buckets)
        cells = [Double](repeating: 0, count: buckets * rows)
        occupied = Array(repeating: (first: buckets, last: -1), count: rows)
        self.rows = Array(repeating: Account(), count: rows)
        liquidatedByBucket = [Double](repeating: 0, count: buckets)
    }

    /// Live mass on the grid.
    var onGrid: Double { rows.reduce(0) { $0 + $1.onGrid } }

    /// Live mass below and above the grid.
    var outside: Double { rows.reduce(0) { $0 + ($1.below + $1.above) } }

    var accounts: [Account] { rows }

    /// Adds mass at a bucket of a row; −1 and ``buckets`` are outside the grid.
    mutating func open(_ mass: Double, row: Int, bucket: Int) {
        rows[row].opened += mass
        if bucket < 0 {
            rows[row].below += mass
        } else if bucket >= buckets {
            rows[row].above += mass
        } else {
            rows[row].onGrid += mass
            cells[row * buckets + bucket] += mass / scale
            if bucket < occupied[row].first { occupied[row].first = bucket }
            if bucket > occupied[row].last { occupied[row].last = bucket }
        }
    }

    /// Keeps a fraction of all live mass on the grid, and of what is outside where asked.
    ///
    /// - Parameters:
    ///   - fraction: 0 to 1.
    ///   - outside: whether mass off the grid closes too.
    mutating func keep(_ fraction: Double, outside: Bool) {
        precondition((0...1).contains(fraction), "a kept fraction lies between 0 and 1")
        for row in rows.indices {
            rows[row].closed += rows[row].onGrid * (1 - fraction)
            rows[row].onGrid *= fraction
            rows[row].highWater *= fraction
            guard outside else { continue }
            rows[row].closed += (rows[row].below + rows[row].above) * (1 - fraction)
            rows[row].below *= fraction
            rows[row].above *= fraction
        }
        scale *= fraction
        // Long before the smallest normal number: cells hold mass / scale and must stay finite.
        if scale < 1e-100 { rescale() }
    }

    /// Force-closes the mass in a range of buckets and returns it.
    mutating func liquidate(_ range: Range<Int>) -> Double {
        var sum = 0.0
        for row in rows.indices {
            let first = max(range.lowerBound, occupied[row].first)
            let last = min(range.upperBound - 1, occupied[row].last)
            guard first <= last else { continue }
            var rowSum = 0.0
            for bucket in first...last {
                let mass = cells[row * buckets + bucket] * scale
                guard mass != 0 else { continue }
                rowSum += mass
                liquidatedByBucket[bucket] += mass
                cells[row * buckets + bucket] = 0
            }
            if first == occupied[row].first { occupied[row].first = last + 1 }
            if last == occupied[row].last { occupied[row].last = first - 1 }
            if occupied[row].first > occupied[row].last { occupied[row] = (buckets, -1) }
            rows[row].liquidated += rowSum
            settle(row, minus: rowSum)
            sum += rowSum
        }
        return sum
    }

    /// Takes liquidated mass off a row's running sum; counts the cells anew where little of it is left, because
    /// a small rest of a large sum has lost its digits.
    private mutating func settle(_ row: Int, minus mass: Double) {
        rows[row].highWater = max(rows[row].highWater, rows[row].onGrid)
        rows[row].onGrid -= mass
        guard rows[row].onGrid < rows[row].highWater / 2 else { return }
        rows[row].onGrid = counted(row)
        rows[row].highWater = rows[row].onGrid
    }

    private func counted(_ row: Int) -> Double {
        guard occupied[row].first <= occupied[row].last else { return 0 }
        var sum = 0.0
        for bucket in occupied[row].first...occupied[row].last { sum += cells[row * buckets + bucket] }
        return sum * scale
    }

    private mutating func rescale() {
        for index in cells.indices { cells[index] *= scale }
        scale = 1
    }

    /// Live mass of a row by bucket.
    func live(row: Int) -> [Double] {
        cells[(row * buckets)..<((row + 1) * buckets)].map { $0 * scale }
    }

    /// Live mass by bucket, all rows.
    func live() -> [Double] {
        var sum = [Double](repeating: 0, count: buckets)
        for row in rows.indices where occupied[row].first <= occupied[row].last {
            for bucket in occupied[row].first...occupied[row].last {
                sum[bucket] += cells[row * buckets + bucket] * scale
            }
        }
        return sum
    }
}
