/// Live mass of one side by liquidation price, with its accounts.
///
/// Mass is kept in rows: one for the whole side, one a maintenance rate where funding moves liquidation prices, one a rung
/// where the map is wanted by leverage or rungs age on their own. Closing in proportion touches no cell: cells are
/// stored over a scale. Funding that is paid touches none either: it moves the row's ``Row/shift``.
struct SideBook: Sendable {
    let side: Side
    let buckets: Int
    /// Mass over the row's scale, row after row.
    var cells: [Double]
    var rows: [Row]
    /// Mass force-closed per bucket so far, all rows.
    var liquidatedByBucket: [Double]
    /// Who opened when, where age decides who closes.
    var cohorts: CohortQueue?
    /// What is known of deposits, where that was asked for.
    var history: DepositHistory?
    /// The price axis where funding moves liquidation prices.
    var movingGrid: PriceGrid?
    /// Room for the buckets of a ladder.
    var scratch: [Lanes] = []

    /// One row.
    struct Row: Sendable {
        var scale = 1.0
        /// The first and last bucket that may hold mass; empty when first > last.
        var first: Int
        var last = -1
        /// How far its liquidation prices have moved since they were filed.
        var shift = PriceShift()
        var account = Account()
    }

    /// Sums of one row.
    struct Account: Sendable {
        var opened = 0.0
        var closed = 0.0
        var liquidated = 0.0
        /// Live mass below and above the grid.
        var below = 0.0
        var above = 0.0
        /// Live mass on the grid, kept by additions and subtractions.
        var onGrid = 0.0
        /// The largest ``onGrid`` since it was last counted from the cells.
        var highWater = 0.0
    }

    init(side: Side, buckets: Int, rows: Int, cohorts: CohortQueue? = nil) {
        (self.side, self.buckets, self.cohorts) = (side, buckets, cohorts)
        cells = [Double](repeating: 0, count: buckets * rows)
        self.rows = Array(repeating: Row(first: buckets), count: rows)
        liquidatedByBucket = [Double](repeating: 0, count: buckets)
    }

    /// Live mass on the grid.
    var onGrid: Double { rows.reduce(0) { $0 + $1.account.onGrid } }

    /// Live mass below and above the grid.
    var outside: Double { rows.reduce(0) { $0 + ($1.account.below + $1.account.above) } }

    var accounts: [Account] { rows.map(\.account) }

    /// Adds mass at a bucket of a row, which a rung opened at an entry; −1 and ``buckets`` are outside the grid.
    mutating func open(_ mass: Double, row: Int, bucket: Int, rung: Int, entry: Double) {
        rows[row].account.opened += mass
        history?.append(mass, scale: rows[row].scale, row: row, bucket: bucket, rung: rung, entry: entry)
        cohorts?.append(mass, row: row, bucket: bucket)
        if bucket < 0 {
            rows[row].account.below += mass
        } else if bucket >= buckets {
            rows[row].account.above += mass
        } else {
            rows[row].account.onGrid += mass
            cells[row * buckets + bucket] += mass / rows[row].scale
            rows[row].first = min(rows[row].first, bucket)
            rows[row].last = max(rows[row].last, bucket)
        }
    }

    /// Keeps a fraction of all live mass on the grid, and of what is outside where asked.
    ///
    /// - Parameters:
    ///   - fraction: 0 to 1.
    ///   - outside: whether mass off the grid closes too.
    mutating func keep(_ fraction: Double, outside: Bool) {
        for row in rows.indices { keep(fraction, outside: outside, row: row) }
    }

    /// Keeps a fraction of a row.
    @inline(__always)
    mutating func keep(_ fraction: Double, outside: Bool, row: Int) {
        precondition((0...1).contains(fraction), "a kept fraction lies between 0 and 1")
        rows[row].account.keep(fraction, outside: outside)
        rows[row].scale *= fraction
        // Long before the smallest normal number: cells hold mass / scale and must stay finite.
        if rows[row].scale < Self.smallestScale { rescale(row) }
    }

    /// Force-closes the mass of a row in a range of buckets and returns it.
    @inline(__always)
    mutating func liquidate(_ range: Range<Int>, row: Int) -> Double {
        let first = max(range.lowerBound, rows[row].first)
        let last = min(range.upperBound - 1, rows[row].last)
        return first <= last ? sweep(first, last, row: row) : 0
    }

    /// Apart from ``sweep(_:_:row:)``: with a history in its loop the optimizer of Swift 6.3 takes cells that a copy of
    /// the book shares for its own, and changes both.
    @inline(never)
    private mutating func tellHistory(_ first: Int, _ last: Int, row: Int) {
        let (base, scale) = (row * buckets, rows[row].scale)
        for bucket in first...last where cells[base + bucket] != 0 {
            history?.clear(row: row, bucket: bucket, mass: cells[base + bucket] * scale)
        }
    }

    private mutating func sweep(_ first: Int, _ last: Int, row: Int) -> Double {
        if history != nil { tellHistory(first, last, row: row) }
        let (base, scale) = (row * buckets, rows[row].scale)
        var sum = 0.0
        for bucket in first...last {
            let mass = cells[base + bucket] * scale
            guard mass != 0 else { continue }
            sum += mass
            cells[base + bucket] = 0
            cohorts?.clear(base + bucket)
            liquidatedByBucket[place(bucket, row: row)] += mass
        }
        if first == rows[row].first { rows[row].first = last + 1 }
        if last == rows[row].last { rows[row].last = first - 1 }
        if rows[row].first > rows[row].last { (rows[row].first, rows[row].last) = (buckets, -1) }
        rows[row].account.liquidated += sum
        settle(row, minus: sum)
        return sum
    }

    /// Takes mass that went off a row's running sum; recounts the cells where little of it is left, because a
    /// small rest of a large sum has lost its digits.
    mutating func settle(_ row: Int, minus mass: Double) {
        var account = rows[row].account
        account.highWater = max(account.highWater, account.onGrid)
        account.onGrid -= mass
        if account.onGrid < account.highWater / 2 {
            account.onGrid = counted(row)
            account.highWater = account.onGrid
        }
        rows[row].account = account
    }

    private func counted(_ row: Int) -> Double {
        guard rows[row].first <= rows[row].last else { return 0 }
        var sum = 0.0
        for bucket in rows[row].first...rows[row].last { sum += cells[row * buckets + bucket] }
        return sum * rows[row].scale
    }

    static let smallestScale = 1e-100

    mutating func rescale(_ row: Int) {
        for index in (row * buckets)..<((row + 1) * buckets) { cells[index] *= rows[row].scale }
        history?.rescale(row: row, by: rows[row].scale)
        rows[row].scale = 1
    }
}

extension SideBook.Account {
    @inline(__always)
    mutating func keep(_ fraction: Double, outside: Bool) {
        closed += onGrid * (1 - fraction)
        onGrid *= fraction
        highWater *= fraction
        guard outside else { return }
        closed += (below + above) * (1 - fraction)
        below *= fraction
        above *= fraction
    }
}

extension SideBook.Rules {
    /// What a model asks of a side, with the rows that it needs.
    init(
        _ side: Side, model: MapModel, grid: PriceGrid, scale: LogScale?, rungs: [Rung], byRung: Bool
    ) {
        let rates = rungs.map { $0.maintenanceRate[side] }
        var (halfLives, rowOfRung) = ([Double](), rungs.indices.map { $0 })
        var rowRates: [Double] = model.accrue ? rates : []
        if case .halfLife(let hours, let exponent) = model.closing {
            halfLives = rungs.map { hours * Elementary.exp(-exponent * Elementary.log($0.leverage)) }
        } else if !byRung {
            let different = model.accrue ? Array(Set(rates)).sorted() : [0]
            rowOfRung = rates.map { different.firstIndex(of: $0) ?? 0 }
            rowRates = model.accrue ? different : []
        }
        let entries = model.entry == .evenly ? EntryScale(grid) : nil
        let opensInQuote =
            switch model.flow {
            case .openInterestChanges: model.contract == .linear
            case .openInterestBalance, .turnover: false
            case .volume, .planned: true
            }
        self.init(
            side: side, touch: model.touch, entry: model.entry, contract: model.contract,
            opensInQuote: opensInQuote,
            layout: SideBook.Layout(grid: grid, scale: scale, rowOfRung: rowOfRung, entries: entries),
            maintenanceRates: rowRates, halfLives: halfLives)
    }

    var rowCount: Int { (layout.rowOfRung.max() ?? 0) + 1 }
}

extension SideBook {
    /// The empty book of a side.
    init(side: Side, model: MapModel, rules: Rules) {
        let buckets = rules.layout.grid.count
        var cohorts: CohortQueue?
        switch model.closing {
        case .youngestFirst, .oldestFirst:
            // Falling open interest closes what is on the grid; a balance counts both.
            var takesOutside = false
            switch model.flow {
            case .openInterestBalance, .turnover: takesOutside = true
            case .openInterestChanges, .volume, .planned: break
            }
            cohorts = CohortQueue(
                isYoungestFirst: model.closing == .youngestFirst, takesOutside: takesOutside,
                buckets: buckets, rows: rules.rowCount)
        case .proRata, .halfLife: break
        }
        self.init(side: side, buckets: buckets, rows: rules.rowCount, cohorts: cohorts)
        if model.accrue { movingGrid = rules.layout.grid }
    }
}
