/// Live notional per bucket after the last bar, without the ledger behind it.
public struct MapDensity: Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// Live notional per bucket, quote units.
    public let notional: BySide<[Double]>
}

extension MapRun {
    /// The map's notional alone, several times as fast as a run where the plan has a closed form.
    ///
    /// Used by the benchmarks, for programs that need no accounts, and as the base of a backward pass for other models.
    ///
    /// That is so for the default, and for ``MapModel/Flow/openInterestChanges`` with one entry price a bar, closing in proportion and
    /// ``MapModel/Touch/beyond``, on data without gaps in open interest and ratio: the bars are then read from the
    /// last to the first, in another order of summation than a run's. The two agree to 1e-12 of the largest bucket;
    /// which one is taken depends on the request alone, so that the same request gives the same bits. Elsewhere it
    /// is a run's map to the bit.
    ///
    /// - Throws: ``CoreError`` as ``run(_:barsPerColumn:recycling:)``.
    /// - Complexity: O(bars · rungs that survive + buckets).
    public func density(_ mix: LeverageMix) throws -> MapDensity {
        if turnsOver { return try turnoverDensity(mix) }
        let ledger = try Ledger(model: model, grid: grid, rungs: rungs, byRung: false)
        let layout = ledger.rules.long.layout
        guard model.touch == .beyond,
            let spreads = try? BySide.each({ side throws(CoreError) in
                try MixSpread(mix.weights[side], side: side, rungs: rungs, scale: layout.scale)
            }),
            let source = ChangesSource(series, model: model, spreads: spreads)
        else { return MapDensity(grid: grid, notional: try run(mix).map.notional) }
        var survivors = BySide.each { Survivors($0, spreads[$0], grid) }
        var (later, end) = (LaterBars(), series.count)
        while end > 0 {
            let start = max(0, end - LaterBars.size)
            later.read(start..<end, of: source, on: layout)
            survivors.long.add(later, layout.scale)
            survivors.short.add(later, layout.scale)
            end = start
        }
        return MapDensity(grid: grid, notional: survivors.map(\.density))
    }
}

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

/// The deposits of a block of bars, the latest first, with what the bars after each do to them.
struct LaterBars: Sendable {
    static let size = 1024

    private(set) var count = 0
    private(set) var entry = [Double](repeating: 0, count: size + 1)
    /// The entry on the grid's scale; below zero where it has to be looked up.
    private(set) var position = [Int32](repeating: -1, count: size + 1)
    /// What later bars keep of the mass, per unit of weight: notional times the sum of the weights.
    private(set) var mass = BySide(both: [Double](repeating: 0, count: size + 1))
    /// How far later bars reach.
    private(set) var lowest = [Double](repeating: 0, count: size + 1)
    private(set) var highest = [Double](repeating: 0, count: size + 1)
    private var bar = [Int](repeating: 0, count: size + 1)
    private var kept = [Double](repeating: 0, count: size + 1)
    private var fraction = [Double](repeating: 1, count: size)
    /// What the bars from here on keep, and how far they reach.
    private var state = (kept: 1.0, low: Double.infinity, high: -Double.infinity)

    /// Reads the bars before the ones read so far.
    ///
    /// - Precondition: at most ``size`` bars.
    mutating func read(_ bars: Range<Int>, of source: borrowing ChangesSource, on layout: SideBook.Layout) {
        precondition(bars.count <= Self.size && bars.lowerBound >= 0)
        Self.fractions(bars, source.interest.span, &fraction)
        count = Self.compact(bars, source, fraction, &bar, &kept, &lowest, &highest, &state)
        Self.masses(source, bar, kept, count, &entry, &mass.long, &mass.short)
        if let scale = layout.scale { Self.place(entry, count, &position, scale, layout.grid) }
    }

    /// Open interest over that of the bar before: one in the first bar of all.
    private static func fractions(_ bars: Range<Int>, _ interest: Span<Double>, _ fraction: inout [Double]) {
        var fraction = fraction.mutableSpan
        precondition(bars.upperBound <= interest.count && bars.count <= fraction.count)
        let (first, start) = (max(1, bars.lowerBound), bars.lowerBound)
        if start == 0 { fraction[0] = 1 }
        for bar in first..<max(first, bars.upperBound) {
            let (now, before) = unsafe (interest[unchecked: bar], interest[unchecked: bar &- 1])
            let share = now / before
            // Above one where it rose; zero over zero is neither a rise nor a fall.
            unsafe fraction[unchecked: bar &- start] = now == before ? 1 : share
        }
    }

    private static func compact(
        _ range: Range<Int>, _ source: borrowing ChangesSource, _ fractions: [Double], _ bars: inout [Int],
        _ kept: inout [Double], _ lowest: inout [Double], _ highest: inout [Double],
        _ state: inout (kept: Double, low: Double, high: Double)
    ) -> Int {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let (fractions, start, bridges) = (fractions.span, range.lowerBound, source.bridges)
        precondition(
            range.upperBound <= lows.count && lows.count == highs.count && lows.count == closes.count)
        precondition(range.count <= fractions.count && range.count < bars.count && range.count < kept.count)
        precondition(range.count < lowest.count && range.count < highest.count)
        var bars = bars.mutableSpan
        var kept = kept.mutableSpan
        var lowest = lowest.mutableSpan
        var highest = highest.mutableSpan
        var (found, now) = (0, state)
        var bar = range.upperBound
        while bar > start {
            bar &-= 1
            unsafe bars[unchecked: found] = bar
            unsafe kept[unchecked: found] = now.kept
            unsafe lowest[unchecked: found] = now.low
            unsafe highest[unchecked: found] = now.high
            let fraction = unsafe fractions[unchecked: bar &- start]
            found &+= fraction > 1 ? 1 : 0
            now.kept *= min(1, fraction)
            let (low, high) = unsafe (lows[unchecked: bar], highs[unchecked: bar])
            now.low = low < now.low ? low : now.low
            now.high = high > now.high ? high : now.high
            if bridges, bar > 0 {
                let close = unsafe closes[unchecked: bar &- 1]
                now.low = min(now.low, close)
                now.high = max(now.high, close)
            }
        }
        state = now
        return found
    }

    private static func masses(
        _ source: borrowing ChangesSource, _ bars: [Int], _ kept: [Double], _ count: Int,
        _ entries: inout [Double], _ longs: inout [Double], _ shorts: inout [Double]
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let (interest, bars, kept) = (source.interest.span, bars.span, kept.span)
        // Not read where the split is even.
        let column = source.ratio ?? source.interest
        let ratios = column.span
        let (isEven, isClose) = (source.ratio == nil, source.opensAtClose)
        precondition(count <= bars.count && count <= kept.count && count <= entries.count)
        precondition(count <= longs.count && count <= shorts.count && interest.count == ratios.count)
        precondition(lows.count == highs.count && lows.count == closes.count && lows.count == ratios.count)
        var entries = entries.mutableSpan
        var longs = longs.mutableSpan
        var shorts = shorts.mutableSpan
        for i in 0..<count {
            let bar = unsafe bars[unchecked: i]
            precondition(bar > 0 && bar < lows.count)
            let close = unsafe closes[unchecked: bar]
            let typical = unsafe (highs[unchecked: bar] + lows[unchecked: bar] + close) / 3
            let entry = isClose ? close : typical
            let rise = unsafe interest[unchecked: bar] - interest[unchecked: bar &- 1]
            let ratio = isEven ? 1 : (unsafe ratios[unchecked: bar])
            let share = ratio / (1 + ratio)
            let mass = rise * entry * (unsafe kept[unchecked: i])
            unsafe entries[unchecked: i] = entry
            unsafe longs[unchecked: i] = mass * share
            unsafe shorts[unchecked: i] = mass * (1 - share)
        }
    }

    private static func place(
        _ entries: [Double], _ count: Int, _ positions: inout [Int32], _ scale: borrowing LogScale,
        _ grid: PriceGrid
    ) {
        let entries = entries.span
        precondition(count <= entries.count && count <= positions.count)
        var positions = positions.mutableSpan
        let (first, last) = (grid.edges[0], grid.edges[grid.count])
        for i in 0..<count {
            let price = unsafe entries[unchecked: i]
            let isOnGrid = price >= first && price < last
            unsafe positions[unchecked: i] = isOnGrid ? scale.position(of: price) : -1
        }
    }
}
