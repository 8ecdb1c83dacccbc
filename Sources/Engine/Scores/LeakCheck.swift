package import LiquidationCore
import MarketData

/// Whether a model's word on a bar depends on what came later, and on the bar's own volume and open interest.
///
/// The model is run twice more: with all bars from one on in reverse order, and with their volume and open interest half as
/// large again. What it said of earlier bars must not change by a bit.
package struct LeakCheck: Sendable {
    /// The first bar of which another future changes what the model says, where there is one.
    package let peeks: Timestamp?
    /// Whether the bar's own volume or open interest changes what the model says of it.
    package let readsOwnBar: Bool
    /// How many bars before the change were compared.
    package let bars: Int

    init(
        _ model: ScoredModel, _ dataset: Dataset, _ engine: MapEngine, _ run: ModelRun, from bar: Int
    ) throws {
        let turned = try ModelRun(model, dataset.reversed(from: bar), engine)
        let grown = try ModelRun(model, dataset.grown(from: bar), engine)
        func differs(_ other: ModelRun, at bar: Int) -> Bool {
            Side.allCases.contains { side in
                run.touched[side][bar] != other.touched[side][bar]
                    || run.born?[side][bar] != other.born?[side][bar]
            }
        }
        let first = (0..<bar).first { differs(turned, at: $0) || differs(grown, at: $0) }
        peeks = first.map { Timestamp(milliseconds: dataset.series.time[$0]) }
        readsOwnBar = first == nil && differs(grown, at: bar)
        bars = bar
    }
}

extension Dataset {
    /// The same data with the bars from one on in reverse order: another future with the same prices.
    fileprivate func reversed(from bar: Int) throws -> Dataset {
        try changed(from: bar) { cells, first, _ in Array(cells[..<first] + cells[first...].reversed()) }
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
