extension SideBook {
    /// Live mass as it stands on the grid, and what lies off it.
    struct Standing {
        var cells: [Double]
        var below = 0.0
        var above = 0.0
    }

    /// Live mass of a row by bucket, as filed.
    func live(row: Int) -> [Double] {
        let scale = rows[row].scale
        return cells[(row * buckets)..<((row + 1) * buckets)].map { $0 * scale }
    }

    /// Live mass by bucket, all rows, as filed.
    func live() -> [Double] {
        var sum = [Double](repeating: 0, count: buckets)
        for row in rows.indices { add(row, to: &sum) }
        return sum
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
