import Foundation
import LiquidationCore
import MarketData
@testable import Engine
import PluginTestSupport
import TestSupport
import Testing

@Suite("The table of map options") struct MapOptionTests {
    /// A value of each argument that is not its default, as a command line gives it.
    private static let samples = [
        "as_of": "3d ago", "every": "4h", "since": "30d ago", "view": "freshness", "warmup": "off",
        "leverage": "measured:median=4,sigma=0.5", "model": "reference", "options": "lag=2",
        "entry": "typical-entry", "split": "funding-skew",
        "closing": "youngestFirst", "signal": "nearest-cluster:within=5%",
        "lookback": "7d", "buckets": "300", "step": "250", "range": "50000..200000", "venue": "okx",
        "symbol": "ETHUSDT", "within": "7%", "clusters": "3", "cluster_width": "2%",
        "cluster_order": "distance", "by_rung": "true", "columns": "40",
        "side": "long", "rungs": "20..50", "layers": "rungs",
    ]

    private func value(of option: MapOption) -> String? {
        Self.samples[option.name] ?? (option.kind == nil ? nil : "mine:a=1")
    }

    private func request(
        _ words: [(String, String)], over base: MapRequest = MapRequest(), in place: MapOption.Place = .map
    ) throws -> MapRequest {
        var settings = MapSettings(.commandLine)
        for (name, word) in words { try settings.add(name, .word(word), in: place) }
        return try settings.request(over: base)
    }

    private func error(_ style: ArgumentStyle, _ words: [(String, String)]) -> EngineError? {
        var settings = MapSettings(style)
        do {
            for (name, word) in words { try settings.add(name, .word(word), in: .map) }
            _ = try settings.request()
            return nil
        } catch { return error as? EngineError }
    }

    @Test func `each argument is shown as a text that reads back the same`() throws {
        for option in MapOption.all where option.name != "grid_of" {
            let sample = try #require(value(of: option), "no sample of \(option.name)")
            let place = try #require(option.places.contains(.map) ? .map : option.places.first)
            let set = try request([(option.name, sample)], in: place)
            let shown = try #require(option.shown(in: set), "\(option.name)")
            #expect(shown == sample || option.name == "options", "\(option.name) \(shown)")
            let again = try request([(option.name, shown)], in: place)
            #expect(option.shown(in: again) == shown, "\(option.name)")
            #expect(option.shown(in: MapRequest()) != shown, "\(option.name)")
        }
    }

    @Test func `each argument can be taken back to its default`() throws {
        for option in MapOption.all where option.name != "grid_of" {
            let place = try #require(option.places.contains(.map) ? .map : option.places.first)
            let set = try request([(option.name, try #require(value(of: option)))], in: place)
            var settings = MapSettings(.commandLine)
            try settings.reset(option.name, in: place)
            let back = try settings.request(over: set)
            #expect(option.shown(in: back) == option.shown(in: MapRequest()), "\(option.name)")
            #expect(
                back.model == MapRequest().model && back.plugins == MapRequest().plugins, "\(option.name)")
        }
    }

    @Test func `names, old ones too, are those of one argument, and each has a line of help`() {
        let names = MapOption.all.flatMap { [$0.name] + ($0.oldName.map { [$0] } ?? []) }
        #expect(Set(names).count == names.count)
        for option in MapOption.all {
            #expect(!option.summary.isEmpty && !option.places.isEmpty, "\(option.name)")
            #expect(!option.summary.hasSuffix("."), "\(option.name)")
        }
    }

    @Test func `what only applies to heatmaps is refused for maps`() {
        for name in ["columns", "side", "rungs"] {
            #expect(error(.commandLine, [(name, "3")])?.message == "--\(name) only applies to heatmap")
            #expect(
                error(.script("map"), [(name, "3")])?.message
                    == "map: argument '\(name)' only applies to heatmap")
        }
    }

    @Test(
        arguments: [
            ([("buckets", "300"), ("step", "250")], "either --buckets 300 or --step 250, not both"),
            ([("lookback", "7d"), ("lookback", "30d")], "either --lookback 7d or --lookback 30d, not both"),
            ([("lookback", "7d"), ("lookback", "168h")], nil),
            ([("leverage", "retail"), ("leverage", "retail")], nil),
            (
                [("options", "lag=1"), ("options", "lag=2")],
                "either --option lag=1 or --option lag=2, not both"
            ), ([("options", "lag=1"), ("options", "lag=1"), ("options", "accrue=on")], nil),
            (
                [("options", "tier=atEntry"), ("options", "bracket=atLiquidation")],
                "either --option tier=atEntry or --option bracket=atLiquidation, not both"
            ),
            (
                [("model", "reference"), ("split", "ratio"), ("options", "split=even")],
                "either --split ratio or --option split=even, not both"
            ), ([("model", "reference"), ("split", "even"), ("options", "split=even")], nil),
            (
                [("entry", "typical-entry"), ("options", "entry=close")],
                "either --entry typical-entry or --option entry=close, not both"
            ),
            // The plugin closes beside what the model closes.
            ([("closing", "turnover-decay"), ("options", "closing=youngestFirst")], nil),
            (
                [("closing", "oldestFirst"), ("options", "closing=youngestFirst")],
                "either --closing oldestFirst or --option closing=youngestFirst, not both"
            ), ([("signal", "a"), ("signal", "b")], nil), ([("range", "5e4..2e5"), ("buckets", "300")], nil),
            (
                [("model", "reference"), ("model", "balanced")],
                "either --model reference or --model balanced, not both"
            ),
        ] as [([(String, String)], String?)])
    func `what is given twice has to add up`(words: [(String, String)], message: String?) {
        #expect(error(.commandLine, words)?.message == message)
    }

    @Test func `scripts, the console and venues have the same rule in their own words`() throws {
        let twice = [("buckets", "300"), ("step", "250")]
        #expect(error(.script("map"), twice)?.message == "map: either buckets = 300 or step = 250, not both")
        #expect(error(.console, twice)?.message == "either buckets=300 or step=250, not both")
        var source = MapSource(try EngineBench(bars: 5).dataset, venue: "okx")
        try source.set("lag", to: "1")
        try source.set("lag", to: "1")
        var found = #expect(throws: EngineError.self) { try source.set("lag", to: "2") }
        #expect(found?.message == "okx: either lag=1 or lag=2, not both")
        try source.set("open_interest", to: "quote")
        found = #expect(throws: EngineError.self) { try source.set("open_interest", to: "base") }
        #expect(found?.message == "okx: either open_interest=quote or open_interest=base, not both")
    }

    @Test func `the grid of a part excludes what would make another grid`() throws {
        let bench = try EngineBench(bars: 60)
        let result = try bench.map { $0.range = 50_000...200_000 }
        let path = bench.folder.url.appending(path: "a.liqpart").path
        try TextFile.write(try PartFormat.bytes(of: try result.sum(), file: path), to: path)
        #expect(try request([("grid_of", path)]).axis == .edges(result.map.grid.edges))
        for other in [("buckets", "300"), ("step", "250"), ("range", "5e4..2e5")] {
            #expect(
                error(.commandLine, [("grid_of", path), other])?.message.hasSuffix(", not both") == true,
                "\(other)")
            // In a map with other options the one that is named takes the place of the other.
            let base = try request([("grid_of", path)])
            #expect(try request([other], over: base).gridOf == nil)
        }
        #expect(try request([("grid_of", path)], over: request([("range", "5e4..2e5")])).range == nil)
    }

    @Test func `a range holds where the height of its buckets changes`() throws {
        let base = try request([("range", "50000..200000"), ("buckets", "300")])
        let finer = try request([("buckets", "600")], over: base)
        guard case .edges(let edges) = try finer.axis else {
            Issue.record("no edges")
            return
        }
        #expect(edges.count == 601 && edges.first == 50_000 && abs((edges.last ?? 0) - 200_000) < 1e-6)
    }

    @Test func `an option of the model takes the place of the plugin that decides it`() throws {
        let base = try request([("split", "funding-skew"), ("closing", "turnover-decay")])
        let with = try request([("options", "split=even"), ("options", "closing=oldestFirst")], over: base)
        #expect(with.plugins[.split] == nil)
        #expect(with.plugins[.closing]?.name == "turnover-decay")
    }
}
