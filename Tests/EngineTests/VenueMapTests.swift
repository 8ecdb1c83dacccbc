import Charts
import LiquidationCore
import MarketData
import Engine
import PluginTestSupport
import TestSupport
import Testing

@Suite("Maps of several venues") struct VenueMapTests {
    private func source(_ bench: EngineBench, _ venue: String?, _ options: [(String, String)] = []) throws
        -> MapSource
    {
        var source = MapSource(bench.dataset, venue: venue)
        for (name, value) in options { try source.set(name, to: value) }
        return source
    }

    /// The sum of the parts of sources that were made one by one, each over its own prices.
    private func merged(_ bench: EngineBench, _ sources: [MapSource]) throws -> MapResult {
        let request = MapRequest()
        let parts = try sources.map { try bench.engine.result([$0], request).sum() }
        let sum = try parts.dropFirst().reduce(parts[0]) { try $1.merging($0) }
        return try MapResult(sum: sum, search: request.clusterSearch)
    }

    @Test func `a map of several venues is the merge of their parts to the byte`() throws {
        let bench = try EngineBench()
        let short = try EngineBench(bars: 200)
        let sources = [
            try source(bench, "binance"), try source(bench, "bybit"),
            try source(short, "okx", [("lag", "1")]),
        ]
        let result = try bench.engine.result(sources, MapRequest())
        let merged = try merged(bench, sources)
        #expect(result.json == merged.json)
        #expect(result.csv == merged.csv)
        #expect(result.text(.plain(columns: 100)) == merged.text(.plain(columns: 100)))
        #expect(
            try PartFormat.bytes(of: result.sum(), file: "a") == PartFormat.bytes(of: merged.sum(), file: "b")
        )
        #expect(result.map.ledger.imbalance <= 1e-9)
        #expect(result.assumptions.notes.map(\.text).contains { $0.contains("okx") && $0.contains("lag 1") })
    }

    @Test func `each bucket is the exact sum of the venues' buckets`() throws {
        let bench = try EngineBench()
        let sources = [try source(bench, "binance"), try source(bench, "okx")]
        let both = try bench.engine.result(sources, MapRequest())
        var request = MapRequest()
        request.grid = .edges(both.map.grid.edges)
        let alone = try sources.map { try bench.engine.result([$0], request) }
        for side in Side.allCases {
            for bucket in both.map.notional[side].indices {
                let cents = alone.map { ($0.map.notional[side][bucket] * 100).rounded() }
                #expect((both.map.notional[side][bucket] * 100).rounded() == cents[0] + cents[1])
            }
        }
    }

    @Test func `open interest in contracts or quote units is turned into coins`() throws {
        let bench = try EngineBench()
        func total(_ options: [(String, String)]) throws -> Double {
            try bench.engine.result([source(bench, "okx", options)], MapRequest()).map.total(.long)
        }
        // Turnover is volume's, so only the total of what stands open is half.
        let (whole, half) = (try total([]), try total([("open_interest", "contracts*0.5")]))
        #expect(half < whole && half > 0.3 * whole)
    }

    @Test func `bars that a venue lacks are noted, not made up`() throws {
        let bench = try EngineBench()
        let short = try EngineBench(bars: 200)
        let result = try bench.engine.result([source(bench, "binance"), source(short, "okx")], MapRequest())
        let note = try #require(
            result.assumptions.notes.map(\.text).first { $0.contains("okx") && $0.contains("ends at") })
        #expect(note.contains("prices in between have swept nothing of it"), "\(note)")
    }

    @Test func `a heatmap is made of one venue`() throws {
        let bench = try EngineBench()
        var request = MapRequest()
        request.columns = 10
        let error = #expect(throws: EngineError.self) {
            try bench.engine.result([source(bench, "binance"), source(bench, "okx")], request)
        }
        #expect(error?.description.contains("made of one venue") == true)
    }
}
