package import LiquidationCore
import MarketData

/// Whether a model's word on a bar depends on what came later, and on the bar's own volume and open interest.
///
/// The model is run again with other second halves of the bars: in reverse order, beginning with a bar that goes the other way,
/// and with more volume and open interest. The map after the first half, and what was said of its bars, must not change by a
/// bit.
package struct LeakCheck: Sendable {
    /// A bar after which another future changes what the model says, where there is one.
    package let peeks: Timestamp?
    /// Whether the bar's own volume or open interest changes what the model says of it.
    package let readsOwnBar: Bool
    /// How many bars before the change were compared.
    package let bars: Int

    init(_ model: ScoredModel, _ dataset: Dataset, _ engine: MapEngine, _ run: ModelRun) throws {
        let half = run.half
        let grown = try ModelRun(model, dataset.grown(from: half), engine)
        let others =
            try [dataset.reversed(from: half), dataset.turned(from: half)].compactMap(\.self).map {
                try ModelRun(model, $0, engine)
            } + [grown]
        func differs(_ other: ModelRun, at bar: Int) -> Bool {
            Side.allCases.contains { side in
                run.touched[side][bar] != other.touched[side][bar]
                    || run.born?[side][bar] != other.born?[side][bar]
            }
        }
        func differs(at bar: Int) -> Bool { others.contains { differs($0, at: bar) } }
        // A plan that knows the next bar shows in the map before it shows in what a bar force-closes.
        let isOther = others.contains { run.middle != $0.middle }
        let first = (0..<half).first { differs(at: $0) } ?? (isOther ? half - 1 : nil)
        peeks = first.map { Timestamp(milliseconds: dataset.series.time[$0]) }
        readsOwnBar = first == nil && half < dataset.series.count && differs(grown, at: half)
        bars = half
    }
}

extension Dataset {
    /// The same data with the bars from one on in reverse order: another future with the same prices.
    fileprivate func reversed(from bar: Int) throws -> Dataset {
        try changed(from: bar) { cells, first, _ in Array(cells[..<first] + cells[first...].reversed()) }
    }

    /// The same data whose bars from one on begin with the first that closes on the other side of the close before; `nil` where
    /// none does.
    fileprivate func turned(from bar: Int) throws -> Dataset? {
        let close = series.close
        let isUp = close[bar] > close[bar - 1]
        guard let begin = close.indices.first(where: { $0 > bar && (close[$0] > close[bar - 1]) != isUp })
        else {
            return nil
        }
        // The same instant in finer bars.
        let share = Double(begin - bar) / Double(close.count - bar)
        return try changed(from: bar) { cells, first, _ in
            let middle = first + Int((Double(cells.count - first) * share).rounded())
            return Array(cells[..<first] + cells[middle...] + cells[first..<middle])
        }
    }

    /// The same data with more volume and open interest from a bar on.
    fileprivate func grown(from bar: Int) throws -> Dataset {
        try changed(from: bar) { cells, first, column in
            switch column {
            case .volume, .takerBuyVolume, .openInterest: cells[..<first] + cells[first...].map { $0 * 1.5 }
            default: cells
            }
        }
    }

    /// The same data without some columns.
    func without(_ columns: [BarColumn]) throws -> Dataset {
        func without(_ series: BarSeries) throws(CoreError) -> BarSeries {
            var extras = series.extras
            for column in columns { extras[column] = nil }
            return try series.with(extras)
        }
        return with(try without(series), finer: try finer.map(without))
    }

    /// Columns changed from the bar at an instant on: prices have no ``BarColumn``.
    private func changed(
        from bar: Int, _ change: ([Double], Int, BarColumn?) -> [Double]
    ) throws -> Dataset {
        let instant = series.time[bar]
        func changed(_ series: BarSeries) throws(CoreError) -> BarSeries {
            let first = series.time.firstIndex { $0 >= instant } ?? series.count
            var extras = series.extras
            for (column, cells) in extras.present {
                extras[column] = Column(missingAsNaN: change(cells.missingAsNaN, first, column))
            }
            extras.own = extras.own.mapValues { Column(missingAsNaN: change($0.missingAsNaN, first, nil)) }
            return try BarSeries(
                time: series.time, open: change(series.open, first, nil),
                high: change(series.high, first, nil),
                low: change(series.low, first, nil), close: change(series.close, first, nil), extras: extras)
        }
        return with(try changed(series), finer: try finer.map(changed))
    }
}

extension BarSeries {
    fileprivate func with(_ extras: Extras) throws(CoreError) -> BarSeries {
        try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
    }
}
