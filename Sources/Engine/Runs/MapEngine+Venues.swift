import LiquidationCore
import MarketData

extension MapEngine {
    /// Makes a map of one venue, or of several on one grid: each under its own rules, added exactly.
    ///
    /// What a venue lacks is reported and never made up: where it has no bars its ledger stands still.
    /// - Parameters:
    ///   - sources: the data of each venue.
    ///   - request: what is asked for.
    ///   - again: gives the engine that remakes the result; this one if `nil`.
    /// - Returns: the result; of several venues the sum of their parts, as ``PartMerge`` adds them.
    /// - Throws: ``EngineError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    /// - Complexity: as ``result(_:_:)`` for each source.
    package func result(
        _ sources: [MapSource], _ request: MapRequest, again: (() -> MapEngine)? = nil
    ) throws -> MapResult {
        guard let first = sources.first else { throw EngineError(.usage, "a map needs data: none is given") }
        let recipe = Recipe(sources: sources, request: request, engine: again ?? { self })
        guard sources.count > 1 || first.venue != nil || first.unit != .base || !first.options.isEmpty else {
            return try run(first.dataset, request, planned: request.model, recipe: recipe)
        }
        if sources.count > 1, request.isLayered { throw EngineError.noLayers }
        if sources.count > 1, request.view == .freshness { throw EngineError.noFreshness }
        if sources.count == 1, request.columns != nil || request.isLayered || request.view == .freshness {
            let (dataset, own) = try single(first, request)
            return try run(dataset, own, planned: request.model, recipe: recipe)
        }
        guard request.columns == nil else {
            throw EngineError(
                .usage, "a heatmap is made of one venue: \(sources.count) are given",
                hint: "make one for each")
        }
        let aligned = try aligned(sources, request)
        let parts = try aligned.map { try run($0.dataset, $0.request, planned: request.model).sum() }
        let sum = try parts.dropFirst().reduce(parts[0]) { try $0.merging($1) }
        let rules = try request.plugins.all(of: .signal).map { try plugins.mapPlugin($0, kind: .signal) }
        let cut = aligned.map(\.dataset.series)
        let newest = cut.max { $0.time[$0.count - 1] < $1.time[$1.count - 1] } ?? cut[0]
        let plain = try MapResult(
            sum: sum, search: request.clusterSearch, signalParts: rules.map(\.part),
            drawing: request.drawing)
        let context = BarContext(
            newest, interval: first.dataset.interval, ladder: .standard, shouldContinue: shouldContinue)
        let signals = try rules.flatMap { try $0.signals(of: plain, in: context) }
        return plain.with(signals: signals, recipe: recipe)
    }
}

extension MapEngine {
    /// Sources on grids that line up, each with the request under its own rules; signals, which read the sum, left out.
    ///
    /// - Throws: ``EngineError`` for sources that would count twice and options, `CoreError` for data without bars.
    func aligned(
        _ sources: [MapSource], _ request: MapRequest
    ) throws -> [(dataset: Dataset, request: MapRequest)] {
        try check(sources, request)
        let known = try sources.map { source in
            try request.cut(source.inBase).series
        }
        let cut = known.map { series in
            request.lookback.map { series.suffix(milliseconds: $0) } ?? series
        }
        var shared = request
        (shared.range, shared.gridOf, shared.asOf) = (nil, nil, nil)
        if !request.isWarm { shared.lookback = nil }
        shared.plugins[.signal] = nil
        // Grids on one lattice line up by themselves.
        let axis = try request.axis
        if case .lattice = axis {
            shared.grid = axis
        } else {
            shared.grid = .edges(try axis.grid(over: cut).edges)
        }
        return try sources.indices.map { index in
            let source = sources[index]
            var own = shared
            own.venue = source.venue ?? request.venue
            for option in source.options { try own.setOption(option.name, to: option.value) }
            // What warms a run up lies before the look-back.
            return (try source.inBase.with(request.isWarm ? known[index] : cut[index]), own)
        }
    }

    /// Refuses what would count twice, and a venue that nothing asks for.
    private func check(_ sources: [MapSource], _ request: MapRequest) throws(EngineError) {
        var names: Set<String> = []
        for source in sources {
            let name = source.name(in: request)
            guard names.insert(name).inserted else {
                throw EngineError(
                    .usage, "\(name) is given twice: it would count twice",
                    hint: "data of another venue is written VENUE=PATH")
            }
        }
        if let venue = request.venue, sources.allSatisfy({ $0.venue != nil }) {
            throw EngineError(
                .usage, "every source names its venue: '\(venue)' would be used for none",
                subject: .value(venue))
        }
    }
}

extension MapSource {
    /// `okx BTC-USDT-SWAP`: its venue, and its symbol where the data names one.
    func name(in request: MapRequest) -> String {
        [venue ?? request.venue ?? ChosenMargin.venue.id, dataset.symbol].compactMap(\.self).joined(
            separator: " ")
    }
}
