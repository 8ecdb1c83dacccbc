import Engine
import LiquidationCore
import MarketData
import PluginTestSupport
import TestSupport
import Testing

@Suite("Maps at an instant") struct AsOfTests {
    @Test(arguments: MapModel.presets.map(\.name))
    func `a map as of an instant is that of the data that ended by then`(model: String) throws {
        let (whole, cut) = (try EngineBench(bars: 240), try EngineBench(bars: 180))
        let end = cut.dataset.series.time[179] + cut.dataset.interval
        for (text, lookback) in [
            ("\(end)", nil), ("\(end + 1_000)", nil), ("\(Timestamp(milliseconds: end))", "4d"),
            ("60h ago", nil),
        ] {
            func request(_ asOf: String?) throws -> MapRequest {
                var request = MapRequest()
                try request.setModel(model)
                request.asOf = asOf.flatMap(AsOf.init(text:))
                request.lookback = lookback == nil ? nil : 4 * 86_400_000
                return request
            }
            let found = try whole.engine.result(whole.dataset, request(text))
            let expected = try cut.engine.result(cut.dataset, request(nil))
            #expect(found.map.notional == expected.map.notional, "\(text)")
            #expect(found.map.time == expected.map.time && found.map.price == expected.map.price, "\(text)")
            #expect(found.map.freshness?.untouched == expected.map.freshness?.untouched, "\(text)")
        }
    }

    @Test func `maps of several venues are of that instant, too`() throws {
        let (whole, cut) = (try EngineBench(bars: 240), try EngineBench(bars: 180))
        func result(_ bench: EngineBench, _ asOf: String?) throws -> MapResult {
            var request = MapRequest()
            request.asOf = asOf.flatMap(AsOf.init(text:))
            let sources = ["binance", "okx"].map { MapSource(bench.dataset, venue: $0) }
            return try bench.engine.result(sources, request)
        }
        #expect(try result(whole, "60h ago").map.notional == result(cut, nil).map.notional)
    }

    @Test func `an instant before the first bar has ended is refused with where the data begins`() throws {
        let bench = try EngineBench(bars: 24)
        var request = MapRequest()
        request.asOf = .instant(Timestamp(milliseconds: bench.dataset.series.time[0] + 1))
        let error = #expect(throws: EngineError.self) { try bench.engine.result(bench.dataset, request) }
        #expect(
            error?.description.contains("the data begins at 2025-05-01T00:00Z") == true,
            "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("2025-05-20", "2025-05-20T00:00Z"), ("2025-05-20T12:30Z", "2025-05-20T12:30Z"),
        ("2025-05-20T12:30:05Z", "2025-05-20T12:30:05Z"), ("1747699200000", "2025-05-20T00:00Z"),
        ("3d ago", "3d ago"),
    ])
    func `instants are read as people write them`(text: String, expected: String) {
        #expect(AsOf(text: text)?.text == expected)
    }

    @Test(arguments: [
        "", "yesterday", "2025-13-01", "2025-05-20T24:00Z", "2025-05-20T12:00", "-5", "3 ago", "ago",
        "9223372036854775807",
    ])
    func `other texts are no instants`(text: String) { #expect(AsOf(text: text) == nil) }
}
