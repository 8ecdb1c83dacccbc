/// The columns that a run under ``MapModel/Flow/openInterestChanges`` can be read from in blocks.
struct ChangesSource: Sendable {
    let low: [Double], high: [Double], close: [Double]
    let interest: [Double]
    /// Absent where the split is even.
    let ratio: [Double]?
    let bridges: Bool
    let opensAtClose: Bool
    /// The sum of each side's weights.
    let totals: BySide<Double>

    /// `nil` where the model, or a gap in the data, needs more than these columns.
    init?(_ series: BarSeries, model: MapModel, spreads: BySide<MixSpread>) {
        guard model.flow == .openInterestChanges, model.closing == .proRata, model.trigger != .mark,
            model.lag == 0, !model.accrue, model.contract == .linear,
            let interest = series.extras.openInterest, interest.isComplete
        else { return nil }
        switch model.entry {
        case .typical, .close: opensAtClose = model.entry == .close
        case .spread, .triangular, .evenly: return nil
        }
        switch model.split {
        case .even: ratio = nil
        case .ratio:
            guard let column = series.extras.longShortRatio, column.isComplete else { return nil }
            ratio = column.storage
        case .taker, .damped: return nil
        }
        (low, high, close) = (series.low, series.high, series.close)
        (self.interest, bridges) = (interest.storage, model.bridge)
        totals = spreads.map(\.total)
    }
}

/// A stretch of bars under the flow ``MapModel/Flow/openInterestChanges``, made ready for the books.
///
/// It says the same as ``BarReader`` and ``EntryPoints``, in the same order of operations and so with the same bits,
/// but column by column.
struct ChangesBlock: Sendable {
    static let size = 512

    /// The path of each bar, its entry price, the fraction that it keeps and the quantity that it opens.
    private(set) var low = [Double](repeating: 0, count: size)
    private(set) var high = [Double](repeating: 0, count: size)
    private(set) var entry = [Double](repeating: 0, count: size)
    private(set) var kept = [Double](repeating: 1, count: size)
    private(set) var rise = [Double](repeating: 0, count: size)
    /// The mass per weight that each bar opens.
    private(set) var mass = BySide(both: [Double](repeating: 0, count: size))

    /// Reads some bars.
    ///
    /// - Precondition: at most ``size`` bars of the source.
    mutating func read(_ bars: Range<Int>, of source: borrowing ChangesSource, sides: [Side]) {
        precondition(bars.count <= Self.size && bars.lowerBound >= 0 && !bars.isEmpty)
        let start = bars.lowerBound
        // The first bar of all has none before it.
        let range = (start == 0 ? 1 : 0)..<bars.count
        if start == 0 {
            (low[0], high[0], entry[0], kept[0], rise[0]) = (source.low[0], source.high[0], 1, 1, 0)
        }
        Self.paths(&low, &high, start, range, source)
        Self.changes(&entry, &kept, &rise, start, range, source)
        for side in sides {
            Self.masses(&mass[side], rise, at: entry, start, bars.count, side, source)
        }
    }

    private static func paths(
        _ low: inout [Double], _ high: inout [Double], _ start: Int, _ range: Range<Int>,
        _ source: borrowing ChangesSource
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        precondition(lows.count == highs.count && lows.count == closes.count)
        precondition(start + range.upperBound <= lows.count)
        var low = low.mutableSpan
        var high = high.mutableSpan
        precondition(range.upperBound <= low.count && range.upperBound <= high.count)
        guard source.bridges else {
            for i in range {
                unsafe low[unchecked: i] = lows[unchecked: start &+ i]
                unsafe high[unchecked: i] = highs[unchecked: start &+ i]
            }
            return
        }
        for i in range {
            let bar = start &+ i
            let close = unsafe closes[unchecked: bar &- 1]
            unsafe low[unchecked: i] = min(lows[unchecked: bar], close)
            unsafe high[unchecked: i] = max(highs[unchecked: bar], close)
        }
    }

    private static func changes(
        _ entry: inout [Double], _ kept: inout [Double], _ rise: inout [Double], _ start: Int,
        _ range: Range<Int>, _ source: borrowing ChangesSource
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let interest = source.interest.span
        precondition(start + range.upperBound <= interest.count && interest.count == lows.count)
        precondition(lows.count == highs.count && lows.count == closes.count)
        var entry = entry.mutableSpan
        var kept = kept.mutableSpan
        var rise = rise.mutableSpan
        precondition(range.upperBound <= entry.count && range.upperBound <= kept.count)
        precondition(range.upperBound <= rise.count && start + range.lowerBound >= 1)
        if source.opensAtClose {
            for i in range { unsafe entry[unchecked: i] = closes[unchecked: start &+ i] }
        } else {
            for i in range {
                let bar = start &+ i
                let sum = unsafe highs[unchecked: bar] + lows[unchecked: bar] + closes[unchecked: bar]
                unsafe entry[unchecked: i] = sum / 3
            }
        }
        for i in range {
            let bar = start &+ i
            let (now, before) = unsafe (interest[unchecked: bar], interest[unchecked: bar &- 1])
            let share = now / before
            unsafe kept[unchecked: i] = now < before ? share : 1
            unsafe rise[unchecked: i] = now > before ? now - before : 0
        }
    }

    private static func masses(
        _ mass: inout [Double], _ rise: [Double], at entry: [Double], _ start: Int, _ count: Int,
        _ side: Side, _ source: borrowing ChangesSource
    ) {
        var mass = mass.mutableSpan
        let (rise, entry) = (rise.span, entry.span)
        let total = source.totals[side]
        precondition(count <= mass.count && count <= rise.count && count <= entry.count)
        guard let ratio = source.ratio else {
            for i in 0..<count {
                unsafe mass[unchecked: i] = rise[unchecked: i] * 0.5 * entry[unchecked: i] / total
            }
            return
        }
        let (ratios, isLong) = (ratio.span, side == .long)
        precondition(start + count <= ratios.count)
        for i in 0..<count {
            let ratio = unsafe ratios[unchecked: start &+ i]
            let longs = ratio / (1 + ratio)
            let share = isLong ? longs : 1 - longs
            unsafe mass[unchecked: i] = rise[unchecked: i] * share * entry[unchecked: i] / total
        }
    }
}

extension SideBook {
    /// Takes bars of a block, as ``settle(_:_:_:)`` and ``open(_:in:_:_:)`` does one by one, to the same bits.
    ///
    /// - Parameters:
    ///   - block: the block.
    ///   - bars: which of its bars.
    ///   - deposits: those of the bars.
    ///   - spread: the weights of the rungs.
    ///   - rules: the side's rules.
    ///   - liquidated: takes the mass that bars liquidate.
    ///   - start: the block's first bar.
    /// - Throws: ``CoreError`` `.invalidWeights` for weights too small to divide by.
    /// - Precondition: a single row that closes in proportion, where nothing moves liquidation prices.
    mutating func take(
        _ block: borrowing ChangesBlock, _ bars: Range<Int>, _ deposits: borrowing Deposits,
        _ spread: borrowing MixSpread, _ rules: borrowing Rules, liquidated: inout LiquidatedBars,
        from start: Int
    ) throws(CoreError) {
        var room = takeRoom(spread.width)
        defer { swap(&room, &scratch) }
        var books = Bookkeeping(done: bars.lowerBound)
        let masses = block.mass[side]
        var (next, unsettled) = (0, bars.lowerBound)
        while true {
            next = Self.deposit(
                next, deposits, masses, spread, rules, edge: nearestEdge(rules), &rows[0], &room, &cells)
            // It stopped at a deposit before which something may be liquidated, or that is not all on the grid.
            if next > 0 { unsettled = max(unsettled, deposits.bar[next - 1] + 1) }
            let until = next < deposits.count ? deposits.bar[next] + 1 : bars.upperBound
            sweep(block, unsettled..<until, deposits, masses, spread, rules, &books, &liquidated, start)
            guard next < deposits.count else { break }
            unsettled = until
            let unit = try mass(masses[until - 1], spread) / deposits.scale[until - 1]
            var on = 0..<spread.weights.count
            if spread.fill(
                into: &room, entry: deposits.entry[next], grid: rules.layout.grid, scale: rules.layout.scale)
            {
                Self.addAll(unit, spread.lanes.span, at: room.span, to: &cells)
            } else {
                on = spread.onGrid(room, from: 0, count: buckets)
                add(unit, spread, on, at: room, from: 0)
                books.partial.append((until - 1, on))
            }
            rows[0].reach(room, from: 0, on)
            next += 1
        }
        rows[0].account.advance(&books, to: bars.upperBound, block, masses, spread)
        rows[0].scale = deposits.scale[bars.upperBound]
        guard rows[0].account.opened.isFinite else { return _ = try mass(.infinity, spread) }
        if rows[0].scale < Self.smallestScale { rescale(0) }
    }

    /// Adds deposits whose rungs are all known to lie on the grid, and before which nothing is liquidated.
    ///
    /// - Returns: the first deposit that is not so.
    @inline(never)
    private static func deposit(
        _ first: Int, _ deposits: borrowing Deposits, _ masses: [Double], _ spread: borrowing MixSpread,
        _ rules: borrowing Rules, edge: Double, _ row: inout Row, _ room: inout [Lanes],
        _ cells: inout [Double]
    ) -> Int {
        guard deposits.hasPositions, let scale = rules.layout.scale else { return first }
        let isLong = rules.side == .long
        let path = isLong ? deposits.lowest.span : deposits.highest.span
        let (bars, entries, positions) = (deposits.bar.span, deposits.entry.span, deposits.position.span)
        let (scales, edges, masses) = (deposits.scale.span, rules.layout.grid.edges.span, masses.span)
        let (offsets, factors, weights) = (spread.offsets.span, spread.factors.span, spread.lanes.span)
        let highest = spread.weights.count - 1
        precondition(weights.count <= room.count && offsets.count == weights.count && highest >= 0)
        precondition(row.last + 1 < edges.count && cells.count + 1 == edges.count)
        var lanes = room.mutableSpan
        var cells = cells.mutableSpan
        var (edge, lowest, last) = (edge, row.first, row.last)
        var next = first
        while next < deposits.count {
            let reached = isLong ? path[next] : -path[next]
            guard reached > edge else { break }
            let bar = bars[next]
            let isOnGrid = scale.fill(
                &lanes, from: 0, price: entries[next], position: positions[next], offsets: offsets,
                factors: factors)
            guard isOnGrid else { break }
            add(masses[bar] / scales[bar], weights, at: lanes.span, to: &cells)
            let (low, high) = (Int(lanes[0][0]), Int(lanes[highest >> 3][highest & 7]))
            if isLong ? high > last : low < lowest { edge = isLong ? edges[high + 1] : -edges[low] }
            lowest = min(lowest, low)
            last = max(last, high)
            next += 1
        }
        (row.first, row.last) = (lowest, last)
        return next
    }

    /// Takes liquidations of some bars, between which nothing opens.
    private mutating func sweep(
        _ block: borrowing ChangesBlock, _ bars: Range<Int>, _ deposits: borrowing Deposits,
        _ masses: [Double], _ spread: borrowing MixSpread, _ rules: borrowing Rules,
        _ books: inout Bookkeeping, _ liquidated: inout LiquidatedBars, _ start: Int
    ) {
        var edge = nearestEdge(rules)
        for bar in bars {
            let reached = side == .long ? block.low[bar] : -block.high[bar]
            guard reached <= edge else { continue }
            rows[0].account.advance(&books, to: bar, block, masses, spread)
            rows[0].scale = deposits.scale[bar]
            let mass = liquidate(from: block.low[bar], to: block.high[bar], row: 0, rules)
            liquidated.append(mass, bar: start + bar)
            edge = nearestEdge(rules)
        }
    }

    /// The border of the bucket nearest to the price that may hold mass: what a path has to reach to liquidate;
    /// that of shorts upside down.
    private func nearestEdge(_ rules: borrowing Rules) -> Double {
        let row = rows[0]
        guard row.first <= row.last else { return -.infinity }
        return side == .long ? rules.layout.grid.edges[row.last + 1] : -rules.layout.grid.edges[row.first]
    }

    /// How far the accounts have come in a block, whose cells are ahead of them.
    struct Bookkeeping {
        /// The first bar that they have not taken.
        var done: Int
        /// Deposits of which some rungs lie off the grid.
        var partial: [(bar: Int, rungs: Range<Int>)] = []
    }

    /// Writes the live notional of a single row into a column of a heatmap.
    func record(into columns: inout [Double], at start: Int, worth: Double) {
        var columns = columns.mutableSpan
        precondition(start >= 0 && start + buckets <= columns.count && cells.count >= buckets)
        let (cells, scale) = (self.cells.span, rows[0].scale)
        if worth == 1 {
            for bucket in 0..<buckets {
                unsafe columns[unchecked: start &+ bucket] = cells[unchecked: bucket] * scale
            }
        } else {
            for bucket in 0..<buckets {
                unsafe columns[unchecked: start &+ bucket] = cells[unchecked: bucket] * scale * worth
            }
        }
    }
}

extension SideBook.Account {
    /// Takes what bars of a block close and open, up to a bar.
    fileprivate mutating func advance(
        _ books: inout SideBook.Bookkeeping, to end: Int, _ block: borrowing ChangesBlock,
        _ masses: [Double], _ spread: borrowing MixSpread
    ) {
        var taken = 0
        for deposit in books.partial where deposit.bar < end {
            advance(books.done..<deposit.bar, block.kept.span, masses.span, spread.total)
            keep(block.kept[deposit.bar], outside: false)
            open(masses[deposit.bar], spread, deposit.rungs)
            books.done = deposit.bar + 1
            taken += 1
        }
        books.partial.removeFirst(taken)
        advance(books.done..<end, block.kept.span, masses.span, spread.total)
        books.done = end
    }

    /// A bar either closes or opens: the other of the two changes nothing.
    private mutating func advance(
        _ bars: Range<Int>, _ kept: Span<Double>, _ masses: Span<Double>, _ total: Double
    ) {
        precondition(bars.upperBound <= kept.count && bars.upperBound <= masses.count && bars.lowerBound >= 0)
        var account = self
        for bar in bars {
            account.keep(unsafe kept[unchecked: bar], outside: false)
            let opened = (unsafe masses[unchecked: bar]) * total
            account.opened += opened
            account.onGrid += opened
        }
        self = account
    }
}
