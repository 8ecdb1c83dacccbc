import Charts
import Foundation
import LiquidationCore
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("Funding and signal plugins") struct FundingAndSignalTests {
    @Test func `a neutral plugin changes nothing`() throws {
        let bench = try EngineBench()
        try bench.folder.write(
            "plugins/one.lua", "return { kind = \"funding\", run = function() return 1 end }")
        for model in MapModel.presets {
            let plain = try bench.map { $0.model = model }.map
            let neutral = try bench.map {
                $0.model = model
                $0.plugins[.funding] = PluginChoice("one")
            }.map
            for side in Side.allCases {
                // The default takes passes over the bars where no plugin has a say: the same to rounding.
                let allowed = model == .turnover ? 1e-10 * plain.peak : 0
                let off = zip(plain.notional[side], neutral.notional[side]).map { abs($0 - $1) }.max() ?? 0
                #expect(off <= allowed, "\(model.name)")
            }
        }
    }

    @Test(arguments: [("0.0003", true), ("-0.0003", false)])
    func `the side that pays weighs more, and both sides keep their sum`(rate: String, longsPay: Bool) throws
    {
        let bench = try EngineBench(funding: rate)
        let plain = try bench.map { $0.model = .balanced }.map.ledger.accounts
        let tilted = try bench.map {
            $0.model = .balanced
            $0.plugins[.funding] = PluginChoice("crowded-side-pays")
        }.map.ledger.accounts
        func open(_ account: LedgerReport.Account) -> Double { account.live + account.offGrid }
        #expect((open(tilted.long) > open(plain.long)) == longsPay)
        #expect((open(tilted.short) > open(plain.short)) != longsPay)
        let (before, after) = (plain.map(open).total, tilted.map(open).total)
        #expect(abs(before - after) <= 1e-9 * before)
    }

    @Test(arguments: [
        ("return 0", "was 0"), ("return -1", "was -1"), ("return 0/0", "was nan"), ("return 1/0", "was inf"),
        ("return \"1\"", "the text"), ("return {long = 1}", "short weight"), ("return nil", "was nil"),
    ])
    func `a bad weight names rate, bar and value`(body: String, words: String) throws {
        let bench = try EngineBench(bars: 30)
        try bench.folder.write(
            "plugins/f.lua", "return { kind = \"funding\", run = function(rate) \(body) end }")
        let error = #expect(throws: EngineError.self) {
            try bench.map { $0.plugins[.funding] = PluginChoice("f") }
        }
        let text = error?.description ?? ""
        #expect(text.contains("plugin f") && text.contains("bar 1") && text.contains("0.0003"), "\(text)")
        #expect(text.contains(words), "\(text)")
    }

    @Test func `the nearest clusters lie on their sides of the price`() throws {
        let document = try EngineBench().map { request in
            request.plugins[.leverage] = PluginChoice("retail")
            request.plugins.set(.signal, [PluginChoice("nearest-cluster"), PluginChoice("squeeze-risk")])
        }
        let clusters = document.signals.filter { $0.name == "cluster" }
        #expect(clusters.count == 2)
        for cluster in clusters {
            let price = try #require(cluster.price)
            #expect((price < document.map.price.value) == (cluster.side == .long))
        }
    }

    @Test func `a plugin's old name works, with one warning`() throws {
        let catalog = PluginCatalog(searchPath: [SharedFolder.project.appending(path: "plugins").path])
        var warnings: [String] = []
        catalog.warn = { warnings.append($0) }
        for _ in 0..<2 {
            let path = try catalog.path(of: "nearest-wall", what: "signal plugin")
            #expect(path.hasSuffix("/plugins/nearest-cluster.lua"))
        }
        #expect(warnings == ["plugin nearest-wall is now called nearest-cluster"])
    }

    @Test(arguments: [1, 5, 12], [0.02, 0.2, 0.5])
    func `the picture lists the clusters that the JSON lists`(limit: Int, within: Double) throws {
        let document = try EngineBench().map { request in
            request.plugins[.leverage] = PluginChoice("retail")
            (request.clusters, request.within) = (limit, within)
        }
        let lines = document.text(.plain(columns: 120))
            .split(separator: "\n", omittingEmptySubsequences: false)
        let first = lines.firstIndex { $0.hasSuffix("relative") }.map { $0 + 1 } ?? lines.count
        #expect(lines[first...].prefix { !$0.isEmpty }.count == document.clusters.count)
    }

    @Test(arguments: [
        ("return 5", "a list of signals expected"),
        (
            "return {name = \"x\", strength = 1}",
            "a list of signals expected, was one table with the key the text \"name\""
        ),
        ("return {name = \"x\", strength = 1}", "(return a list: { {name = …} })"),
        ("return {5}", "signal 1 must be a table"),
        ("return {{name = \"x\", strength = 2}}", "strength must lie in 0 to 1, was 2"),
        ("return {{name = \"x\", strength = 1, side = \"buy\"}}", "side must be"),
        ("return {{strength = 1}}", "name must be a text"),
        ("return {{name = \"x\", strength = 1, pric = 1}}", "unknown field"),
        ("return {{name = \"x\", strength = 1, price = -1}}", "price must be"),
        ("return map:clusters{wihtin = 1}", "did you mean 'within'?"),
        ("map:save(\"/tmp/x.json\")", "no field or method 'save'"),
    ])
    func `a bad signal says what is wrong with it`(body: String, words: String) throws {
        let bench = try EngineBench(bars: 30)
        try bench.folder.write(
            "plugins/s.lua", "return { kind = \"signal\", run = function(map, bar) \(body) end }")
        let error = #expect(throws: EngineError.self) {
            try bench.map { $0.plugins.set(.signal, [PluginChoice("s")]) }
        }
        #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
    }
}
