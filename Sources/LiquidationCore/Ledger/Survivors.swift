/// What is left of one side after the last bar, without the way there.
///
/// Under ``MapModel/Flow/openInterestChanges`` a deposit survives in a bucket that no later bar reaches, scaled by
/// the product of what the later bars keep. So one pass from the last bar to the first gives the map.
struct Survivors: Sendable {
    let side: Side
    let spread: MixSpread
    let grid: PriceGrid
    private var cells: [Double]
    private var reach: (price: Double, bucket: Int32) = (.nan, 0)

    init(_ side: Side, _ spread: MixSpread, _ grid: PriceGrid) {
        (self.side, self.spread, self.grid) = (side, spread, grid)
        cells = [Double](repeating: 0, count: grid.count)
    }

    /// Live notional per bucket.
    var density: [Double] {
        let total = spread.total
        return cells.map { $0 / total }
    }

    /// Adds the deposits of a block.
    mutating func add(_ later: borrowing LaterBars, _ scale: LogScale?) {
        let isLong = side == .long
        let path = isLong ? later.lowest : later.highest
        let masses = later.mass[side]
        var next = 0
        while next < later.count {
            if path[next] != reach.price { reach = (path[next], border(path[next])) }
            if let scale {
                next = Self.add(
                    from: next, path, masses, later, spread, scale, grid, reach, isLong: isLong, &cells)
            }
            guard next < later.count, path[next] == reach.price else { continue }
            lookUp(later.entry[next], mass: masses[next])
            next += 1
        }
    }

    /// The bucket that bounds the survivors: longs lie below it, shorts above it.
    private func border(_ price: Double) -> Int32 {
        if price == .infinity { return Int32(grid.count) }
        if price == -.infinity { return -1 }
        return Int32(side == .long ? max(0, grid.index(of: price)) : min(grid.count, grid.index(of: price)))
    }

    /// Adds deposits while the border stays and their entries lie on the grid.
    ///
    /// - Returns: the first deposit that is not so.
    @inline(never)
    private static func add(
        from first: Int, _ path: [Double], _ masses: [Double], _ later: borrowing LaterBars,
        _ spread: borrowing MixSpread, _ scale: LogScale, _ grid: PriceGrid,
        _ reach: (price: Double, bucket: Int32), isLong: Bool, _ cells: inout [Double]
    ) -> Int {
        let (path, masses, positions) = (path.span, masses.span, later.position.span)
        let (offsets, weights) = (spread.offsets.span, spread.lanes.span)
        precondition(offsets.count == weights.count && cells.count == scale.count)
        let border = Lanes(repeating: reach.bucket)
        let eights = weights.count
        var cells = cells.mutableSpan
        var next = first
        while next < later.count, path[next] == reach.price {
            let position = positions[next]
            guard position >= 0 else { return next }
            let mass = masses[next]
            // From the farthest rungs to the nearest, until none survives.
            for turn in 0..<eights {
                let i = isLong ? turn : eights &- 1 &- turn
                let (bucket, areSure) = scale.buckets(position, unsafe offsets[unchecked: i])
                guard areSure else {
                    lookUp(later.entry[next], mass, spread, i, grid, reach.bucket, isLong, &cells)
                    continue
                }
                let dead = isLong ? border &- 1 &- bucket : bucket &- 1 &- border
                // Rungs rise within an eight: the farthest is its first for longs, its last for shorts.
                if (isLong ? dead[0] : dead[lastRung(of: i, spread)]) < 0 { break }
                let added = mass * (unsafe weights[unchecked: i])
                for lane in 0..<8 {
                    unsafe cells[unchecked: Int(bucket[lane])] += dead[lane] < 0 ? 0 : added[lane]
                }
            }
            next += 1
        }
        return next
    }

    @inline(__always)
    private static func lastRung(of eight: Int, _ spread: borrowing MixSpread) -> Int {
        min(7, spread.weights.count &- 1 &- eight &* 8)
    }

    /// Adds eight rungs one by one.
    @inline(never)
    private static func lookUp(
        _ entry: Double, _ mass: Double, _ spread: borrowing MixSpread, _ eight: Int, _ grid: PriceGrid,
        _ border: Int32, _ isLong: Bool, _ cells: inout MutableSpan<Double>
    ) {
        for rung in (8 * eight)..<min(8 * eight + 8, spread.factors.count) {
            let bucket = grid.index(of: entry * spread.factors[rung])
            let survives = isLong ? bucket < Int(border) : bucket > Int(border)
            if survives, bucket >= 0, bucket < grid.count { cells[bucket] += mass * spread.weights[rung] }
        }
    }

    /// Adds a deposit rung by rung.
    private mutating func lookUp(_ entry: Double, mass: Double) {
        let (spread, grid, border, isLong) = (spread, grid, reach.bucket, side == .long)
        var cells = cells.mutableSpan
        for eight in 0..<spread.width {
            Self.lookUp(entry, mass, spread, eight, grid, border, isLong, &cells)
        }
    }
}
