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
        var run = try MapRun(
            series: series, model: request.model, grid: request.grid, ladder: leverage.ladder,
            instrument: margin.instrument, byRung: request.byRung)
        run.zeros = LargePages.zeros
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
        let result = try result(
            of: run, leverage, funding, interval: dataset.interval, barsPerColumn: barsPerColumn)
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
            title: title)
    }

    /// Runs: at once where every bar has the same plan, else bar by bar.
    private func result(
        of run: MapRun, _ leverage: LeverageSource, _ funding: Plugin?, interval: Int64, barsPerColumn: Int?
    ) throws -> MapRun.Result {
        let series = run.series
        let answer = try leverage.answer(over: series, interval: interval)
        if case .fixed(let mix) = answer, funding == nil {
            guard mayGoOn(0) else { throw HostError(.interrupted, "interrupted") }
            return try Self.result(of: run, mix, barsPerColumn)
        }
        let row = BarRow(series, interval: interval)
        let tilt = try funding.map { try FundingRule($0, row: row) }
        var fixed: BarPlan?
        let rule: (any LeverageWeights)?
        switch answer {
        case .fixed(let mix): (fixed, rule) = (BarPlan(mix), nil)
        case .known(let known): rule = known
        case .asked(let plugin): rule = try LeverageRule(plugin, ladder: leverage.ladder, row: row)
        }
        return try run.run(barsPerColumn: barsPerColumn) { index, plan in
            if index & 255 == 0, !mayGoOn(Double(index) / Double(series.count)) {
                throw HostError(.interrupted, "interrupted")
            }
            let place = BarPlace(series, index)
            if let fixed { plan = fixed }
            try rule?.fill(&plan, bar: place)
            try tilt?.fill(&plan, bar: place)
        }
    }

    /// Runs with one mix; the sides at the same time where that costs no processor time.
    private static func result(
        of run: MapRun, _ mix: LeverageMix, _ barsPerColumn: Int?
    ) throws -> MapRun.Result {
        guard !run.sidesShareWork else { return try run.run(mix, barsPerColumn: barsPerColumn) }
        let sides = InOrder(count: 2) { index in
            Result { try run.half(Side.allCases[index], mix, barsPerColumn: barsPerColumn) }
        }
        let halves = try sides.run(threads: Threads.count)
        return try run.result(long: halves[0].get(), short: halves[1].get())
    }

    /// `BTCUSDT · 4h · 1,375 bars to 2025-06-30T16:00Z`.
    private static func title(symbol: String?, series: BarSeries, interval: Int64) -> String {
        let end = Timestamp(milliseconds: series.time[series.count - 1])
        let step = UnitText.text(milliseconds: interval)
        return "\(symbol ?? "no symbol") · \(step) · \(NumberText.count(series.count)) bars to \(end)"
    }
}
