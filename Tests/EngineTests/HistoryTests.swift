import Engine
import LiquidationCore
import MarketData
import PluginTestSupport
import TestSupport
import Testing

@Suite("Maps at many times") struct HistoryTests {
    private static let day = Int64(86_400_000)

    private static func worst(_ found: [Double], _ expected: [Double]) -> Double {
        let peak = expected.max() ?? 0
        let off = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        return peak > 0 ? off / peak : off
    }

    private func steps(_ bench: EngineBench, _ request: MapRequest) throws -> [MapHistory.Step] {
        let history = try MapHistory([MapSource(bench.dataset)], request, again: { bench.engine })
        var steps: [MapHistory.Step] = []
        while let step = try history.step() { steps.append(step) }
        #expect(steps.count == history.count)
        return steps
    }

    @Test(arguments: MapModel.presets.map(\.name), [nil, 3 * day])
    func `each step is the map as of its instant`(model: String, lookback: Int64?) throws {
        let bench = try EngineBench(bars: 240)
        var request = MapRequest()
        try request.setModel(model)
        request.lookback = lookback
        // What a ledger keeps off its axis depends on where that ends.
        if model != "turnover" { request.range = 30_000...300_000 }
        let steps = try steps(bench, request)
        #expect(steps.count == 10)
        for (index, step) in steps.enumerated() {
            let end = bench.dataset.series.time[0] + Int64(index + 1) * Self.day
            #expect(step.instant.milliseconds == end)
            var then = request
            then.asOf = .instant(step.instant)
            let expected = try bench.engine.result(bench.dataset, then)
            let (map, other) = (step.map.map, expected.map)
            #expect(map.time == other.time && map.price == other.price)
            #expect(map.grid == other.grid)
            if model == "turnover", lookback == nil {
                for side in Side.allCases {
                    #expect(Self.worst(map.notional[side], other.notional[side]) <= 1e-12)
                }
            } else {
                #expect(map.notional == other.notional)
            }
            for (one, other) in zip([map.ledger.accounts.long], [other.ledger.accounts.long]) {
                #expect(abs(one.live - other.live) <= 1e-9 * other.opened)
                #expect(abs(one.offGrid - other.offGrid) <= 1e-9 * other.opened)
                #expect(one.imbalance <= 1e-9)
            }
            #expect(step.map.averageTrueRange == expected.averageTrueRange)
            #expect(step.map.assumptions.data == expected.assumptions.data)
            #expect("\(step.map.title)" == "\(expected.title)")
        }
    }

    @Test func `a step can be changed and explained like any map`() throws {
        let bench = try EngineBench(bars: 240)
        let step = try #require(try steps(bench, MapRequest()).dropLast().last)
        let request = try #require(step.map.request)
        let again = try step.map.remake(request)
        #expect(again.map.time == step.map.map.time)
        #expect(Self.worst(again.map.notional.long, step.map.map.notional.long) <= 1e-12)
        let price = step.map.map.price.value * 0.97
        let part = try #require(
            try step.map.explain(price...price, .long).venues.first?.explanation.parts.first)
        let bucket = try #require(step.map.map.notional(.long, at: Price(price)))
        #expect(abs(part.live - bucket) <= 1e-9 * bucket)
    }

    @Test func `since leaves maps out and no bars`() throws {
        let bench = try EngineBench(bars: 240)
        var request = MapRequest()
        let all = try steps(bench, request)
        request.since = AsOf(text: "3d ago")
        let some = try steps(bench, request)
        #expect(some.map(\.instant) == all.suffix(4).map(\.instant))
        for (one, other) in zip(some, all.suffix(4)) {
            #expect(Self.worst(one.map.map.notional.long, other.map.map.notional.long) <= 1e-12)
        }
    }

    @Test func `a span that is shorter than a bar and a history without a step are refused`() throws {
        let bench = try EngineBench(bars: 20)
        var request = MapRequest()
        request.every = 60_000
        let short = #expect(throws: EngineError.self) { try steps(bench, request) }
        #expect(short?.description.contains("every must be at least as long as a bar, 1h, was 1m") == true)
        request.every = Self.day
        #expect(try steps(bench, request).map(\.map.map.time.milliseconds) == [bench.dataset.series.time[19]])
        request.since = AsOf(text: "2026-01-01")
        let none = #expect(throws: EngineError.self) { try steps(bench, request) }
        #expect(none?.description.contains("no step lies in the data") == true)
    }

    @Test func `freshness is a view of what tells it, and of nothing else`() throws {
        let bench = try EngineBench(bars: 240)
        var request = MapRequest()
        (request.view, request.columns) = (.freshness, 5)
        let heatmap = try #require(try bench.engine.result(bench.dataset, request).heatmap)
        #expect(heatmap.measure == .freshness)
        let map = try bench.engine.result(bench.dataset, MapRequest()).map
        for side in Side.allCases {
            let fresh = try #require(map.freshness(side))
            #expect(Self.worst(Array(heatmap.column(4, side)), fresh) <= 1e-9)
        }
        try request.setModel("balanced")
        for columns in [nil, 5] {
            request.columns = columns
            let error = #expect(throws: EngineError.self) { try bench.engine.result(bench.dataset, request) }
            #expect(error?.description.contains("has no view freshness") == true)
        }
    }

    @Test func `data is cut between two instants`() throws {
        let bench = try EngineBench(bars: 240)
        let times = bench.dataset.series.time
        let cut = try bench.dataset.slice(from: AsOf(text: "2025-05-03"), to: AsOf(text: "3d ago"))
        #expect(cut.series.time == Array(times[48..<168]))
        #expect(try bench.dataset.slice(from: nil, to: nil).series.count == 240)
        let error = #expect(throws: EngineError.self) {
            try bench.dataset.slice(from: AsOf(text: "2026-01-01"), to: nil)
        }
        #expect(error?.description.contains("no bar from 2026-01-01T00:00Z to the end of the data") == true)
    }
}
