package import LiquidationCore
import MarketData
import PlainText

extension MapEngine {
    /// Tells where the mass between two prices came from: whole buckets, deposit by deposit.
    ///
    /// - Parameters:
    ///   - sources: the data; several are explained one by one, on grids that line up.
    ///   - request: as for the map that is explained.
    ///   - prices: the lowest and highest price; one bucket where they are the same.
    ///   - side: whose positions; where `nil`, longs of what lies below the last price and shorts above it.
    /// - Returns: what the buckets hold, venue by venue.
    /// - Throws: ``EngineError`` for plugins and arguments, and for prices off the grid; `CoreError` as a map.
    /// - Complexity: about that of the map.
    package func explain(
        _ sources: [MapSource], _ request: MapRequest, prices: ClosedRange<Double>, side: Side?
    ) throws -> ExplanationResult {
        guard let first = sources.first else { throw EngineError(.usage, "a map needs data: none is given") }
        var plain = request
        (plain.byRung, plain.columns, plain.plugins[.signal]) = (false, nil, nil)
        let isPlain = sources.count == 1 && first.venue == nil && first.unit == .base && first.options.isEmpty
        let all = isPlain ? [(dataset: first.dataset, request: plain)] : try aligned(sources, plain)
        var (venues, title) = ([ExplanationResult.Venue](), PlainLine(""))
        for (source, own) in zip(sources, all) {
            let task = try task(own.dataset, own.request)
            defer { meter?.clear() }
            let buckets = try task.buckets(of: prices)
            let sides = side.map { [$0] } ?? task.sides(of: buckets)
            let plan = try task.plan()
            let (explanation, result) = try task.namingPlugins {
                if case .fixed(let mix) = plan, task.run.turnsOver {
                    try task.run.explain(buckets, sides: sides, mix: mix)
                } else {
                    try task.run.explain(buckets, sides: sides, plan: plan.barByBar)
                }
            }
            if title.text.isEmpty { title = task.title }
            venues.append(
                ExplanationResult.Venue(
                    name: sources.count > 1 ? source.name(in: request) : nil, explanation: explanation,
                    map: result.map, assumptions: task.assumptions(of: result.map, gaps: result.gaps)))
        }
        return ExplanationResult(title: title, venues: venues)
    }
}

extension MapTask {
    /// The buckets that two prices lie in, and those between them.
    fileprivate func buckets(of prices: ClosedRange<Double>) throws(EngineError) -> Range<Int> {
        let grid = run.grid
        let (low, high) = (grid.index(of: prices.lowerBound), grid.index(of: prices.upperBound))
        guard high >= 0, low < grid.count else {
            throw EngineError(
                .usage,
                "no bucket at \(NumberText.price(prices.lowerBound)): the map reaches from "
                    + "\(NumberText.price(grid.edges[0])) to \(NumberText.price(grid.edges[grid.count]))",
                hint: "ask for a price within it")
        }
        // The upper edge of a bucket is not in it.
        let isEdge = high < grid.count && high > low && grid.edges[high] == prices.upperBound
        return max(low, 0)..<(min(high, grid.count - 1) + (isEdge ? 0 : 1))
    }

    /// Longs below the last price, shorts above it.
    fileprivate func sides(of buckets: Range<Int>) -> [Side] {
        let here = run.grid.index(of: run.series.close[run.series.count - 1])
        return [Side.long, .short].filter {
            $0 == .long ? buckets.lowerBound <= here : buckets.upperBound > here
        }
    }
}
