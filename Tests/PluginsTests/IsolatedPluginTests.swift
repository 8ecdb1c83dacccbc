import Foundation
import LiquidationCore
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

/// A plugin in a process of its own gives what it gives in this one.
@Suite("Isolated plugins", .serialized) struct IsolatedPluginTests {
    /// The map of a request as JSON, in this process or in another.
    private func json(
        _ bench: EngineBench, isolated: Bool, trust: TrustStore = TrustStore(path: nil),
        _ change: (inout MapRequest) throws -> Void
    ) throws -> String {
        let shipped = SharedFolder.project.appending(path: "plugins").path
        let catalog = PluginCatalog(searchPath: [bench.folder.path + "/plugins", shipped])
        (catalog.program, catalog.isIsolating, catalog.trust) = (Program.path, isolated, trust)
        var request = MapRequest()
        try change(&request)
        return try MapEngine(plugins: catalog).result(bench.dataset, request).json
    }

    /// The error of a request.
    private func failure(
        _ bench: EngineBench, isolated: Bool, _ change: (inout MapRequest) throws -> Void
    ) -> EngineError? {
        do {
            _ = try json(bench, isolated: isolated, change)
            return nil
        } catch { return error as? EngineError }
    }

    @Test(arguments: [
        ("measured:median=4", "neutral", ["nearest-cluster"]),
        ("momentum-retail:lean=3,window=4h", "crowded-side-pays:gain=1", ["squeeze-risk:alarm=0"]),
        ("whales", "crowded-side-pays", ["nearest-cluster:within=5%", "nearest-cluster"]),
        ("retail", "neutral", []), ("uniform", "neutral", ["squeeze-risk"]),
    ]) func `shipped plugins give the same bytes`(leverage: String, funding: String, signals: [String]) throws
    {
        let bench = try EngineBench()
        let maps = try [false, true].map { isolated in
            try json(bench, isolated: isolated) { request in
                request.plugins[.leverage] = try PluginChoice(parsing: leverage)
                request.plugins[.funding] = try PluginChoice(parsing: funding)
                request.plugins.set(.signal, try signals.map { try PluginChoice(parsing: $0) })
            }
        }
        #expect(maps[0] == maps[1])
    }

    @Test(arguments: LongTests.seeds(2, long: 6))
    func `a plugin that draws, keeps state and has modules gives the same bytes`(seed: UInt64) throws {
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let bench = try EngineBench(bars: Int.random(in: 3...400, using: &random))
        try bench.folder.write("plugins/lib/gain.lua", "return \(Double.random(in: 0.1...9, using: &random))")
        let sides = Bool.random(using: &random)
        try bench.folder.write(
            "plugins/p.lua",
            """
            local gain, calls = require "lib.gain", 0
            return { kind = "leverage", params = { k = { type = "number", default = 1 } },
              run = function(bar, ladder, params)
                calls = calls + 1
                local function mix(tilt)
                  local weights = {}
                  for i, l in ipairs(ladder) do
                    weights[i] = math.random() * gain + (bar.volume or 0) / l ^ tilt * params.k + calls % 7
                  end
                  return weights
                end
                return \(sides ? "{ long = mix(1), short = mix(2) }" : "mix(1.5)")
              end }
            """)
        try bench.folder.write(
            "plugins/s.lua",
            """
            return { kind = "signal", run = function(map, bar)
              local d, c = map:density "long", map:cumulative()
              local list = map:clusters { limit = 3 }
              local long, short = map:at(map.price * 0.97)
              return { { name = string.format("%.17g %.17g %d", d:sum(), c:max(), #list), strength = math.random(),
                note = #map:json() .. " " .. tostring(map.edges[1]) .. " " .. (long or -1) .. map:csv():sub(1, 40) } }
            end }
            """)
        let maps = try [false, true].map { isolated in
            try json(bench, isolated: isolated) { request in
                request.plugins[.leverage] = try PluginChoice(parsing: "p:k=2.5")
                request.plugins.set(.signal, [PluginChoice("s")])
            }
        }
        #expect(maps[0] == maps[1])
    }

    @Test(arguments: [
        "return {[ladder[1]] = -1}", "return {[ladder[1]] = 0/0}", "error(\"no idea\")", "return 5",
        "if bar.index == 9 then error {} end return {[ladder[1]] = 1}", "return {}", "return {[7] = 1}",
        "local t = {} while true do t[#t + 1] = (\"x\"):rep(9000000 + #t) end",
        "return {[ladder[1]] = params.no}",
        "return {[ladder[1]] = bar.clos}", "require \"x\"",
    ]) func `a wrong answer gives the same error`(body: String) throws {
        let bench = try EngineBench(bars: 20)
        try bench.folder.write(
            "plugins/p.lua",
            "return { kind = \"leverage\", run = function(bar, ladder, params)\n\(body)\n end }")
        let errors = [false, true].map { isolated in
            failure(bench, isolated: isolated) { $0.plugins[.leverage] = PluginChoice("p") }
        }
        #expect(errors[0] != nil)
        #expect(errors[0] == errors[1])
    }

    @Test(arguments: [
        "return {", "return 5", "error(\"at load\")", "return { kind = \"leverag\" }", "require \"nix\"",
        "while true do end", "return { kind = \"leverage\", api = 9, run = print }",
    ]) func `a plugin that does not load gives the same error`(source: String) throws {
        let bench = try EngineBench(bars: 5)
        try bench.folder.write("plugins/p.lua", source)
        let errors = [false, true].map { isolated in
            failure(bench, isolated: isolated) { $0.plugins[.leverage] = PluginChoice("p") }
        }
        #expect(errors[0] != nil)
        #expect(errors[0] == errors[1])
    }

    @Test(arguments: [
        "map:sum(\"lnog\")", "map:clusters { wihtin = 1 }", "map.nothing", "map:at(\"x\")", "map:at(-1)",
        "map:density(map)", "map:clusters(print)",
    ]) func `a wrong question to a map is answered as here`(question: String) throws {
        let bench = try EngineBench(bars: 50)
        try bench.folder.write(
            "plugins/s.lua",
            "return { kind = \"signal\", run = function(map)\nlocal ok, why = pcall(function() return \(question) end)\n"
                + "return {{ name = tostring(ok), note = tostring(why), strength = 1 }} end }")
        let maps = try [false, true].map { isolated in
            try json(bench, isolated: isolated) { $0.plugins.set(.signal, [PluginChoice("s")]) }
        }
        if question.contains("map)") || question.contains("print") {
            // What cannot cross is refused in other words, and refused.
            #expect(maps[1].contains("\"name\": \"false\"") || maps[1].contains("\"name\":\"false\""))
        } else {
            #expect(maps[0] == maps[1])
        }
    }

    @Test func `a question that is dropped half way does not disturb the next`() throws {
        let bench = try EngineBench(bars: 20)
        let path = try bench.folder.write(
            "p.lua",
            "local calls = 0 return { kind = \"funding\", run = function(rate, bar) calls = calls + 1\n"
                + "return bar.index + calls / 1e6 end }")
        var tilts: [[Double]] = []
        for isolated in [false, true] {
            let catalog = PluginCatalog(searchPath: [])
            (catalog.program, catalog.isIsolating) = (Program.path, isolated)
            let plugin = try catalog.plugin(named: path)
            var market = MadeUpSeries()
            market.count = 6000
            let series = try market.series()
            var found: [Double] = []
            for stop in isolated ? [5, 6000, 17, 6000] : [6000, 6000, 6000, 6000] {
                let context = BarContext(series, interval: market.interval, ladder: try Ladder([5]))
                guard case .rule(let rule) = try plugin.plan(over: context) else { continue }
                var plan = BarPlan(try LeverageMix([1]))
                for index in 0..<stop { try rule.fill(&plan, bar: BarPlace(series, index)) }
                if stop == 6000 { found.append(plan.tilt.long) }
            }
            tilts.append(isolated ? found : [found[1], found[3]])
        }
        // Dropped or not, the plugin was asked about every bar.
        #expect(tilts[0] == tilts[1])
    }

    @Test func `a folder that is marked isolates its plugins, a trusted content is let out`() throws {
        let bench = try EngineBench(bars: 20)
        let path = try bench.folder.write(
            "plugins/p.lua", "return { kind = \"leverage\", run = function(b, l) return {[l[1]] = 1} end }")
        var trust = TrustStore(path: bench.folder.path + "/home/trust")
        let catalog = PluginCatalog(searchPath: [bench.folder.path + "/plugins"])
        catalog.program = Program.path
        func level() throws -> TrustLevel {
            catalog.trust = try TrustStore(reading: bench.folder.path + "/home/trust")
            return try catalog.plugin(named: "p").level
        }
        #expect(try level() == .plugin)
        try trust.set(TrustStore.key(path: bench.folder.path + "/plugins"), isIsolating: true)
        #expect(try level() == .isolated)
        let hash = try catalog.plugin(named: "p").code.text
        try trust.set("sha256:" + hash, isIsolating: false)
        #expect(try level() == .plugin)
        try bench.folder.write(
            "plugins/p.lua", "return { kind = \"leverage\", run = function(b, l) return {[l[2]] = 1} end }")
        #expect(try level() == .isolated)
        try trust.set(TrustStore.key(path: bench.folder.path + "/plugins"), isIsolating: nil)
        try trust.set(TrustStore.key(path: path), isIsolating: true)
        #expect(try level() == .isolated)
        // A folder whose name only begins like the marked one is another folder.
        try trust.set(TrustStore.key(path: path), isIsolating: nil)
        try trust.set("path:" + bench.folder.path + "/plug", isIsolating: true)
        #expect(try level() == .plugin)
    }
}
