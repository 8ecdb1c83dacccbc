/// What is left of one side after the last bar, without the way there.
///
/// Under ``MapModel/Flow/openInterestChanges`` a deposit survives in a bucket that no later bar reaches, scaled by
/// the product of what the later bars keep. So one pass from the last bar to the first gives the map.
struct Survivors: Sendable {
    let side: Side
    let spread: MixSpread
    let grid: PriceGrid
    private(set) var cells: [Double]
    private var reach: (price: Double, bucket: Int32) = (.nan, 0)

    init(_ side: Side, _ spread: MixSpread, _ grid: PriceGrid) {
        (self.side, self.spread, self.grid) = (side, spread, grid)
        cells = [Double](repeating: 0, count: grid.count)
    }

    /// Adds the deposits of a block.
    mutating func add(_ block: borrowing ChangesBlock, _ later: borrowing LaterBars, _ scale: LogScale?) {
        let isLong = side == .long
        let path = isLong ? later.lowest : later.highest
        let masses = block.mass(side)
        var next = 0
        while next < later.count {
            if path[next] != reach.price { reach = (path[next], border(path[next])) }
            if let scale {
                next = Self.add(
                    from: next, path, masses, later, spread, scale, reach, isLong: isLong, &cells)
            }
            guard next < later.count, path[next] == reach.price else { continue }
            lookUp(later.entry[next], mass: masses[later.bar[next]] * later.kept[next])
            next += 1
        }
    }

    /// The bucket that bounds the survivors: longs lie below it, shorts above it.
    private func border(_ price: Double) -> Int32 {
        if price == .infinity { return Int32(grid.count) }
        if price == -.infinity { return -1 }
        return Int32(side == .long ? max(0, grid.index(of: price)) : min(grid.count, grid.index(of: price)))
    }

    /// Adds deposits while the border stays and all that survive are known to lie on the grid.
    ///
    /// - Returns: the first deposit that is not so.
    @inline(never)
    private static func add(
        from first: Int, _ path: [Double], _ masses: [Double], _ later: borrowing LaterBars,
        _ spread: borrowing MixSpread, _ scale: LogScale, _ reach: (price: Double, bucket: Int32),
        isLong: Bool, _ cells: inout [Double]
    ) -> Int {
        let (path, masses, bars, kept) = (path.span, masses.span, later.bar.span, later.kept.span)
        let positions = later.position.span
        let (offsets, weights) = (spread.offsets.span, spread.lanes.span)
        precondition(offsets.count == weights.count && cells.count == scale.count)
        let border = Lanes(repeating: reach.bucket)
        let eights = weights.count
        var cells = cells.mutableSpan
        var next = first
        while next < later.count, path[next] == reach.price {
            let position = positions[next]
            guard position >= 0 else { return next }
            let mass = masses[bars[next]] * kept[next]
            // From the farthest rungs to the nearest, until none survives; a deposit is added whole or not at all.
            var last = 0
            while last < eights {
                let lanes = scale.buckets(
                    position, unsafe offsets[unchecked: isLong ? last : eights &- 1 &- last])
                guard lanes.areSure else { return next }
                last &+= 1
                let dead = isLong ? border &- 1 &- lanes.buckets : lanes.buckets &- 1 &- border
                // Negative where dead: the nearest rung of these is the last or the first.
                if (isLong ? dead[7] : dead[0]) < 0 { break }
            }
            for eight in 0..<last {
                let i = isLong ? eight : eights &- 1 &- eight
                let bucket = scale.buckets(position, unsafe offsets[unchecked: i]).buckets
                let dead = isLong ? border &- 1 &- bucket : bucket &- 1 &- border
                // One where it survives, zero where not.
                let isAlive = SIMD8<Double>(Lanes(repeating: 1) &+ (dead &>> Lanes(repeating: 31)))
                let added = mass * (unsafe weights[unchecked: i]) * isAlive
                for lane in 0..<8 { unsafe cells[unchecked: Int(bucket[lane])] += added[lane] }
            }
            next += 1
        }
        return next
    }

    /// Adds a deposit rung by rung.
    private mutating func lookUp(_ entry: Double, mass: Double) {
        for (factor, weight) in zip(spread.factors, spread.weights) {
            let bucket = grid.index(of: entry * factor)
            let survives = side == .long ? bucket < Int(reach.bucket) : bucket > Int(reach.bucket)
            if survives, bucket >= 0, bucket < grid.count { cells[bucket] += mass * weight }
        }
    }
}
