import LiquidationCore
import PlainText

/// Makes one dataset of the tables behind a path.
struct Assembly {
    let path: String
    /// All tables that were read, in name order.
    let tables: [Table]
    private let unused: [(file: String, reason: String)]
    private let notes: [String]
    private let now: Timestamp

    /// - Parameters:
    ///   - sources: what was read.
    ///   - now: the instant of reading.
    init(_ sources: SourceReader.Result, now: Timestamp) {
        (path, tables, unused, self.now) = (sources.path, sources.tables, sources.unused, now)
        notes = sources.notes
    }

    /// The bars with everything that could be joined to them.
    ///
    /// Where files have several intervals, the longest bars become the series, and the shorter ones ``Dataset/finer``.
    /// - Throws: ``DataError`` where there are no bars, two kinds of bars, two symbols, two intervals of which one is no
    ///   multiple of the other, or rows that contradict each other.
    func dataset() throws(DataError) -> Dataset {
        let groups = try intervalGroups(onlyKindOfBars())
        let longest = try dataset(of: groups[0])
        guard groups.count > 1 else { return longest }
        var (finer, report) = ([BarSeries](), longest.report)
        for group in groups.dropFirst() {
            let shorter = try dataset(of: group)
            finer.append(shorter.series)
            let name = Gaps.name(shorter.interval)
            report.notes += shorter.report.notes.filter { !report.notes.contains($0) }.map {
                "\(name): \($0)"
            }
            let times = shorter.series.time
            report.notes.append(
                "\(name) bars from \(Timestamp(milliseconds: times[0])) to "
                    + "\(Timestamp(milliseconds: times[times.count - 1])) stand inside those of \(Gaps.name(longest.interval)): "
                    + "what they cover is run on them, results are by bars of \(Gaps.name(longest.interval))")
            let (first, end) = (
                longest.series.time[0], longest.series.time[longest.series.count - 1] + longest.interval
            )
            let outside = times.count { $0 < first || $0 >= end }
            if outside > 0 {
                report.notes.append(
                    "\(outside) \(name) bars lie before or after those of \(Gaps.name(longest.interval)) and are not used"
                )
            }
        }
        return Dataset(
            series: longest.series, symbol: longest.symbol, interval: longest.interval, finer: finer,
            orders: longest.orders, report: report)
    }

    /// The dataset of bars of one interval.
    private func dataset(of barTables: [Table]) throws(DataError) -> Dataset {
        let symbol = try SymbolChoice.of(tables, path: path)
        let bars = try Timeline(barTables)
        var report = baseReport()
        report.notes += TableNotes.openEnds(tables) + bars.notes
        var step = try interval(of: bars, barTables, &report.notes)
        let closesEarly = try checkCloseTimes(barTables, &step, &report.notes)
        let interval = step ?? 0
        var extras = BarExtras(bars, &report.notes)
        try joinMetrics(to: bars, interval, &extras, &report.notes)
        try joinFunding(to: bars, interval, &extras, &report.notes)
        try joinMarkPrices(to: bars, interval, &extras, &report.notes)
        try joinSeries(to: bars, interval, &extras, &report.notes)
        let orders = LiquidationOrders(tables.filter { $0.layout.kind == .liquidations }, &report.notes)
        orders?.addTotals(to: bars, interval, &extras, &report.notes)
        extras.completeRatio(&report.notes)
        let series = try makeSeries(bars, extras.columns(&report))
        report.gaps = Gaps.find(bars.time, interval: interval)
        report.notes += Gaps.notes(report.gaps)
        report.notes += Plausibility.notes(
            series, extras, interval: interval, closesEarly: closesEarly, now: now)
        report.notes += unused.map { "not used: \(Echo.name($0.file)) (\($0.reason))" }
        let span =
            "\(Timestamp(milliseconds: bars.time[0])) to \(Timestamp(milliseconds: bars.time[bars.time.count - 1]))"
        report.headline =
            "\(series.count) bar\(series.count == 1 ? "" : "s"), 1 symbol-interval: \(symbol ?? "symbol unknown") "
            + "\(Gaps.name(interval)), \(span)"
        return Dataset(
            series: series, symbol: symbol, interval: interval, orders: orders, report: report)
    }

    private func onlyKindOfBars() throws(DataError) -> [Table] {
        let own = tables.filter { $0.layout.kind == .bars }
        let klines = tables.filter { $0.layout.kind == .klines }
        let trades = tables.filter { $0.layout.kind == .trades }
        let kinds = [own, klines, trades].compactMap(\.first)
        if kinds.count > 1 {
            throw DataError(
                .badInput, file: path,
                "holds \(kinds[0].layout.kind.rawValue) (\(Echo.name(kinds[0].file))) and "
                    + "\(kinds[1].layout.kind.rawValue) (\(Echo.name(kinds[1].file))), which both make bars",
                hint: "keep the one that is meant")
        }
        let bars = own + klines + trades
        guard bars.isEmpty else { return bars }
        let found = Set(tables.map(\.layout.kind.rawValue)).sorted().joined(separator: " and ")
        throw DataError(
            .badInput, file: path, "no price bars" + (found.isEmpty ? "" : ", only \(found)"),
            hint: "put klines or a bars file in the same folder")
    }

    /// The files of each interval, the longest first; those with too few rows to tell theirs go with the longest.
    ///
    /// - Throws: ``DataError`` where one interval is no multiple of another.
    private func intervalGroups(_ bars: [Table]) throws(DataError) -> [[Table]] {
        var steps: [Int64?] = []
        for table in bars {
            // Two rows may have a gap between them; three tell the step.
            let isTold = table.time.count > 2 && table.interval == nil
            let sorted = table.outOfOrder.count == 0 ? table.time : table.time.sorted()
            let step = isTold ? smallestStep(sorted) : nil
            // Months differ in length.
            steps.append(step.map { $0 >= 28 * 86_400_000 ? 28 * 86_400_000 : $0 })
        }
        let known = Set(steps.compactMap(\.self)).sorted(by: >)
        for (longer, shorter) in zip(known, known.dropFirst()) where longer % shorter != 0 {
            let files = [longer, shorter].map { step in
                zip(bars, steps).first { $0.1 == step }.map { Echo.name($0.0.file) } ?? path
            }
            throw DataError(
                .badInput, file: path,
                "two intervals: \(Gaps.name(longer)) in \(files[0]) and \(Gaps.name(shorter)) in \(files[1]), and bars of "
                    + "\(Gaps.name(shorter)) do not make up one of \(Gaps.name(longer))")
        }
        guard known.count > 1 else { return [bars] }
        return known.map { step in
            zip(bars, steps).filter { ($0.1 ?? known[0]) == step }.map(\.0)
        }
    }

    /// The smallest step above zero of instants in order; a single bar has none.
    func smallestStep(_ time: [Int64]) -> Int64? {
        // As unsigned numbers, steps of zero and below come after all others once one is taken off.
        var step = UInt64.max
        time.withUnsafeBufferPointer { time in
            for row in stride(from: 1, to: time.count, by: 1) {
                step = min(step, UInt64(bitPattern: time[row] &- time[row &- 1]) &- 1)
            }
        }
        return step < Int64.max ? Int64(step) + 1 : nil
    }

    func baseReport() -> DataReport {
        var report = DataReport()
        report.notes = notes
        for table in tables {
            guard let first = table.time.min(), let last = table.time.max() else { continue }
            report.sources.append(
                DataReport.Source(
                    path: Echo.name(table.file), kind: table.layout.kind,
                    rows: table.trades ?? table.time.count,
                    first: Timestamp(milliseconds: first), last: Timestamp(milliseconds: last),
                    timeUnit: table.unit?.symbol ?? "ms", hasHeader: table.layout.hasHeader,
                    origin: table.layout.origin, columns: table.layout.readColumns,
                    unread: table.layout.unread))
            report.notes += TableNotes.of(table)
            if let trades = table.trades, let interval = table.interval {
                report.notes.append(
                    "\(Echo.name(table.file)): \(trades) trades became \(table.time.count) bars of \(Gaps.name(interval)); "
                        + "a bar without trades is missing")
            }
        }
        return report
    }

    private func makeSeries(_ bars: Timeline, _ extras: BarSeries.Extras) throws(DataError) -> BarSeries {
        do {
            return try BarSeries(
                time: bars.time, open: bars[.open] ?? [], high: bars[.high] ?? [], low: bars[.low] ?? [],
                close: bars[.close] ?? [], extras: extras)
        } catch {
            throw DataError(.badInput, file: path, error.message, hint: error.hint)
        }
    }
}
