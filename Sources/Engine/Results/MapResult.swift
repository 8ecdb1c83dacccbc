package import Charts
public import LiquidationCore
import PlainText

/// What a request gives: a map, the map over time if asked for, and everything that outputs say about them.
///
/// A map of one market comes from one run. A map of several markets is the exact sum of their shards, the same as
/// that of parts which were made one by one.
public final class MapResult {
    /// The map.
    public let map: LiquidationMap
    /// The map over time; `nil` unless columns were asked for.
    public let heatmap: Heatmap?
    /// What it rests on.
    public let assumptions: Assumptions
    /// What signal rules read off it.
    public let signals: [Signal]
    /// Its clusters, largest first: every output lists these.
    public let clusters: [Cluster]
    /// How clusters were looked for.
    public let search: ClusterSearch
    /// The average true range of a day of the market, quote per base; `nil` where the bars do not tell, and for a sum of
    /// parts.
    public let averageTrueRange: Double?
    /// What its picture shows.
    package let drawing: MapDrawing
    /// The run, which tells what each bar liquidated; `nil` for sums and for steps of a history.
    package let run: MapRun.Result?
    /// The heading of its picture.
    package let title: PlainLine
    /// What it was made of; `nil` for a map that cannot be recomputed.
    package let recipe: Recipe?
    /// The sum of shards that it was made of; `nil` for a map of one run.
    package let shards: ExactMap?
    /// Makes the exact sum of a map of one run.
    private let makeSum: () throws -> ExactMap
    private var knownSum: ExactMap?

    /// A result by its parts.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - heatmap: the map over time.
    ///   - assumptions: what it rests on.
    ///   - signals: what signal rules read off it.
    ///   - title: the heading of its picture.
    ///   - search: how clusters are looked for.
    ///   - averageTrueRange: that of a day of the market, quote per base.
    ///   - drawing: what its picture shows.
    ///   - run: the run.
    ///   - recipe: what it was made of.
    ///   - shards: the sum of shards that it was made of.
    ///   - sum: makes the exact sum of a map of one run; called at most once.
    package convenience init(
        map: LiquidationMap, heatmap: Heatmap? = nil, assumptions: Assumptions, signals: [Signal] = [],
        title: PlainLine, search: ClusterSearch, averageTrueRange: Double? = nil,
        drawing: MapDrawing = MapDrawing(), run: MapRun.Result? = nil, recipe: Recipe? = nil,
        shards: ExactMap? = nil, sum: @escaping () throws -> ExactMap
    ) {
        self.init(
            map, heatmap, assumptions, signals, title, search, averageTrueRange, drawing, run,
            map.clusters(search, averageTrueRange: averageTrueRange), recipe, shards, sum)
    }

    private init(
        _ map: LiquidationMap, _ heatmap: Heatmap?, _ assumptions: Assumptions, _ signals: [Signal],
        _ title: PlainLine, _ search: ClusterSearch, _ averageTrueRange: Double?,
        _ drawing: MapDrawing, _ run: MapRun.Result?, _ clusters: [Cluster],
        _ recipe: Recipe?, _ shards: ExactMap?, _ sum: @escaping () throws -> ExactMap
    ) {
        (self.map, self.heatmap, self.assumptions, self.signals) = (map, heatmap, assumptions, signals)
        (self.title, self.search, self.clusters) = (title, search, clusters)
        (self.averageTrueRange, self.drawing, self.run) = (averageTrueRange, drawing, run)
        (self.recipe, self.shards, makeSum) = (recipe, shards, sum)
    }

    /// The map in whole hundredths of a quote unit, which adds up exactly; made when an output needs it.
    ///
    /// - Throws: ``EngineError`` for a model of the session, `CoreError` for buckets that are too large to be added
    ///   exactly.
    /// - Complexity: O(bars · columns + rows · buckets) the first time.
    package func sum() throws -> ExactMap {
        if let known = shards ?? knownSum { return known }
        let sum = try makeSum()
        knownSum = sum
        return sum
    }

    /// The same result with what signal rules say of it and the recipe that remakes it.
    func with(signals: [Signal], recipe: Recipe?) -> MapResult {
        MapResult(
            map, heatmap, assumptions, signals, title, search, averageTrueRange, drawing, run, clusters,
            recipe,
            shards, sum)
    }

    /// The distance from the price within which clusters were looked for, a fraction.
    public var within: Double { search.within.value }

    /// Its clusters by another search.
    package func clusters(_ search: ClusterSearch) -> [Cluster] {
        map.clusters(search, averageTrueRange: averageTrueRange)
    }
}

/// What a map was made of: the sources and the request, and the engine that can make another of the same sources.
package struct Recipe {
    /// The data.
    package let sources: [MapSource]
    /// What was asked for.
    package let request: MapRequest
    /// The engine; a closure, so that a script's map does not keep its session alive.
    let engine: () -> MapEngine
}

extension MapResult {
    /// What it was made of beside its data; `nil` for a map that cannot be recomputed.
    package var request: MapRequest? { recipe?.request }

    /// The map of another request over the same data; this one stays as it is.
    ///
    /// - Throws: ``EngineError`` if it cannot be recomputed, and what the engine throws.
    /// - Complexity: that of a map.
    package func remake(_ request: MapRequest) throws -> MapResult {
        guard let recipe else { throw EngineError(.script, "a signal rule cannot have its map recomputed") }
        return try recipe.engine().result(recipe.sources, request, again: recipe.engine)
    }

    /// The same request with mass kept rung by rung; made when an output needs it.
    package func byRung() throws -> MapResult {
        guard let recipe, map.byRung.long.isEmpty else { return self }
        var request = recipe.request
        request.byRung = true
        let result = try remake(request)
        for side in Side.allCases { try checkSame(side, result.map.total(side)) }
        return result
    }

    /// Tells where the mass between two prices came from, by running the request once more.
    package func explain(_ prices: ClosedRange<Double>, _ side: Side?) throws -> ExplanationResult {
        guard let recipe else { throw EngineError(.script, "a signal rule cannot have its map explained") }
        let result = try recipe.engine().explain(recipe.sources, recipe.request, prices: prices, side: side)
        // The other side may have been left out.
        for side in Side.allCases
        where result.venues.allSatisfy({ $0.explanation.parts.contains { $0.side == side } }) {
            try checkSame(side, result.venues.reduce(0) { $0 + $1.map.total(side) })
        }
        return result
    }

    /// Refuses to tell of this map what another run gave, where models of the session or plugins have changed in between and
    /// that run holds another notional of the side.
    private func checkSame(_ side: Side, _ again: Double) throws(EngineError) {
        let held = map.total(side)
        guard abs(again - held) > 1 + 1e-6 * held else { return }
        throw EngineError(
            .script,
            "a plugin or a variable of the session that this map depends on has changed since: run again it holds "
                + "\(NumberText.short(again)) of \(side)s, not \(NumberText.short(held))",
            hint: "make the map again and ask that one")
    }
}
