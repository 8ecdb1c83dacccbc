package import LiquidationCore
import MarketData
import PlainText

/// Maps of the same data at many times, one after the other: as they were at each multiple of a span, and at the end.
///
/// One walk over the data gives them all where every step settles the same: model, rungs, tiers, mix. Else each step is a
/// run: with a look-back, because its window moves; with several venues, because their sum is made each time; and with a
/// plugin that is asked once about all bars, because it must not see later ones.
package final class MapHistory {
    /// One map of it.
    package struct Step {
        /// The instant that the map is made for: all its bars had ended by then.
        package let instant: Timestamp
        /// The map.
        package let map: MapResult
    }

    /// The instants of its steps, and the last bar that had ended by each.
    private let steps: [(instant: Int64, bar: Int)]
    private let recipe: Recipe
    private var next = 0
    private var walk: Walk?

    /// A walk over one venue's data.
    private struct Walk {
        let task: MapTask
        var walk: MapWalk
        /// What all steps rest on, once one was made.
        var assumptions: Assumptions?
        /// The price axis, where it follows from the data up to a step, with the prices of the bars so far.
        let axis: GridPlan?
        var prices: ClosedRange<Double>
        var grid: PriceGrid?
        var seen = 0

        /// A map on the axis of the data that it knows.
        mutating func ownAxis(_ map: LiquidationMap, after bar: Int) throws(CoreError) -> LiquidationMap {
            guard let axis else { return map }
            let (series, before) = (task.run.series, prices)
            for bar in seen...bar {
                prices = min(prices.lowerBound, series.low[bar])...max(prices.upperBound, series.high[bar])
            }
            seen = bar
            if grid == nil || before != prices { grid = try axis.grid(overPrices: prices) }
            return grid.map { map.cut(to: $0) } ?? map
        }
    }

    /// A history that has not begun.
    ///
    /// - Parameters:
    ///   - sources: the data.
    ///   - request: what is asked for, with the span of steps.
    ///   - again: gives the engine.
    /// - Throws: as ``MapEngine/result(_:_:again:)``, and ``EngineError`` `.usage` for a span that is shorter than a bar
    ///   and where no step lies in the data.
    package init(_ sources: [MapSource], _ request: MapRequest, again: @escaping () -> MapEngine) throws {
        guard let first = sources.first else {
            throw EngineError(.usage, "a history needs data: none is given")
        }
        var plain = request
        (plain.columns, plain.byRung) = (nil, false)
        recipe = Recipe(sources: sources, request: plain, engine: again)
        let dataset = try plain.cut(first.dataset)
        steps = try Self.steps(of: dataset, request)
        guard sources.count == 1, request.lookback == nil else { return }
        let (own, settled) = try again().single(first, plain)
        let task = try again().task(own, settled)
        let plan = try task.plan()
        // What changes with the data changes for good, so that a few steps tell.
        for part in 0...4 {
            var then = settled
            then.asOf = .instant(Timestamp(milliseconds: steps[(steps.count - 1) * part / 4].instant))
            guard try task.settles(plan, as: again().task(own, then)) else { return }
        }
        let walk = try task.namingPlugins {
            switch plan {
            case .fixed(let mix): try task.run.walk(mix)
            case .each(let plan, _): try task.run.walk(plan: plan)
            }
        }
        let series = task.run.series
        let axis = try settled.axis
        var ownAxis: GridPlan?
        // A ledger's buckets depend on where its axis ends, those of a mix that turns over do not.
        if case .lattice = axis, case .fixed = plan, task.run.turnsOver, !settled.hasGivenAxis {
            ownAxis = axis
        }
        self.walk = Walk(task: task, walk: walk, axis: ownAxis, prices: series.low[0]...series.high[0])
    }

    /// How many maps it has.
    package var count: Int { steps.count }

    /// The next map; `nil` behind the last.
    ///
    /// - Throws: as ``MapEngine/result(_:_:again:)``.
    /// - Complexity: in a walk that of the bars since the last step and of what a map needs, else that of a run.
    package func step() throws -> Step? {
        guard next < steps.count else { return nil }
        let (instant, bar) = steps[next]
        next += 1
        let time = Timestamp(milliseconds: instant)
        var request = recipe.request
        request.asOf = .instant(time)
        guard var walk else {
            let map = try recipe.engine().result(recipe.sources, request, again: recipe.engine)
            return Step(instant: time, map: map)
        }
        self.walk = nil
        defer { self.walk = walk }
        return Step(instant: time, map: try map(after: bar, request, &walk))
    }

    private func map(after bar: Int, _ request: MapRequest, _ walk: inout Walk) throws -> MapResult {
        let task = walk.task
        let whole = try task.namingPlugins { try walk.walk.map(after: bar) }
        let map = try walk.ownAxis(whole, after: bar)
        if request.view == .freshness, map.freshness == nil { throw EngineError.noFreshness }
        var assumptions = walk.assumptions ?? task.assumptions(of: map, gaps: walk.walk.gaps)
        if walk.assumptions == nil {
            // Each step has its own.
            if let note = map.unknownAgeNote { assumptions.notes.removeAll { $0.text == note } }
            assumptions.notes.append(
                "a step of a history: coverage and missing cells are those of all \(NumberText.count(task.run.series.count)) bars"
            )
            if walk.axis == nil {
                assumptions.notes.append("all steps of the history lie on the price axis of its last one")
            }
            walk.assumptions = assumptions
        }
        if let note = map.unknownAgeNote { assumptions.notes.append("\(note)") }
        assumptions.data = assumptions.data.map { pair in
            switch pair.name.text {
            case "to": Assumptions.Pair("to", "\(map.time)")
            case "bars": Assumptions.Pair("bars", "\(bar + 1)")
            default: pair
            }
        }
        let recipe = Recipe(sources: recipe.sources, request: request, engine: recipe.engine)
        return MapResult(
            map: map, assumptions: assumptions, title: task.title(bars: bar + 1),
            search: try request.clusterSearch,
            averageTrueRange: task.run.series.averageTrueRange(after: bar, interval: task.interval),
            drawing: request.drawing, recipe: recipe,
            sum: { try recipe.engine().result(recipe.sources, recipe.request, again: recipe.engine).sum() })
    }

    /// The multiples of the span by which further bars had ended, and the end of the data.
    private static func steps(
        of dataset: Dataset, _ request: MapRequest
    ) throws(EngineError) -> [(instant: Int64, bar: Int)] {
        let (every, interval, times) = (request.every, max(dataset.interval, 1), dataset.series.time)
        guard every >= interval else {
            throw EngineError(
                .usage,
                "every must be at least as long as a bar, \(UnitText.text(milliseconds: interval)), was "
                    + UnitText.text(milliseconds: every),
                subject: .value(UnitText.text(milliseconds: every), of: "every"))
        }
        guard let end = dataset.end else { return [] }
        let since = request.since.map { $0.milliseconds(end: end) } ?? .min
        let begin = max(times[0] + interval, since)
        var steps: [(instant: Int64, bar: Int)] = []
        var (bar, last) = (0, -1)
        var instant = (begin > 0 ? (begin + every - 1) / every : begin / every) * every
        while instant <= end {
            while bar < times.count, times[bar] + interval <= instant { bar += 1 }
            if bar - 1 > last {
                steps.append((instant, bar - 1))
                last = bar - 1
            }
            instant += every
        }
        // What is known now comes last.
        if times.count - 1 > last, end >= since { steps.append((end, times.count - 1)) }
        guard !steps.isEmpty else {
            throw EngineError(
                .usage,
                "no step lies in the data, which ends at \(Timestamp(milliseconds: end))",
                subject: .value(request.since?.text, of: "since"))
        }
        return steps
    }
}
