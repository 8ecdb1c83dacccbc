import Charts
import LiquidationCore
import LuaRuntime
package import MarketData

/// The one road from data and request to a map: the command line, scripts and the REPL all take it.
package struct MapEngine {
    /// Where plugins come from.
    package let catalog: PluginCatalog
    /// Asked now and then, with the fraction of bars that are done: false ends the run.
    package let mayGoOn: (Double) -> Bool
    /// Told of each map of one dataset.
    var made: ((Dataset, MapRequest, MapDocument) -> Void)?

    /// What a request gives.
    package struct Answer {
        /// The map with everything that outputs say.
        package let map: MapDocument
        /// The map over time, where columns were asked for.
        package let heatmap: HeatmapDocument?
        /// The heading of pictures.
        package let title: String
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
        let series = request.lookback.map { dataset.series.suffix(milliseconds: $0) } ?? dataset.series
        let leverage = try LeverageSource(request.leverage, catalog: catalog)
        let margin = try Margin(
            venue: request.venue, symbol: request.symbol ?? dataset.symbol,
            at: Timestamp(milliseconds: series.time[series.count - 1]))
        let run = try MapRun(
            series: series, model: request.model, grid: request.grid, ladder: leverage.ladder,
            instrument: margin.instrument, byRung: request.byRung)
        let funding = try request.funding.map { try catalog.plugin($0, kind: .funding) }
        let barsPerColumn = request.columns.map { max(1, (series.count + $0 - 1) / max(1, $0)) }
        if let barsPerColumn {
            let columns = (series.count + barsPerColumn - 1) / barsPerColumn
            guard columns <= Self.heatmapCells / run.grid.count else {
                throw HostError(
                    .limit,
                    "a heatmap of \(columns) columns and \(run.grid.count) buckets has more than "
                        + "\(Self.heatmapCells) cells", hint: "ask for fewer columns or buckets")
            }
        }
        let context = BarContext(series, interval: dataset.interval, ladder: leverage.ladder) { mayGoOn(-1) }
        let result = try result(of: run, leverage, funding, in: context, barsPerColumn: barsPerColumn)
        let signalPlugins = try request.signals.map { try catalog.plugin($0, kind: .signal) }
        let parts =
            [leverage.part] + (funding.map { [$0.part] } ?? [])
            + signalPlugins.map(\.part)
        let assumptions = Assumptions(
            run: run, result: result, dataset: dataset, margin: margin, parts: parts, request: request)
        let within = try Rate(request.within)
        func document(_ signals: [Signal]) -> MapDocument {
            MapDocument(
                map: result.map, assumptions: assumptions, signals: signals, within: within,
                limit: request.clusters)
        }
        let title = Self.title(symbol: margin.symbol, series: series, interval: dataset.interval)
        let plain = MapObject(document([]), title: title) { document([]) }
        let signals = try signalPlugins.flatMap { try $0.signals(of: plain, in: context) }
        let answer = document(signals)
        made?(dataset, request, answer)
        return Answer(
            map: answer,
            heatmap: result.heatmap.map {
                HeatmapDocument(heatmap: $0, assumptions: assumptions, within: request.within)
            },
            title: title)
    }

    /// Runs: at once where every bar has the same plan, else bar by bar.
    private func result(
        of run: MapRun, _ leverage: LeverageSource, _ funding: (any PluginRunner)?, in context: BarContext,
        barsPerColumn: Int?
    ) throws -> MapRun.Result {
        let series = run.series
        let answer = try leverage.plan(over: context)
        if case .fixed(let mix) = answer, funding == nil {
            guard mayGoOn(0) else { throw HostError(.interrupted, "interrupted") }
            return try run.run(mix, barsPerColumn: barsPerColumn)
        }
        var fixed: BarPlan?
        var rules: [any BarRule] = []
        for answer in [answer] + (try funding.map { [try $0.plan(over: context)] } ?? []) {
            switch answer {
            case .fixed(let mix): fixed = BarPlan(mix)
            case .rule(let rule): rules.append(rule)
            }
        }
        return try run.run(barsPerColumn: barsPerColumn) { index, plan in
            if index & 255 == 0, !mayGoOn(Double(index) / Double(series.count)) {
                throw HostError(.interrupted, "interrupted")
            }
            let place = BarPlace(series, index)
            if let fixed { plan = fixed }
            for rule in rules { try rule.fill(&plan, bar: place) }
        }
    }

    /// `BTCUSDT · 4h · 1,375 bars to 2025-06-30T16:00Z`.
    private static func title(symbol: String?, series: BarSeries, interval: Int64) -> String {
        let end = Timestamp(milliseconds: series.time[series.count - 1])
        let step = UnitText.text(milliseconds: interval)
        return "\(symbol ?? "no symbol") · \(step) · \(NumberText.count(series.count)) bars to \(end)"
    }
}
