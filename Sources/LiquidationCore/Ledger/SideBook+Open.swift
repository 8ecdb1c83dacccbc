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
    ///   - points: the entries.
    ///   - spread: the weights of the rungs.
    ///   - layout: where they are put.
    /// - Throws: ``CoreError`` `.invalidWeights` for weights too small to divide by.
    /// - Complexity: O(rungs · entries).
    mutating func open(
        _ quantity: Double, inQuote: Bool, at points: EntryPoints, _ spread: borrowing MixSpread,
        _ layout: borrowing Layout
    ) throws(CoreError) {
        guard quantity > 0 else { return }
        let divisor = spread.total * points.weight
        if trail != nil, isPlain {
            follow(quantity / divisor, inQuote: inQuote, at: points, spread, layout)
        }
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
    var isPlain: Bool { rows.count == 1 && cohorts == nil && rows[0].shift.isZero }

    @inline(__always)
    func mass(_ mass: Double, _ spread: borrowing MixSpread) throws(CoreError) -> Double {
        guard mass.isFinite else {
            throw CoreError(
                .invalidWeights, "\(side) weights of \(spread.total) in all are too small to divide by")
        }
        return mass
    }

    /// Opens `mass · weight` on every rung of a single row.
    private mutating func open(
        _ mass: Double, entry: Double, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        var room = takeRoom(spread.width)
        defer { swap(&room, &scratch) }
        let unit = mass / rows[0].scale
        var on = 0..<spread.weights.count
        if spread.fill(into: &room, entry: entry, grid: layout.grid, scale: layout.scale) {
            Self.addAll(unit, spread.lanes.span, at: room.span, to: &cells)
        } else {
            on = spread.onGrid(room, from: 0, count: buckets)
            add(unit, spread, on, at: room, from: 0)
        }
        rows[0].reach(room, from: 0, on)
        rows[0].account.open(mass, spread, on)
    }

    /// ``scratch`` with room for some buckets; to be put back.
    mutating func takeRoom(_ count: Int) -> [Lanes] {
        var room: [Lanes] = []
        swap(&room, &scratch)
        if room.count < count { room = [Lanes](repeating: .zero, count: count) }
        return room
    }

    /// Adds `unit · weight` at the buckets of all rungs, known to lie on the grid.
    ///
    /// Not inlined: where a span of ``cells`` is taken in a book's own method, the optimizer of Swift 6.3 leaves out
    /// the copy of cells that another book shares, and both change.
    @inline(never)
    static func addAll(
        _ unit: Double, _ weights: Span<SIMD8<Double>>, at indices: Span<Lanes>, to cells: inout [Double]
    ) {
        var cells = cells.mutableSpan
        add(unit, weights, at: indices, to: &cells)
    }

    /// ``addAll(_:_:at:to:)`` on a span.
    @inline(__always)
    static func add(
        _ unit: Double, _ weights: Span<SIMD8<Double>>, at indices: Span<Lanes>,
        to cells: inout MutableSpan<Double>
    ) {
        precondition(weights.count <= indices.count)
        for i in 0..<weights.count {
            let (bucket, mass) = unsafe (indices[unchecked: i], unit * weights[unchecked: i])
            unsafe cells[unchecked: Int(bucket[0])] += mass[0]
            unsafe cells[unchecked: Int(bucket[1])] += mass[1]
            unsafe cells[unchecked: Int(bucket[2])] += mass[2]
            unsafe cells[unchecked: Int(bucket[3])] += mass[3]
            unsafe cells[unchecked: Int(bucket[4])] += mass[4]
            unsafe cells[unchecked: Int(bucket[5])] += mass[5]
            unsafe cells[unchecked: Int(bucket[6])] += mass[6]
            unsafe cells[unchecked: Int(bucket[7])] += mass[7]
        }
    }

    /// Adds `unit · weight` at the buckets of some rungs.
    mutating func add(
        _ unit: Double, _ spread: borrowing MixSpread, _ rungs: Range<Int>, at indices: [Lanes],
        from start: Int
    ) {
        for i in rungs { cells[Int(indices[start + (i >> 3)][i & 7])] += unit * spread.weights[i] }
    }

    /// Opens `mass · weight` on every rung, each in its row, where its level is filed.
    private mutating func openByRow(
        _ mass: Double, entry: Double, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        for (i, rung) in spread.rungs.enumerated() {
            let row = layout.rowOfRung[rung]
            let bucket = layout.grid.index(of: rows[row].shift.filed(entry * spread.factors[i]))
            open(mass * spread.weights[i], row: row, bucket: bucket, rung: rung, entry: entry)
        }
    }
}

extension SideBook.Row {
    /// Takes note of the lowest and highest bucket of some rungs.
    @inline(__always)
    mutating func reach(_ indices: [Lanes], from start: Int, _ rungs: Range<Int>) {
        guard !rungs.isEmpty else { return }
        let (lowest, highest) = (rungs.lowerBound, rungs.upperBound - 1)
        first = min(first, Int(indices[start + (lowest >> 3)][lowest & 7]))
        last = max(last, Int(indices[start + (highest >> 3)][highest & 7]))
    }
}

extension SideBook.Account {
    /// Counts `mass · weight` of every rung, of which some lie on the grid.
    @inline(__always)
    mutating func open(_ mass: Double, _ spread: borrowing MixSpread, _ rungs: Range<Int>) {
        let count = spread.weights.count
        opened += mass * spread.sums[count]
        onGrid += mass * (spread.sums[rungs.upperBound] - spread.sums[rungs.lowerBound])
        guard rungs.count < count else { return }
        below += mass * spread.sums[rungs.lowerBound]
        above += mass * (spread.sums[count] - spread.sums[rungs.upperBound])
    }
}
