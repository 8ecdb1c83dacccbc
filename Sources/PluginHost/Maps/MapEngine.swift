package import LiquidationCore
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
    func answer(_ dataset: Dataset, _ request: MapRequest, planned: MapModel) throws -> Answer {
        let task = try MapTask(dataset, request, catalog: catalog)
        let barsPerColumn = try request.columns.map { try task.barsPerColumn(for: $0) }
        let result = try result(of: task, barsPerColumn: barsPerColumn)
        let signalPlugins = try request.signals.map { try catalog.plugin($0, kind: .signal) }
        let assumptions = task.assumptions(of: result, signals: signalPlugins.map(\.part))
        let part = { try task.part(of: result, planned: planned) }
        let within = try Rate(request.within)
        func document(_ signals: [Signal]) -> MapDocument {
            MapDocument(
                map: result.map, assumptions: assumptions, signals: signals, within: within,
                limit: request.clusters)
        }
        let plain = MapObject(document([]), title: task.title, part: part)
        let series = task.run.series
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
            title: task.title, part: part)
    }

    /// Runs: at once where every bar has the same plan, else bar by bar.
    private func result(of task: MapTask, barsPerColumn: Int?) throws -> MapRun.Result {
        switch try task.plan() {
        case .fixed(let mix):
            guard mayGoOn(0) else { throw HostError(.interrupted, "interrupted") }
            return try task.run.run(mix, barsPerColumn: barsPerColumn)
        case .each(let plan):
            return try task.run.run(
                barsPerColumn: barsPerColumn, plan: watched(plan, bars: task.run.series.count))
        }
    }

    /// A plan that looks at every 256th bar whether it may go on.
    func watched(_ plan: @escaping MapTask.BarByBar, bars: Int) -> MapTask.BarByBar {
        { index, current in
            if index & 255 == 0, !mayGoOn(Double(index) / Double(bars)) {
                throw HostError(.interrupted, "interrupted")
            }
            try plan(index, &current)
        }
    }
}
