import Charts
package import LiquidationCore
import LuaRuntime
package import MarketData

/// The one road from data and request to a map: the command line, scripts and the REPL all take it.
package struct MapEngine {
    /// Where plugins come from.
    package let catalog: PluginCatalog
    /// Asked now and then, with the fraction of bars that are done: false ends the run.
    package let mayGoOn: (Double) -> Bool

    /// What a request gives.
    package struct Answer {
        /// The map with everything that outputs say.
        package let map: MapDocument
        /// The map over time, where columns were asked for.
        package let heatmap: HeatmapDocument?
        /// The heading of pictures.
        package let title: String
        /// The map as a part that can be merged with others.
        ///
        /// - Complexity: O(bars · columns + rows · buckets).
        package let part: () throws -> ExactMap
    }

    /// The most cells that a heatmap may have on each side: 400 MB.
    package static let heatmapCells = 50_000_000

    /// An engine over a catalogue.
    package init(catalog: PluginCatalog, mayGoOn: @escaping (Double) -> Bool = { _ in true }) {
        (self.catalog, self.mayGoOn) = (catalog, mayGoOn)
    }

    /// Makes a map.
    ///
    /// - Throws: ``HostError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    /// - Complexity: O(bars · (rungs · entry points + plugin calls)).
    package func answer(_ dataset: Dataset, _ request: MapRequest) throws -> Answer {
        try answer(dataset, request, planned: request.model)
    }

    /// ``answer(_:_:)`` with the model that parts are to have in common, where a venue has options of its own.
    func answer(
        _ dataset: Dataset, _ request: MapRequest, planned: MapModel, stream: ColumnStream? = nil
    ) throws -> Answer {
        let series = request.lookback.map { dataset.series.suffix(milliseconds: $0) } ?? dataset.series
        let leverage = try LeverageSource(request.leverage, catalog: catalog)
        let margin = try Margin(
            venue: request.venue, symbol: request.symbol ?? dataset.symbol,
            at: Timestamp(milliseconds: series.time[series.count - 1]))
        let run = try MapRun(
            series: series, model: request.model, grid: request.grid, ladder: leverage.ladder,
            instrument: margin.instrument, byRung: request.byRung || request.leverages != nil)
        let funding = try request.funding.map { try catalog.plugin($0, kind: .funding) }
        let barsPerColumn = request.columns.map { max(1, (series.count + $0 - 1) / max(1, $0)) }
        let slice = try request.slice(on: leverage.ladder)
        if let barsPerColumn, stream == nil {
            let columns = (series.count + barsPerColumn - 1) / barsPerColumn
            guard columns <= Self.heatmapCells / run.grid.count else {
                throw HostError(
                    .limit,
                    "a heatmap of \(columns) columns and \(run.grid.count) buckets has more than "
                        + "\(Self.heatmapCells) cells", hint: "ask for fewer columns or buckets, or for a CSV"
                )
            }
        }
        try stream?.begin(run.grid)
        let result = try result(
            of: run, leverage, funding, interval: dataset.interval,
            columns: barsPerColumn.map { Columns(bars: $0, slice: slice, stream: stream) })
        let signalPlugins = try request.signals.map { try catalog.plugin($0, kind: .signal) }
        let shaping = [leverage.part] + (funding.map { [$0.part] } ?? [])
        var described = Assumptions(
            run: run, result: result, dataset: dataset, margin: margin,
            parts: shaping + signalPlugins.map(\.part), request: request)
        if barsPerColumn != nil { described.model += slice.pairs(on: leverage.ladder) }
        let assumptions = described
        let plan = MapPlan(
            engine: EngineVersion.text, model: planned, ladder: leverage.ladder, parts: shaping)
        let part = {
            try ExactMap(
                result.map,
                shard: MapShard(
                    venue: request.venue ?? Margin.venue.id,
                    symbol: dataset.symbol ?? request.symbol ?? "", series: series,
                    interval: dataset.interval, model: run.model, map: result.map,
                    assumptions: assumptions), plan: plan)
        }
        let within = try Rate(request.within)
        func document(_ signals: [Signal]) -> MapDocument {
            MapDocument(
                map: result.map, assumptions: assumptions, signals: signals, within: within,
                limit: request.clusters)
        }
        let title = Self.title(symbol: margin.symbol, series: series, interval: dataset.interval)
        let plain = MapObject(document([]), title: title, part: part) { document([]) }
        let last = BarPlace(series, series.count - 1)
        let signals = try signalPlugins.flatMap {
            try SignalRule(plugin: $0).signals(
                of: plain, bar: last, row: BarRow(series, interval: dataset.interval))
        }
        return Answer(
            map: document(signals),
            heatmap: result.heatmap.map {
                HeatmapDocument(heatmap: $0, assumptions: assumptions, within: request.within)
            },
            title: title, part: part)
    }

    /// `BTCUSDT · 4h · 1,375 bars to 2025-06-30T16:00Z`.
    private static func title(symbol: String?, series: BarSeries, interval: Int64) -> String {
        let end = Timestamp(milliseconds: series.time[series.count - 1])
        let step = UnitText.text(milliseconds: interval)
        return "\(symbol ?? "no symbol") · \(step) · \(NumberText.count(series.count)) bars to \(end)"
    }
}
