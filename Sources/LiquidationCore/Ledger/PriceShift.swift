/// How far liquidation prices have moved since they were filed, because funding was paid or received.
///
/// Every liquidation price of a side under one maintenance rate moves by the same amount, so that what is kept is one number
/// and no mass is moved.
struct PriceShift: Hashable, Sendable {
    private var amount = 0.0
    private var isInverse = false

    /// Whether liquidation prices stand where they were filed.
    var isZero: Bool { amount == 0 }

    /// Moves by one payment.
    ///
    /// A long's liquidation price rises by `rate · mark / (1 − m)` where it paid, a short's by `rate · mark / (1 + m)` where it
    /// received. Of inverse contracts it is one over the liquidation price that moves, by `−rate / mark / (1 + m)` and
    /// `−rate / mark / (1 − m)`.
    ///
    /// - Parameters:
    ///   - funding: `rate · mark` for linear contracts, `rate / mark` for inverse ones.
    ///   - side: the side whose liquidation prices move.
    ///   - rate: the maintenance rate `m`.
    ///   - contract: what moves: the liquidation price, or one over it.
    mutating func pay(
        _ funding: Double, side: Side, maintenanceRate rate: Double, contract: MapModel.Contract
    ) {
        isInverse = contract == .inverse
        let sign = (side == .long) == isInverse ? 1.0 : -1.0
        let divisor = 1 + sign * rate
        guard divisor > 0 else { return }
        amount += (isInverse ? -funding : funding) / divisor
    }

    /// Where a liquidation price that stands at a price now was filed; zero and infinity where it lies beyond all prices.
    func filed(_ price: Double) -> Double {
        if isZero { return price }
        guard isInverse else { return max(0, price - amount) }
        let inverse = 1 / price - amount
        return inverse > 0 ? 1 / inverse : .infinity
    }

    /// Where a liquidation price that was filed at a price stands now; zero and infinity where it is beyond all prices.
    func moved(_ price: Double) -> Double {
        if isZero { return price }
        guard isInverse else { return max(0, price + amount) }
        let inverse = 1 / price + amount
        return inverse > 0 ? 1 / inverse : .infinity
    }

    /// The buckets that a bucket covers now, each with the fraction of its mass that stands there.
    ///
    /// The fractions add up to 1.
    func places(of bucket: Int, on grid: PriceGrid, _ body: (_ bucket: Int, _ fraction: Double) -> Void) {
        let low = moved(grid.edges[bucket])
        let high = moved(grid.edges[bucket + 1])
        let (first, last) = (grid.index(of: low), grid.index(of: high))
        // Within one bucket, or beyond all prices.
        guard first < last, high.isFinite else { return body(first, 1) }
        var rest = 1.0
        for target in first..<last {
            let covered = grid.edges[target + 1] - (target < 0 ? low : max(low, grid.edges[target]))
            let part = min(rest, covered / (high - low))
            body(target, part)
            rest -= part
        }
        body(last, rest)
    }
}

extension SideBook {
    /// Live mass as it stands on the grid, and what lies off it.
    struct Standing {
        var cells: [Double]
        var below = 0.0
        var above = 0.0
    }

    @inline(__always)
    private func add(_ row: Int, to sum: inout [Double]) {
        guard rows[row].first <= rows[row].last else { return }
        let (base, scale) = (row * buckets, rows[row].scale)
        for bucket in rows[row].first...rows[row].last { sum[bucket] += cells[base + bucket] * scale }
    }

    /// Live mass of some rows where it stands now: a bucket that funding moved is spread over the buckets it
    /// covers.
    ///
    /// - Complexity: O(buckets) a row.
    func standing(_ rows: Range<Int>, on grid: PriceGrid) -> Standing {
        var standing = Standing(cells: [Double](repeating: 0, count: buckets))
        for row in rows {
            standing.below += self.rows[row].account.below
            standing.above += self.rows[row].account.above
            if self.rows[row].shift.isZero {
                add(row, to: &standing.cells)
            } else {
                move(row, on: grid, into: &standing)
            }
        }
        return standing
    }

    private func move(_ row: Int, on grid: PriceGrid, into standing: inout Standing) {
        let (base, scale, shift) = (row * buckets, rows[row].scale, rows[row].shift)
        guard rows[row].first <= rows[row].last else { return }
        for bucket in rows[row].first...rows[row].last where cells[base + bucket] != 0 {
            let mass = cells[base + bucket] * scale
            shift.places(of: bucket, on: grid) { standing.add(mass * $1, at: $0) }
        }
    }

    /// The bucket in which mass that was filed in a bucket stands; the nearest one off the grid.
    func place(_ bucket: Int, row: Int) -> Int {
        guard let grid = movingGrid, !rows[row].shift.isZero else { return bucket }
        return max(0, min(buckets - 1, grid.index(of: rows[row].shift.moved(grid.middle(of: bucket)))))
    }
}

extension SideBook.Standing {
    mutating func add(_ mass: Double, at bucket: Int) {
        if bucket < 0 {
            below += mass
        } else if bucket >= cells.count {
            above += mass
        } else {
            cells[bucket] += mass
        }
    }
}
