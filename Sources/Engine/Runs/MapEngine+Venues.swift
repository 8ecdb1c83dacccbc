import LiquidationCore
import MarketData

extension MapEngine {
    /// Makes a map of several venues on one grid: each under its own rules, added bucket by bucket.
    ///
    /// What a venue lacks is reported and never made up: where it has no bars its ledger stands still.
    /// - Throws: ``HostError`` for plugins and arguments, `CoreError` where data and plan do not go together.
    /// - Complexity: as ``answer(_:_:)`` for each source.
    package func answer(_ sources: [MapSource], _ request: MapRequest) throws -> Answer {
        guard let first = sources.first else { throw HostError(.usage, "a map needs data: none is given") }
        guard sources.count > 1 || first.venue != nil || first.unit != .base || !first.options.isEmpty else {
            return try answer(first.dataset, request)
        }
        if sources.count == 1, request.columns != nil {
            let (dataset, own) = try single(first, request)
            return try answer(dataset, own, planned: request.model)
        }
        guard request.columns == nil else {
            throw HostError(
                .usage, "a heatmap is made of one venue: \(sources.count) are given",
                hint: "make one for each")
        }
        let aligned = try aligned(sources, request)
        let cut = aligned.map(\.dataset.series)
        let answers = try aligned.map { try answer($0.dataset, $0.request, planned: request.model) }
        // Each venue is a shard: the sum is that of parts that were made one by one.
        let part = {
            try answers.dropFirst().reduce(try answers[0].part()) { try $0.merging(try $1.part()) }
        }
        let map = try LiquidationMap(summing: answers.map(\.map.map))
        let hours = Hours(of: cut)
        let parts = zip(zip(sources, cut), answers).map { source, answer in
            let missing = hours.missing(in: source.1)
            return VenuePart(
                name: source.0.name(in: request),
                map: answer.map.map, bars: source.1.count, missingHours: missing.count,
                firstMissing: missing.first)
        }
        let assumptions = Assumptions(of: answers.map(\.map.assumptions), parts: parts)
        func document(_ signals: [Signal]) throws -> MapDocument {
            MapDocument(
                map: map, assumptions: assumptions, signals: signals, within: try Rate(request.within),
                limit: request.clusters, venues: parts)
        }
        let newest = cut.max { $0.time[$0.count - 1] < $1.time[$1.count - 1] } ?? cut[0]
        let title = "\(sources.count) venues · " + answers[0].title
        let plain = MapObject(try document([]), title: title, part: part)
        let context = BarContext(
            newest, interval: first.dataset.interval, ladder: .standard, shouldContinue: shouldContinue)
        let rules = try request.signals.map { try plugins.mapPlugin($0, kind: .signal) }
        let signals = try rules.flatMap { try $0.signals(of: plain, in: context) }
        return Answer(map: try document(signals), heatmap: nil, title: title, part: part)
    }
}

extension MapEngine {
    /// Sources on one grid, each with the request under its own rules; signals, which read the sum, left out.
    ///
    /// - Throws: ``HostError`` for sources that would count twice and options, `CoreError` for data without bars.
    func aligned(
        _ sources: [MapSource], _ request: MapRequest
    ) throws -> [(dataset: Dataset, request: MapRequest)] {
        try check(sources, request)
        let cut = try sources.map { source in
            let series = try source.series
            return request.lookback.map { series.suffix(milliseconds: $0) } ?? series
        }
        var shared = request
        (shared.lookback, shared.signals) = (nil, [])
        shared.grid = .edges(try request.grid.grid(over: cut).edges)
        return try zip(sources, cut).map { source, series in
            var own = shared
            own.venue = source.venue ?? request.venue
            for option in source.options { try own.setOption(option.name, to: option.value) }
            return (source.dataset.with(series), own)
        }
    }

    /// Refuses what would count twice, and a venue that nothing asks for.
    private func check(_ sources: [MapSource], _ request: MapRequest) throws(HostError) {
        var names: Set<String> = []
        for source in sources {
            let name = source.name(in: request)
            guard names.insert(name).inserted else {
                throw HostError(
                    .usage, "\(name) is given twice: it would count twice",
                    hint: "data of another venue is written VENUE=PATH")
            }
        }
        if let venue = request.venue, sources.allSatisfy({ $0.venue != nil }) {
            throw HostError(.usage, "every source names its venue: '\(venue)' would be used for none")
        }
    }
}

extension MapSource {
    /// `okx BTC-USDT-SWAP`: its venue, and its symbol where the data names one.
    func name(in request: MapRequest) -> String {
        [venue ?? request.venue ?? Margin.venue.id, dataset.symbol].compactMap(\.self).joined(separator: " ")
    }
}

/// The hours that any of several series has bars in.
private struct Hours {
    private let all: [Int64]

    init(of series: [BarSeries]) {
        var hours: Set<Int64> = []
        for one in series { hours.formUnion(one.time.lazy.map { $0 / 3_600_000 }) }
        all = hours.sorted()
    }

    /// Those in which a series has none.
    func missing(in series: BarSeries) -> [Timestamp] {
        let own = Set(series.time.lazy.map { $0 / 3_600_000 })
        return all.filter { !own.contains($0) }.map { Timestamp(milliseconds: $0 * 3_600_000) }
    }
}

extension Assumptions {
    /// What a map of several venues rests on: the model of the first, and what each says of its own.
    init(of venues: [Assumptions], parts: [VenuePart]) {
        let first = venues[0]
        var notes: [String] = []
        for (part, assumptions) in zip(parts, venues) {
            if let from = part.firstMissing {
                notes.append(
                    "\(part.name): no bars in \(part.missingHours) of the hours that other venues have, the first "
                        + "\(from); its ledger stands still there")
            }
            for option in assumptions.model where !first.model.contains(option) {
                notes.append("\(part.name): \(option.name) \(option.value)")
            }
            notes += assumptions.notes.map { "\(part.name): \($0)" }
        }
        func each(_ pairs: (Assumptions) -> [Pair]) -> [Pair] {
            zip(parts, venues).flatMap { part, venue in
                pairs(venue).map { Pair("\(part.name) \($0.name)", $0.value) }
            }
        }
        self.init(
            engine: first.engine, model: first.model,
            margin: venues.map(\.margin).joined(separator: "; "), parts: first.parts, data: each(\.data),
            coverage: each(\.coverage), notes: notes)
    }
}
