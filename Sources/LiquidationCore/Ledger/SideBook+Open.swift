extension SideBook {
    /// Where a ledger puts mass: the axis, its fast scale where it has one, and the row of each rung.
    struct Layout: Sendable {
        let grid: PriceGrid
        let scale: LogScale?
        let rowOfRung: [Int]
    }

    /// Opens a quantity at the entries of a bar.
    ///
    /// - Parameters:
    ///   - quantity: above zero to open anything.
    ///   - inQuote: whether a quantity becomes mass by the price of its entry.
    /// - Throws: ``CoreError`` `.invalidWeights` for weights too small to divide by.
    /// - Complexity: O(rungs · entries).
    mutating func open(
        _ quantity: Double, inQuote: Bool, at points: EntryPoints, _ spread: MixSpread, _ layout: Layout
    ) throws(CoreError) {
        guard quantity > 0 else { return }
        let divisor = spread.total * points.weight
        if points.count > 1, points.isEven, !inQuote, isPlain {
            return openTogether(try mass(quantity / divisor, spread), at: points, spread, layout)
        }
        for point in 0..<points.count {
            let entry = points.price(point)
            let worth = inQuote ? entry : 1
            let mass = try mass(quantity * points.weight(point) * worth / divisor, spread)
            if isPlain {
                open(mass, entry: entry, spread, layout)
            } else {
                openByRow(mass, entry: entry, spread, layout)
            }
        }
    }

    /// Whether one row, where everything stands where it was filed, is all there is.
    private var isPlain: Bool { rows.count == 1 && cohorts == nil && rows[0].shift.isZero }

    private func mass(_ mass: Double, _ spread: MixSpread) throws(CoreError) -> Double {
        guard mass.isFinite else {
            throw CoreError(
                .invalidWeights, "\(side) weights of \(spread.total) in all are too small to divide by")
        }
        return mass
    }

    /// Opens `mass · weight` on every rung of a single row.
    @inline(__always)
    mutating func open(
        _ mass: Double, entry: Double, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        var room = takeRoom(spread.weights.count)
        defer { swap(&room, &scratch) }
        var indices = room.mutableSpan
        guard spread.fill(&indices, from: 0, entry: entry, grid: layout.grid, scale: layout.scale) else {
            return openAcrossBorder(mass, at: room, from: 0, spread)
        }
        Self.add(mass / rows[0].scale, spread.weights.span, at: room.span, to: &cells)
        reach(Int(room[spread.lowest]), Int(room[spread.highest]))
        let opened = mass * spread.total
        rows[0].account.opened += opened
        rows[0].account.onGrid += opened
    }

    /// ``scratch`` with room for some buckets; to be put back.
    @inline(__always)
    private mutating func takeRoom(_ count: Int) -> [Int32] {
        var room: [Int32] = []
        swap(&room, &scratch)
        if room.count < count { room = [Int32](repeating: 0, count: count) }
        return room
    }

    @inline(__always)
    private mutating func reach(_ first: Int, _ last: Int) {
        if first < rows[0].first { rows[0].first = first }
        if last > rows[0].last { rows[0].last = last }
    }

    /// Adds `unit · weight` at the buckets of a ladder, all on the grid.
    @inline(__always)
    private static func add(
        _ unit: Double, _ weights: Span<Double>, at indices: Span<Int32>, to cells: inout [Double]
    ) {
        var cells = cells.mutableSpan
        for i in weights.indices {
            cells[Int(indices[i])] += unit * (unsafe weights[unchecked: i])
        }
    }

    /// Opens `mass · weight` on every rung where some lie off the grid.
    private mutating func openAcrossBorder(
        _ mass: Double, at indices: [Int32], from start: Int, _ spread: borrowing MixSpread
    ) {
        let unit = mass / rows[0].scale
        for i in spread.weights.indices {
            let (bucket, opened) = (Int(indices[start + i]), mass * spread.weights[i])
            rows[0].account.opened += opened
            if bucket < 0 {
                rows[0].account.below += opened
            } else if bucket >= buckets {
                rows[0].account.above += opened
            } else {
                rows[0].account.onGrid += opened
                cells[bucket] += unit * spread.weights[i]
                reach(bucket, bucket)
            }
        }
    }

    /// Opens the same mass at several entries, from the lowest to the highest.
    ///
    /// Where a rung's entries lie in at most two neighbouring buckets, each of them gets its share at once.
    private mutating func openTogether(
        _ mass: Double, at points: EntryPoints, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        let count = spread.weights.count
        var room = takeRoom(count * points.count)
        defer { swap(&room, &scratch) }
        var indices = room.mutableSpan
        var isOnGrid = true
        for point in 0..<points.count {
            let isWithin = spread.fill(
                &indices, from: point * count, entry: points.price(point), grid: layout.grid,
                scale: layout.scale)
            isOnGrid = isOnGrid && isWithin
        }
        guard isOnGrid else {
            for point in 0..<points.count { openAcrossBorder(mass, at: room, from: point * count, spread) }
            return
        }
        let unit = mass / rows[0].scale
        Self.addTogether(unit, points.count, spread.weights.span, at: room.span, to: &cells)
        reach(Int(room[spread.lowest]), Int(room[(points.count - 1) * count + spread.highest]))
        let opened = mass * spread.total * points.weight
        rows[0].account.opened += opened
        rows[0].account.onGrid += opened
    }

    private static func addTogether(
        _ unit: Double, _ points: Int, _ weights: Span<Double>, at indices: Span<Int32>,
        to cells: inout [Double]
    ) {
        let count = weights.count
        let last = (points - 1) * count
        var cells = cells.mutableSpan
        for i in weights.indices {
            let (low, high) = (indices[i], indices[last + i])
            let weight = unit * weights[i]
            guard high &- low <= 1 else {
                for point in 0..<points { cells[Int(indices[point * count + i])] += weight }
                continue
            }
            var upper: Int32 = 0
            for point in 0..<points { upper &+= indices[point * count + i] &- low }
            cells[Int(low)] += weight * Double(Int32(points) &- upper)
            cells[Int(high)] += weight * Double(upper)
        }
    }

    /// Opens `mass · weight` on every rung, each in its row, where its level is filed.
    private mutating func openByRow(
        _ mass: Double, entry: Double, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        for (i, rung) in spread.rungs.enumerated() {
            let row = layout.rowOfRung[rung]
            let bucket = layout.grid.index(of: rows[row].shift.filed(entry * spread.factors[i]))
            open(mass * spread.weights[i], row: row, bucket: bucket)
        }
    }
}
