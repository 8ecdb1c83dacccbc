import Charts
import LiquidationCore
public import MarketData

/// Makes maps from data and requests: the command line, scripts and the console all use it.
public struct MapEngine {
    /// Where plugins come from.
    package let plugins: any PluginProvider
    /// Asked now and then, on any thread: false ends the run.
    package let shouldContinue: @Sendable () -> Bool
    /// Told how far runs have come.
    let meter: WorkMeter?

    /// An engine over a provider of plugins.
    package init(
        plugins: any PluginProvider, meter: WorkMeter? = nil,
        shouldContinue: @escaping @Sendable () -> Bool = { true }
    ) {
        (self.plugins, self.meter, self.shouldContinue) = (plugins, meter, shouldContinue)
    }

    /// An engine without plugins: it has the leverage models of ``BuiltInModel``.
    public init() { self.init(plugins: NoPlugins()) }

    /// Makes a map.
    ///
    /// - Throws: ``EngineError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    /// - Complexity: O(bars · (rungs · entry points + plugin calls)).
    public func result(_ dataset: Dataset, _ request: MapRequest) throws -> MapResult {
        try run(dataset, request, planned: request.model)
    }

    /// One run over one dataset.
    ///
    /// - Parameters:
    ///   - dataset: the data.
    ///   - request: what is asked for.
    ///   - planned: the model that all parts share, before the options of a single venue.
    ///   - stream: takes the columns of a heatmap one at a time.
    ///   - recipe: what remakes the result.
    /// - Returns: the result of the run.
    /// - Throws: as ``result(_:_:)``.
    func run(
        _ dataset: Dataset, _ request: MapRequest, planned: MapModel, stream: ColumnStream? = nil,
        recipe: Recipe? = nil
    ) throws -> MapResult {
        let task = try task(dataset, request)
        defer { meter?.clear() }
        let barsPerColumn = try request.columns.map {
            try task.barsPerColumn(for: $0, isHeld: stream == nil)
        }
        let plan = try task.namingPlugins { try task.plan() }
        if request.view == .freshness {
            guard !request.isLayered else { throw EngineError.noFreshLayers }
            guard case .fixed = plan, task.run.turnsOver else { throw EngineError.noFreshness }
        }
        try stream?.begin(task.run.grid, task.labels)
        let result = try task.namingPlugins {
            try self.result(of: task, plan, barsPerColumn: barsPerColumn, stream)
        }
        let signalPlugins = try request.plugins.all(of: .signal).map {
            try plugins.mapPlugin($0, kind: .signal)
        }
        let assumptions = task.assumptions(
            of: result.map, gaps: result.gaps, signals: signalPlugins.map(\.part))
        var drawing = request.drawing
        if request.isLayered { drawing.layers = try layers(of: task, plan, dataset, request) }
        let plain = MapResult(
            map: result.map, heatmap: result.heatmap, assumptions: assumptions, title: task.title,
            search: try request.clusterSearch, averageTrueRange: task.run.series.averageTrueRange,
            drawing: drawing, run: result,
            sum: { try task.part(of: result, planned: planned) })
        let signals = try signalPlugins.flatMap { try $0.signals(of: plain, in: task.context) }
        return plain.with(signals: signals, recipe: recipe)
    }

    /// A request settled over data, which the meter is told of.
    func task(_ dataset: Dataset, _ request: MapRequest) throws -> MapTask {
        var task = try MapTask(dataset, request, plugins: plugins, shouldContinue: shouldContinue)
        task.run.shouldContinue = { [meter, shouldContinue] done in
            meter?.reach(done)
            return shouldContinue()
        }
        meter?.begin(bars: task.run.series.count)
        return task
    }

    /// Runs: at once where every bar has the same plan and nothing is wanted on the way, else bar by bar.
    private func result(
        of task: MapTask, _ plan: MapTask.Plan, barsPerColumn: Int?, _ stream: ColumnStream?
    ) throws -> MapRun.Result {
        let run = task.run
        if case .fixed(let mix) = plan, stream == nil, task.slice == .all || barsPerColumn == nil {
            return try Self.result(of: run, mix, barsPerColumn)
        }
        if case .fixed(let mix) = plan, let barsPerColumn, run.turnsOver {
            return try run.run(mix, barsPerColumn: barsPerColumn, slice: task.slice, each: stream?.each)
        }
        let each = plan.barByBar
        guard let barsPerColumn else { return try run.run(plan: each) }
        guard let stream else {
            return try run.run(barsPerColumn: barsPerColumn, slice: task.slice, plan: each)
        }
        return try run.run(barsPerColumn: barsPerColumn, slice: task.slice, plan: each, each: stream.each)
    }

    /// What bars of a picture are divided into. A fixed mix that turns over is cut into the mixes of its layers; all else is run
    /// once more, with mass kept rung by rung.
    private func layers(
        of task: MapTask, _ plan: MapTask.Plan, _ dataset: Dataset, _ request: MapRequest
    ) throws -> [RungLayer] {
        if case .fixed(let mix) = plan, task.run.turnsOver {
            return try RungLayers.cut(mix, task.run)
        }
        var request = request
        request.byRung = true
        let kept = try self.task(dataset, request)
        let map = try kept.namingPlugins {
            try self.result(of: kept, kept.plan(), barsPerColumn: nil, nil)
        }.map
        return RungLayers.sums(of: map.byRung, task.run.rungs.map(\.leverage))
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
}

extension EngineError {
    /// Layers of a sum.
    static let noLayers = EngineError(
        .usage, "layers=rungs is for a map of one market", hint: "draw one for each")

    /// Layers of bars that show no amounts.
    static let noFreshLayers = EngineError(
        .usage, "layers=rungs divides amounts, and view=freshness shows none", hint: "leave out one of them",
        subject: .value("rungs", of: "layers"))

    /// A view that the run knows nothing of.
    static let noFreshness = EngineError(
        .usage, "this map does not tell what was never swept, so it has no view freshness",
        hint:
            "maps of one venue tell it whose model is turnover and whose plugins decide the same for all bars; "
            + "leave out view, or the options that differ",
        subject: .value("freshness", of: "view"))
}
