/// One side of a run with one mix for every bar: all bars go through one book.
///
/// What a side does never depends on the other, so that both can be run one after the other or at the same time,
/// with the same bits.
struct SideRun: Sendable {
    let side: Side
    private(set) var book: SideBook
    private(set) var reader: BarReader
    private(set) var spread: MixSpread?
    /// The notional that bars liquidated.
    private(set) var liquidated = LiquidatedBars()
    /// Live notional, column after column; empty without a heatmap.
    private(set) var columns: [Double] = []

    /// What both sides of a run share.
    struct Task: Sendable {
        let series: BarSeries
        let ledger: Ledger
        let plan: BarPlan
        let barsPerColumn: Int?
        let zeros: @Sendable (Int) -> [Double]
        /// Called with the number of bars done and of all bars; throws to end the run.
        let pause: @Sendable (Int, Int) throws(CoreError) -> Void

        var columnCount: Int {
            barsPerColumn.map { (series.count - 1) / $0 + 1 } ?? 0
        }
    }

    /// Runs one side or both, bar by bar or, where plan and data allow, block by block.
    ///
    /// - Parameters:
    ///   - sides: which.
    ///   - task: what both sides share.
    ///   - rooms: per side, columns of a heatmap of the same size that may be written over.
    /// - Returns: one run a side, in the order of `sides`.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``.
    static func run(
        _ sides: [Side], of task: Task, rooms: consuming [[Double]]
    ) throws(CoreError) -> [SideRun] {
        var runs: [SideRun] = []
        for side in sides {
            let room = rooms.isEmpty ? [] : rooms.removeFirst()
            runs.append(SideRun(side, of: task, room: room))
        }
        if runs.allSatisfy(\.book.isPlain),
            let spreads = try? BySide.each({ side throws(CoreError) in try spread(side, task) }),
            let source = ChangesSource(task.series, model: task.ledger.model, spreads: spreads)
        {
            for i in runs.indices { runs[i].spread = spreads[runs[i].side] }
            try runBlocks(&runs, sides, task, source, task.ledger.rules.long.layout)
        } else {
            for i in runs.indices { try runs[i].runBars(task, after: i, of: runs.count) }
        }
        return runs
    }

    private init(_ side: Side, of task: Task, room: consuming [Double]) {
        self.side = side
        book = task.ledger.books[side]
        reader = task.ledger.reader
        let cells = task.columnCount * book.buckets
        if room.count == cells {
            columns = consume room
        } else if cells > 0 {
            columns = task.zeros(cells)
        }
    }

    private static func spread(_ side: Side, _ task: Task) throws(CoreError) -> MixSpread {
        try MixSpread(
            task.plan.weights[side], side: side, rungs: task.ledger.rungs,
            scale: task.ledger.rules[side].layout.scale, entries: task.ledger.rules[side].layout.entries)
    }

    private static func runBlocks(
        _ runs: inout [SideRun], _ sides: [Side], _ task: Task, _ source: ChangesSource,
        _ layout: SideBook.Layout
    ) throws(CoreError) {
        var (block, deposits) = (ChangesBlock(), Deposits())
        let (count, step) = (task.series.count, task.barsPerColumn ?? .max)
        var (start, column, scale) = (0, 0, 1.0)
        while start < count {
            // A block does not cross the end of a column.
            let left = min(count - start, step - start % step)
            let bars = start..<(start + min(left, ChangesBlock.size))
            try task.pause(start & ~255, count)
            block.read(bars, of: source, sides: sides)
            var first = 0
            while first < bars.count {
                let end = deposits.read(block, from: first, to: bars.count, scale: scale, on: layout)
                for i in runs.indices {
                    try runs[i].take(block, first..<end, deposits, task, from: start)
                }
                scale = deposits.scale[end] < SideBook.smallestScale ? 1 : deposits.scale[end]
                first = end
            }
            start = bars.upperBound
            if task.barsPerColumn != nil, start % step == 0 || start == count {
                for i in runs.indices { runs[i].record(column, worth: 1) }
                column += 1
            }
        }
        for i in runs.indices { runs[i].reader.jump(to: LedgerBar(task.series, at: count - 1)) }
    }

    private mutating func take(
        _ block: borrowing ChangesBlock, _ bars: Range<Int>, _ deposits: borrowing Deposits, _ task: Task,
        from start: Int
    ) throws(CoreError) {
        guard let spread else { return }
        try book.take(
            block, bars, deposits, spread, task.ledger.rules[side], liquidated: &liquidated, from: start)
    }

    /// Bar by bar, `earlier` of `sides` sides having been run.
    private mutating func runBars(_ task: Task, after earlier: Int, of sides: Int) throws(CoreError) {
        let (series, plan, rules) = (task.series, task.plan, task.ledger.rules[side])
        let done = earlier * series.count & ~255
        let (step, isHeatmap) = (task.barsPerColumn ?? .max, task.barsPerColumn != nil)
        let isBase = task.ledger.unit == .base
        let made = try? Self.spread(side, task)
        let (spread, isMade) = (made ?? .none, made != nil)
        self.spread = made
        var column = 0
        for index in 0..<series.count {
            try task.pause(index + done, series.count * sides)
            let bar = LedgerBar(series, at: index)
            let demand = reader.demand(of: bar, plan: plan)
            let outcome = book.settle(demand, demand.sides[side], rules)
            if let quantity = outcome.opens {
                // Weights that break the rules are an error where something opens, not before.
                if !isMade { _ = try Self.spread(side, task) }
                try book.open(quantity, in: bar, spread, rules)
            }
            let worth = isBase ? bar.close : 1
            liquidated.append(outcome.touched * worth, bar: index)
            if isHeatmap, (index + 1) % step == 0 || index == series.count - 1 {
                record(column, worth: worth, on: rules.layout.grid)
                column += 1
            }
        }
    }

    private mutating func record(_ column: Int, worth: Double, on grid: PriceGrid? = nil) {
        let start = column * book.buckets
        guard let grid, !book.isPlain else { return book.record(into: &columns, at: start, worth: worth) }
        let cells = book.standing(book.rows.indices, on: grid).cells
        for bucket in cells.indices { columns[start + bucket] = cells[bucket] * worth }
    }
}

/// What the bars of a run liquidated on one side. Only those that liquidated anything are kept: with a cell for every
/// bar, filling the memory would cost a fifth of the run.
struct LiquidatedBars: Sendable {
    /// Bars in time order.
    private(set) var bars: [Int32] = []
    /// Their notional.
    private(set) var notional: [Double] = []

    /// Takes note of a bar after those that are known.
    mutating func append(_ notional: Double, bar: Int) {
        guard notional != 0 else { return }
        bars.append(Int32(bar))
        self.notional.append(notional)
    }

    /// The same counted from a later bar; bars before it are not among them.
    func shifted(by bar: Int) -> LiquidatedBars {
        guard bar > 0 else { return self }
        var shifted = LiquidatedBars()
        for (place, notional) in zip(bars, notional) {
            shifted.append(notional, bar: Int(place) - bar)
        }
        return shifted
    }

    /// One cell a bar, zero where nothing was liquidated.
    ///
    /// - Complexity: O(count).
    func cells(_ count: Int) -> [Double] {
        var cells = [Double](repeating: 0, count: count)
        for (bar, notional) in zip(bars, notional) { cells[Int(bar)] = notional }
        return cells
    }

    /// The sums over spans of bars.
    ///
    /// - Parameters:
    ///   - barsPerSpan: how many bars make a span.
    ///   - count: how many spans there are.
    /// - Returns: one sum a span.
    func sums(barsPerSpan: Int, count: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for (bar, notional) in zip(bars, notional) { sums[Int(bar) / barsPerSpan] += notional }
        return sums
    }
}
