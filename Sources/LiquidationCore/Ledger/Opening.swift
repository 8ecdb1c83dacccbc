extension SideBook {
    /// Where a ledger puts mass: the axis, its fast scale where it has one, and the row of each rung.
    struct Layout: Sendable {
        let grid: PriceGrid
        let scale: LogScale?
        let rowOfRung: [Int]
        /// The cells of entries, where these lie evenly over their bar.
        let entries: EntryScale?
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
        if history != nil, isPlain {
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

    /// Opens `mass · weight` on every rung, each in its row, where its liquidation price is filed.
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

extension SideBook {
    /// Opens a quantity evenly over the logarithm of the price, from a bar's low to its high: cell by cell, each moved by
    /// every rung.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` for weights too small to divide by.
    /// - Complexity: O(cells · rungs).
    mutating func openEvenly(
        _ quantity: Double, low: Double, high: Double, _ spread: borrowing MixSpread,
        _ rules: borrowing Rules, _ entries: EntryScale
    ) throws(CoreError) {
        guard quantity > 0 else { return }
        let (layout, isPlain) = (rules.layout, isPlain && history == nil)
        let unit = try mass(quantity / spread.total, spread)
        EntryScale.cells(entries.position(low), entries.position(high)) { cell, share in
            let mass = unit * share
            let entry = Elementary.exp((Double(cell) + 0.5) * entries.height)
            for i in spread.rungs.indices {
                let (rung, part) = (spread.rungs[i], mass * spread.weights[i])
                let row = layout.rowOfRung[rung]
                var place = Double(cell) + spread.shifts[i]
                if !isPlain, !rows[row].shift.isZero {
                    place = entries.position(rows[row].shift.filed(entry * spread.factors[i])) - 0.5
                }
                entries.buckets(from: place) { bucket, share in
                    let worth = rules.opensInQuote ? entry : 1
                    open(part * share * worth, row: row, bucket: bucket, rung: rung, entry: entry)
                }
            }
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

extension SideBook {
    /// Opens the same mass at several entries, from the lowest to the highest.
    ///
    /// Where a rung's entries lie in at most two neighbouring buckets, each of them gets its share at once.
    mutating func openTogether(
        _ mass: Double, at points: EntryPoints, _ spread: borrowing MixSpread, _ layout: borrowing Layout
    ) {
        let width = spread.width
        var room = takeRoom(width * points.count)
        defer { swap(&room, &scratch) }
        let isOnGrid = spread.fill(into: &room, points, grid: layout.grid, scale: layout.scale)
        let unit = mass / rows[0].scale
        let last = (points.count - 1) * width
        var all = 0..<spread.weights.count
        if !isOnGrid {
            // The higher an entry, the fewer rungs lie below the grid, and the more above.
            let lowest = spread.onGrid(room, from: 0, count: buckets)
            let highest = spread.onGrid(room, from: last, count: buckets)
            all = lowest.lowerBound..<max(lowest.lowerBound, highest.upperBound)
        }
        let (from, to) = ((all.lowerBound + 7) >> 3, all.upperBound >> 3)
        let whole = from..<max(from, to)
        Self.addTogether(unit, points.count, spread.lanes.span, whole, at: room.span, width, to: &cells)
        for i in all where !whole.contains(i >> 3) {
            addTogether(unit, points.count, spread.weights[i], rung: i, at: room, width)
        }
        if all.count == spread.weights.count {
            rows[0].reach(room, from: 0, all)
            rows[0].reach(room, from: last, all)
            rows[0].account.open(mass * points.weight, spread, all)
            return
        }
        for point in 0..<points.count {
            let start = point * width
            let on = spread.onGrid(room, from: start, count: buckets)
            let below = on.lowerBound..<min(on.upperBound, all.lowerBound)
            let above = min(on.upperBound, max(on.lowerBound, all.upperBound))..<on.upperBound
            add(unit, spread, below, at: room, from: start)
            add(unit, spread, above, at: room, from: start)
            rows[0].reach(room, from: start, on)
            rows[0].account.open(mass, spread, on)
        }
    }

    /// Adds a rung's share of several entries.
    private mutating func addTogether(
        _ unit: Double, _ points: Int, _ weight: Double, rung: Int, at indices: [Lanes], _ width: Int
    ) {
        func bucket(_ point: Int) -> Int { Int(indices[point * width + (rung >> 3)][rung & 7]) }
        let (low, high, mass) = (bucket(0), bucket(points - 1), unit * weight)
        guard high - low <= 1 else {
            for point in 0..<points { cells[bucket(point)] += mass }
            return
        }
        let upper = (0..<points).reduce(0) { $0 + bucket($1) - low }
        cells[low] += mass * Double(points - upper)
        cells[high] += mass * Double(upper)
    }

    /// Adds the shares of eights of rungs, all of which lie on the grid with all entries.
    @inline(__always)
    private static func addTogether(
        _ unit: Double, _ points: Int, _ weights: Span<SIMD8<Double>>, _ eights: Range<Int>,
        at indices: Span<Lanes>, _ width: Int, to cells: inout [Double]
    ) {
        precondition(eights.upperBound <= weights.count && weights.count <= width)
        precondition(points > 0 && points * width <= indices.count)
        guard !eights.isEmpty else { return }
        let last = (points - 1) * width
        var cells = cells.mutableSpan
        // Buckets rise with factors and entries: where the first and the last lie on the grid, all do.
        precondition(indices[eights.lowerBound][0] >= 0)
        precondition(Int(indices[last + eights.upperBound - 1][7]) < cells.count)
        let count = Lanes(repeating: Int32(truncatingIfNeeded: points))
        for i in eights {
            let (low, high) = unsafe (indices[unchecked: i], indices[unchecked: last &+ i])
            let mass = unit * (unsafe weights[unchecked: i])
            var upper = Lanes.zero
            for point in 0..<points { upper &+= (unsafe indices[unchecked: point &* width &+ i]) &- low }
            if any((high &- low) .> Lanes(repeating: 1)) {
                addApart(mass, points, i, at: indices, width, to: &cells)
                continue
            }
            let (lowMass, highMass) = (mass * SIMD8<Double>(count &- upper), mass * SIMD8<Double>(upper))
            for lane in 0..<8 {
                unsafe cells[unchecked: Int(low[lane])] += lowMass[lane]
                unsafe cells[unchecked: Int(high[lane])] += highMass[lane]
            }
        }
    }

    /// Adds the shares of eight rungs, some of whose entries lie far apart.
    @inline(never)
    private static func addApart(
        _ mass: SIMD8<Double>, _ points: Int, _ eight: Int, at indices: Span<Lanes>, _ width: Int,
        to cells: inout MutableSpan<Double>
    ) {
        let last = (points - 1) * width
        for lane in 0..<8 {
            let (low, high) = (indices[eight][lane], indices[last + eight][lane])
            guard high - low <= 1 else {
                for point in 0..<points { cells[Int(indices[point * width + eight][lane])] += mass[lane] }
                continue
            }
            let upper = (0..<points).reduce(0) { $0 + indices[$1 * width + eight][lane] - low }
            cells[Int(low)] += mass[lane] * Double(Int32(points) - upper)
            cells[Int(high)] += mass[lane] * Double(upper)
        }
    }
}
