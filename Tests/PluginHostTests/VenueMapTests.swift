import LiquidationCore
import MarketData
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@Suite("Maps of several venues") struct VenueMapTests {
    private func source(_ bench: Bench, _ venue: String?, _ options: [(String, String)] = []) throws
        -> MapSource
    {
        var source = MapSource(bench.dataset, venue: venue)
        for (name, value) in options { try source.set(name, to: value) }
        return source
    }

    @Test func `each bucket is the sum of the venues' buckets`() throws {
        let bench = try Bench()
        let answer = try bench.engine.answer(
            [source(bench, "binance"), source(bench, "bybit"), source(bench, "okx", [("lag", "1")])],
            MapRequest())
        let map = answer.map
        #expect(map.venues.count == 3)
        for side in Side.allCases {
            let parts = map.venues.map { $0.map.notional[side] }
            for bucket in parts[0].indices {
                #expect(
                    map.map.notional[side][bucket] == parts[0][bucket] + parts[1][bucket] + parts[2][bucket])
            }
        }
        #expect(map.map.ledger.imbalance <= 1e-9)
        #expect(map.assumptions.notes.contains { $0.contains("okx") && $0.contains("lag 1") })
    }

    @Test func `one venue of several is what it would be alone on that grid`() throws {
        let bench = try Bench()
        let both = try bench.engine.answer([source(bench, "binance"), source(bench, "okx")], MapRequest()).map
        var request = MapRequest()
        request.grid = .edges(both.map.grid.edges)
        request.venue = "okx"
        let alone = try bench.engine.answer(bench.dataset, request).map
        #expect(both.venues[1].map.notional.long == alone.map.notional.long)
        #expect(both.venues[1].map.notional.short == alone.map.notional.short)
    }

    @Test func `open interest in contracts or quote units is turned into coins`() throws {
        let bench = try Bench()
        let coins = try bench.engine.answer([source(bench, "binance"), source(bench, "okx")], MapRequest())
            .map
        let contracts = try bench.engine.answer(
            [source(bench, "binance"), source(bench, "okx", [("open_interest", "contracts*0.5")])],
            MapRequest()
        ).map
        // Turnover is volume's, so only the total of what stands open is half.
        let (whole, half) = (coins.venues[1].map.total(.long), contracts.venues[1].map.total(.long))
        #expect(half < whole && half > 0.3 * whole)
        #expect(coins.venues[0].map.total(.long) == contracts.venues[0].map.total(.long))
    }

    @Test func `hours that a venue lacks are told, not made up`() throws {
        let bench = try Bench()
        let short = try Bench(bars: 200)
        let answer = try bench.engine.answer([source(bench, "binance"), source(short, "okx")], MapRequest())
            .map
        #expect(answer.venues[0].missingHours == 0)
        #expect(answer.venues[1].missingHours == 40)
        let note = try #require(answer.assumptions.notes.first { $0.contains("no bars in 40 of the hours") })
        #expect(note.contains("okx") && note.contains("its ledger stands still there"), "\(note)")
    }

    @Test func `a heatmap is made of one venue`() throws {
        let bench = try Bench()
        var request = MapRequest()
        request.columns = 10
        let error = #expect(throws: HostError.self) {
            try bench.engine.answer([source(bench, "binance"), source(bench, "okx")], request)
        }
        #expect(error?.description.contains("made of one venue") == true)
    }
}
