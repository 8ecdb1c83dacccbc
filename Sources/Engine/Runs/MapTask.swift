import LiquidationCore
import MarketData
import PlainText

/// A request settled over data: what a run needs, and what is said of it.
struct MapTask {
    var run: MapRun
    private let dataset: Dataset
    /// What `math.random` was seeded with, where the run says so.
    private let seed: UInt64?
    private let request: MapRequest
    private let leverage: LeverageSource
    /// Plugins that have a say in the plan of each bar, beside leverage.
    private let rules: [any MapPlugin]
    /// What decides where positions are force-closed, instead of the venue.
    private let margining: (any MapPlugin)?
    /// The bars as plugins are asked about them.
    let context: BarContext
    private let margin: ChosenMargin
    /// Which part of what is open a heatmap shows.
    let slice: HeatmapSlice

    /// What a bar's plan is asked of.
    typealias BarByBar = (Int, inout BarPlan) throws -> Void

    /// How a run gets its weights.
    enum Plan {
        /// Every bar has the same.
        case fixed(LeverageMix)
        /// Each bar is asked for; what is said of a bar may follow from later ones where `asksOnce`.
        case each(BarByBar, asksOnce: Bool)

        /// Bar by bar, whichever it is.
        var barByBar: BarByBar {
            switch self {
            case .fixed(let mix):
                let plan = BarPlan(mix)
                return { _, current in current = plan }
            case .each(let plan, _): return plan
            }
        }
    }

    /// The most columns of a heatmap that is held in memory.
    static let heldColumns = 100_000

    /// The most cells that a heatmap may have on each side: 400 MB.
    static let heatmapCells = 50_000_000

    /// `shouldContinue` is asked while a plugin is waited for: false ends the run.
    /// - Throws: ``EngineError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    init(
        _ dataset: Dataset, _ request: MapRequest, plugins: any PluginProvider,
        shouldContinue: @escaping () -> Bool = { true }
    ) throws {
        let dataset = try request.cut(dataset)
        let series = request.lookback.map { dataset.series.suffix(milliseconds: $0) } ?? dataset.series
        (self.dataset, self.request, seed) = (dataset, request, plugins.seed)
        leverage = try LeverageSource(
            request.plugins[.leverage] ?? MapRequest.usualLeverage, plugins: plugins)
        rules = try PluginKind.barRules.compactMap { kind in
            try request.plugins[kind].map { try plugins.mapPlugin($0, kind: kind) }
        }
        margining = try request.plugins[.margin].map { try plugins.mapPlugin($0, kind: .margin) }
        var model = request.model
        // A plugin that splits needs no column for it.
        if request.plugins[.split] != nil { model.split = .even }
        if request.plugins[.flow] != nil {
            model.flow = .planned
        } else if model.flow == .planned {
            throw EngineError(
                .usage, "flow=planned opens what a flow plugin says, and none is chosen",
                hint: "--flow PLUGIN",
                subject: .value("planned", of: "flow"))
        }
        margin = try ChosenMargin(
            venue: request.venue, symbol: request.symbol ?? dataset.symbol,
            at: Timestamp(milliseconds: series.time[series.count - 1]))
        let questions = RungQuestion.questions(
            of: leverage.ladder, model: model, instrument: margin.instrument,
            at: try Price(series.close[series.count - 1]))
        let isWarm = request.isWarm && series.count < dataset.series.count
        let fine =
            dataset.finer.isEmpty
            ? nil
            : FineBars(
                isWarm ? dataset.series : series, interval: dataset.interval, finer: dataset.finer)
        var run = try MapRun(
            series: series, model: model, grid: request.axis, ladder: leverage.ladder,
            instrument: margin.instrument, byRung: request.byRung || request.leverages != nil,
            history: isWarm ? dataset.series : nil, fine: fine,
            liquidationPrices: try margining?.liquidationPrices(of: questions))
        guard run.model.lag < series.count else {
            throw EngineError(
                .usage,
                "open interest is to be \(NumberText.count(run.model.lag)) bars late, but there are "
                    + "\(NumberText.count(series.count)): none of it would be known",
                hint: "a lag is a few bars", subject: .value("\(run.model.lag)", of: "lag"))
        }
        run.zeros = LargePages.zeros
        self.run = run
        slice = try request.slice(on: leverage.ladder)
        context = BarContext(
            series, interval: dataset.interval, ladder: leverage.ladder, shouldContinue: shouldContinue)
    }

    /// Asks for the weights: of all bars where that can be done at once.
    func plan() throws -> Plan {
        let answer = try leverage.plan(over: context)
        if case .fixed(let mix) = answer, self.rules.isEmpty { return .fixed(mix) }
        var fixed: BarPlan?
        var rules: [any BarRule] = []
        for answer in [answer] + (try self.rules.map { try $0.plan(over: context) }) {
            switch answer {
            case .fixed(let mix): fixed = BarPlan(mix)
            case .rule(let rule): rules.append(rule)
            }
        }
        let series = run.series
        let asksOnce = rules.contains { $0.asksOnce }
        return .each(
            { [fixed, rules] index, plan in
                let place = BarPlace(series, index)
                if let fixed { plan = fixed }
                for rule in rules { try rule.fill(&plan, bar: place) }
            }, asksOnce: asksOnce)
    }

    /// Whether a run over other data of the same market settles everything as this one does: model, rungs, margin and mix.
    ///
    /// Then a walk over one passes the map of the other. A `margin` plugin, and a plugin whose one answer about all bars
    /// differs between bars, count as different.
    ///
    /// - Parameters:
    ///   - plan: what this one was answered.
    ///   - other: the other.
    /// - Returns: false also where that is not known.
    /// - Throws: what plugins throw.
    func settles(_ plan: Plan, as other: MapTask) throws -> Bool {
        guard margining == nil, run.model == other.run.model, run.rungs == other.run.rungs,
            margin.text == other.margin.text
        else { return false }
        switch (plan, try other.plan()) {
        case (.fixed(let mix), .fixed(let another)): return mix.weights == another.weights
        case (.each(_, let asksOnce), .each): return !asksOnce
        default: return false
        }
    }

    /// Runs, and names the plugin whose answers the core cannot take.
    ///
    /// - Throws: ``EngineError`` `.pluginInvalid` for weights that are too small and for margin rules that leave no
    ///   rung; else what `body` throws.
    func namingPlugins<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as CoreError {
            let failed: (any MapPlugin)? =
                switch error.code {
                case .invalidWeights: leverage.plugin
                case .invalidModel: margining
                default: nil
                }
            guard let part = failed?.part else { throw error }
            throw EngineError(
                .pluginInvalid, "\(part.kind) plugin \(part.id): \(error.message)", hint: error.hint)
        }
    }

    /// How many bars make a column where about so many columns are wanted; fewer where all are held in memory.
    func barsPerColumn(for columns: Int, isHeld: Bool) throws(EngineError) -> Int {
        guard !isHeld || columns <= Self.heldColumns else {
            throw EngineError(
                .usage,
                "columns must lie in 1 to \(NumberText.count(Self.heldColumns)), was \(columns)",
                hint: "liq heatmap --out FILE.csv writes up to 10,000,000")
        }
        let bars = run.series.count
        let perColumn = max(1, (bars + columns - 1) / max(1, columns))
        let count = (bars + perColumn - 1) / perColumn
        guard !isHeld || count <= Self.heatmapCells / run.grid.count else {
            throw EngineError(
                .limit,
                "a heatmap of \(count) columns and \(run.grid.count) buckets has more than "
                    + "\(Self.heatmapCells) cells", hint: "ask for fewer columns or buckets, or for a CSV")
        }
        return perColumn
    }

    /// What a result of the run rests on.
    func assumptions(
        of map: LiquidationMap, gaps: Ledger.Gaps, signals: [Assumptions.Part] = []
    ) -> Assumptions {
        var assumptions = Assumptions(
            run: run, map: map, gaps: gaps, dataset: dataset, margin: margin, parts: shaping + signals,
            request: request)
        if request.columns != nil { assumptions.model += slice.pairs(on: leverage.ladder) }
        // Models in Swift draw no numbers.
        let drawing = assumptions.parts.contains { $0.origin != .builtIn }
        if let seed, drawing { assumptions.notes.append("math.random was seeded with \(seed)") }
        return assumptions
    }

    /// How long a bar is, milliseconds.
    var interval: Int64 { dataset.interval }

    /// What labels the rows of a table that is written while the run goes on.
    var labels: RowLabels {
        let model = run.model.options.filter { $0.name == "model" }
        return RowLabels(
            symbol: "\(margin.symbol ?? "unknown")",
            model: model.map { Assumptions.Pair("\($0.name)", "\($0.value)") }, parts: shaping)
    }

    /// The plugins that the map's mass depends on.
    private var shaping: [Assumptions.Part] {
        (request.pack.map { [$0.part] } ?? []) + [leverage.part] + rules.map(\.part)
            + (margining.map { [$0.part] } ?? [])
    }

    /// Models of the session among them.
    private var sessionModels: [any MapPlugin] {
        let all = [leverage.plugin].compactMap(\.self) + rules + [margining].compactMap(\.self)
        return all.filter(\.isOfSession)
    }

    /// A result as a part that can be merged with others.
    ///
    /// - Parameters:
    ///   - result: what the run gave.
    ///   - planned: the model that parts are to have in common.
    /// - Returns: a map of one shard.
    /// - Throws: ``EngineError`` for a model of the session, `CoreError` for buckets that are too large to be added
    ///   exactly.
    func part(of result: MapRun.Result, planned: MapModel) throws -> ExactMap {
        if let unknown = sessionModels.first {
            throw EngineError(
                .script,
                "a part cannot be made with '\(unknown.part.id)', a model of the session: without its source nothing tells "
                    + "whether two parts were made alike", hint: "put the model into a file")
        }
        let shard = try MapShard(
            venue: request.venue ?? ChosenMargin.venue.id, symbol: dataset.symbol ?? request.symbol ?? "",
            series: run.series, read: run.fine?.tape ?? (run.isWarm ? dataset.series : run.series),
            interval: dataset.interval,
            model: run.model, map: result.map,
            assumptions: assumptions(of: result.map, gaps: result.gaps))
        let plan = MergeKey(
            engine: "\(EngineVersion.text)", model: planned, ladder: leverage.ladder, parts: shaping)
        return try ExactMap(result.map, shard: shard, key: plan)
    }

    /// The heading of pictures: `BTCUSDT · 4h · 1,375 bars to 2025-06-30T16:00Z`.
    var title: PlainLine { title(bars: run.series.count) }

    /// The heading where only the first bars are known.
    func title(bars: Int) -> PlainLine {
        let end = Timestamp(milliseconds: run.series.time[bars - 1])
        let step = UnitText.text(milliseconds: dataset.interval)
        return "\(margin.symbol ?? dataset.sourceName) · \(step) · \(NumberText.count(bars)) bars to \(end)"
    }
}
