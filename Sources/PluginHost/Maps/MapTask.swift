import Charts
import LiquidationCore
import MarketData

/// A request settled over data: what a run needs, and what is said of it.
struct MapTask {
    let run: MapRun
    private let dataset: Dataset
    private let request: MapRequest
    private let leverage: LeverageSource
    private let funding: Plugin?
    private let margin: Margin

    /// What a bar's plan is asked of.
    typealias BarByBar = (Int, inout BarPlan) throws -> Void

    /// How a run gets its weights.
    enum Plan {
        /// Every bar has the same.
        case fixed(LeverageMix)
        /// Each bar is asked for.
        case each(BarByBar)

        /// Bar by bar, whichever it is.
        var barByBar: BarByBar {
            switch self {
            case .fixed(let mix):
                let plan = BarPlan(mix)
                return { _, current in current = plan }
            case .each(let plan): return plan
            }
        }
    }

    /// The most cells that a heatmap may have on each side: 400 MB.
    static let heatmapCells = 50_000_000

    /// - Throws: ``HostError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    init(_ dataset: Dataset, _ request: MapRequest, catalog: PluginCatalog) throws {
        let series = request.lookback.map { dataset.series.suffix(milliseconds: $0) } ?? dataset.series
        (self.dataset, self.request) = (dataset, request)
        leverage = try LeverageSource(request.leverage, catalog: catalog)
        margin = try Margin(
            venue: request.venue, symbol: request.symbol ?? dataset.symbol,
            at: Timestamp(milliseconds: series.time[series.count - 1]))
        run = try MapRun(
            series: series, model: request.model, grid: request.grid, ladder: leverage.ladder,
            instrument: margin.instrument, byRung: request.byRung)
        funding = try request.funding.map { try catalog.plugin($0, kind: .funding) }
    }

    /// Asks for the weights: of all bars where that can be done at once.
    func plan() throws -> Plan {
        let answer = try leverage.answer(over: run.series, interval: dataset.interval)
        if case .fixed(let mix) = answer, funding == nil { return .fixed(mix) }
        let (series, row) = (run.series, BarRow(run.series, interval: dataset.interval))
        let tilt = try funding.map { try FundingRule($0, row: row) }
        var fixed: BarPlan?
        let rule: (any LeverageWeights)?
        switch answer {
        case .fixed(let mix): (fixed, rule) = (BarPlan(mix), nil)
        case .known(let known): rule = known
        case .asked(let plugin): rule = try LeverageRule(plugin, ladder: leverage.ladder, row: row)
        }
        return .each { [fixed] index, plan in
            let place = BarPlace(series, index)
            if let fixed { plan = fixed }
            try rule?.fill(&plan, bar: place)
            try tilt?.fill(&plan, bar: place)
        }
    }

    /// How many bars make a column where about so many columns are wanted.
    func barsPerColumn(for columns: Int) throws(HostError) -> Int {
        let bars = run.series.count
        let perColumn = max(1, (bars + columns - 1) / max(1, columns))
        let count = (bars + perColumn - 1) / perColumn
        guard count <= Self.heatmapCells / run.grid.count else {
            throw HostError(
                .limit,
                "a heatmap of \(count) columns and \(run.grid.count) buckets has more than "
                    + "\(Self.heatmapCells) cells", hint: "ask for fewer columns or buckets")
        }
        return perColumn
    }

    /// What a result of the run rests on.
    func assumptions(of result: MapRun.Result, signals: [Assumptions.Part] = []) -> Assumptions {
        Assumptions(
            run: run, result: result, dataset: dataset, margin: margin, parts: shaping + signals,
            request: request)
    }

    /// The plugins that the map's mass depends on.
    private var shaping: [Assumptions.Part] { [leverage.part] + (funding.map { [$0.part] } ?? []) }

    /// A result as a part that can be merged with others.
    ///
    /// - Parameter planned: the model that parts are to have in common.
    func part(of result: MapRun.Result, planned: MapModel) throws -> ExactMap {
        let shard = try MapShard(
            venue: request.venue ?? Margin.venue.id, symbol: dataset.symbol ?? request.symbol ?? "",
            series: run.series, interval: dataset.interval, model: run.model, map: result.map,
            assumptions: assumptions(of: result))
        let plan = MapPlan(
            engine: EngineVersion.text, model: planned, ladder: leverage.ladder, parts: shaping)
        return try ExactMap(result.map, shard: shard, plan: plan)
    }

    /// The heading of pictures: `BTCUSDT · 4h · 1,375 bars to 2025-06-30T16:00Z`.
    var title: String {
        let series = run.series
        let end = Timestamp(milliseconds: series.time[series.count - 1])
        let step = UnitText.text(milliseconds: dataset.interval)
        return "\(margin.symbol ?? "no symbol") · \(step) · \(NumberText.count(series.count)) bars to \(end)"
    }
}
