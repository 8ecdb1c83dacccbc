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
