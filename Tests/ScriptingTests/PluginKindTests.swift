import Charts
import Foundation
import LiquidationCore
import LuaRuntime
import MarketData
import Engine
import Plugins
import Scripting
import PluginTestSupport
import TestSupport
import Testing

/// Plugins that decide entries, split, closing and liquidation prices.
@Suite("Kinds of plugins") struct PluginKindTests {
    private func map(_ bench: EngineBench, _ kind: PluginKind, _ choice: String) throws -> MapResult {
        try bench.map { $0.set(kind, try PluginChoice(parsing: choice)) }
    }

    private func write(_ bench: EngineBench, _ kind: PluginKind, _ body: String) throws {
        let names = ["position", "tier", "params"].joined(separator: ", ")
        let given = kind == .margin ? names : "bar, params"
        try bench.folder.write(
            "plugins/p.lua", "return { kind = \"\(kind.name)\",\n run = function(\(given)) \(body) end }")
    }

    @Test(arguments: [(PluginKind.split, "return 0.5"), (.closing, "return 0")])
    func `an answer that says what the model says changes nothing`(kind: PluginKind, body: String) throws {
        let bench = try EngineBench()
        try write(bench, kind, body)
        // The default takes passes over the bars where no plugin has a say; `balanced` takes the ledger either way.
        let plain = try bench.map { $0.model = .balanced }
        let asked = try bench.map {
            $0.model = .balanced
            $0.set(kind, try PluginChoice(parsing: "p"))
        }
        #expect(plain.map.notional == asked.map.notional)
    }

    @Test func `even entries are those of the model's spread`() throws {
        let bench = try EngineBench()
        try write(bench, .entry, "return { 2, 2, 2, 2, 2 }")
        let spread = try bench.map { try $0.setOption("entry", to: "spread(5)") }.map
        let asked = try map(bench, .entry, "p").map
        for side in Side.allCases {
            for (one, other) in zip(spread.notional[side], asked.notional[side]) {
                #expect(abs(one - other) <= 1e-9 * spread.total(.long))
            }
        }
    }

    @Test func `a share of longs tells what both sides hold`() throws {
        let bench = try EngineBench()
        try write(bench, .split, "return 0.8")
        let (plain, asked) = (
            try bench.map().map.ledger.accounts, try map(bench, .split, "p").map.ledger.accounts
        )
        func open(_ account: LedgerReport.Account) -> Double { account.live + account.offGrid }
        #expect(abs(open(asked.long) / open(plain.long) - 1.6) < 1e-9)
        #expect(abs(open(asked.short) / open(plain.short) - 0.4) < 1e-9)
    }

    @Test func `what holders close is closed, and made up for by what opens`() throws {
        let bench = try EngineBench()
        try write(bench, .closing, "return 0.5")
        let plain = try bench.map { $0.model = .balanced }.map.ledger.accounts
        let asked = try bench.map {
            $0.model = .balanced
            $0.set(.closing, try PluginChoice(parsing: "p"))
        }.map.ledger.accounts
        #expect(asked.long.closed > plain.long.closed && asked.long.opened > plain.long.opened)
        #expect(
            abs(asked.long.live + asked.long.offGrid - plain.long.live - plain.long.offGrid)
                < 1e-9 * plain.long.opened)
    }

    @Test func `a margin rule is asked for each rung and side, with the tier that holds it`() throws {
        let bench = try EngineBench()
        try write(
            bench, .margin,
            """
            local names = {}
            for name in pairs(position) do names[#names + 1] = name end
            for name in pairs(tier) do names[#names + 1] = name end
            table.sort(names)
            print(position.side, position.leverage, table.concat(names, " "))
            return position.entry * (position.side == "long" and 0.9 or 1.1)
            """)
        var lines: [String] = []
        bench.catalog.output = { lines.append($0) }
        let document = try map(bench, .margin, "p")
        #expect(lines.count == 2 * Ladder.standard.count)
        #expect(lines[0].hasPrefix("long\t1.2\t") && lines[1].hasPrefix("short\t1.2\t"))
        #expect(document.assumptions.margin.text.hasPrefix("plugin p on the tiers of "))
        // Every level lies a tenth away from its entry.
        let (price, grid) = (document.map.price.value, document.map.grid)
        for (bucket, mass) in document.map.notional.long.enumerated() where mass > 0 {
            #expect(grid.edges[bucket] < price)
        }
        #expect(document.assumptions.parts.contains { $0.kind == "margin" && $0.id == "p" })
    }

    @Test func `a margin rule as a venue has it gives about the venue's map`() throws {
        let bench = try EngineBench()
        let plain = try bench.map { $0.symbol = "UNKNOWN" }.map
        let asked = try bench.map {
            $0.symbol = "UNKNOWN"
            $0.plugins[.margin] = PluginChoice("flat-maintenance")
        }.map
        for side in Side.allCases {
            #expect(abs(asked.total(side) / plain.total(side) - 1) < 1e-6)
        }
    }

    @Test func `outputs say which plugins decide what`() throws {
        let bench = try EngineBench()
        let document = try bench.map { request in
            request.plugins[.entry] = PluginChoice("typical-entry")
            request.plugins[.split] = PluginChoice("funding-skew")
            request.plugins[.closing] = PluginChoice("turnover-decay")
        }
        let model = document.assumptions.model.map { "\($0.name) \($0.value)" }
        for pair in [
            "entry plugin typical-entry", "split plugin funding-skew", "holders plugin turnover-decay",
        ] {
            #expect(model.contains(pair), "\(model)")
        }
        #expect(document.assumptions.parts.map(\.kind) == ["leverage", "entry", "split", "closing"])
        #expect(document.assumptions.parts.allSatisfy { $0.origin.text.count == 64 })
    }

    private static let wrong: [(PluginKind, String, String)] = [
        (.entry, "return 1", "a list of 1 to 101 weights expected"),
        (.entry, "return {}", "1 to 101 weights"),
        (.entry, "return { 1, -1 }", "weight 2 of the entries must be finite and not negative, was -1"),
        (.entry, "return { 0, 0 }", "must not all be zero"), (.entry, "return { 0/0 }", "was nan"),
        (.entry, "return { 1, \"x\" }", "weight 2 of the entries must be a number"),
        (.flow, "return -1", "what opens must be a number of base units, 0 or from 1e-24 to 1e24, was -1"),
        (.flow, "return { long = 1 }", "what opens short must be a number of base units"),
        (.flow, "return 1/0", "was inf"), (.flow, "error \"no\"", "bar 1"),
        (.split, "return 1.5", "share of longs must be a number from 0 to 1, was 1.5"),
        (.split, "return nil", "was nil"), (.split, "return 0/0", "was nan"),
        (.closing, "return -0.1", "closed fraction must be a number from 0 to 1, was -0.1"),
        (.closing, "return {}", "was a table"),
        (.margin, "return 0", "the liquidation price must be finite and above zero, or nil for none, was 0"),
        (.margin, "return 1/0", "was inf, of the long at 1.2x"),
        (.margin, "return \"x\"", "of the long at 1.2x"),
        (.margin, "error \"no\"", "at the long at 1.2x"), (.split, "error \"no\"", "bar 1"),
    ]

    @Test(arguments: wrong)
    func `a wrong answer names plugin, line, place and value, isolated or not`(
        kind: PluginKind, body: String, words: String
    ) throws {
        let bench = try EngineBench(bars: 30)
        try write(bench, kind, body)
        var texts: [String] = []
        for isIsolated in [false, true] {
            (bench.catalog.program, bench.catalog.isIsolating) = (Program.path, isIsolated)
            let error = #expect(throws: EngineError.self) { try map(bench, kind, "p") }
            #expect(error?.code == .pluginInvalid)
            texts.append(error?.description ?? "")
        }
        #expect(texts[0].contains("p.lua:2") && texts[0].contains("plugin p"), "\(texts[0])")
        #expect(texts[0].contains(words), "\(texts[0])")
        #expect(kind == .margin || texts[0].contains("bar 1 ("), "\(texts[0])")
        #expect(texts[0] == texts[1])
    }

    @Test(arguments: [
        (PluginKind.entry, "{ series.close * 0 + 1, 2 }"), (.split, "series.close * 0 + 0.25"),
        (.closing, "0.125"), (.flow, "{ long = series.close * 0 + 2, short = 3 }"),
    ]) func `run_all answers for all bars as run does for each`(kind: PluginKind, answer: String) throws {
        let bench = try EngineBench()
        let each = answer.replacingOccurrences(of: "series.close * 0 + ", with: "")
        try write(bench, kind, "return \(each)")
        let one = try map(bench, kind, "p").map
        try bench.folder.write(
            "plugins/q.lua",
            "return { kind = \"\(kind.name)\", run_all = function(series, params) return \(answer) end }")
        let all = try map(bench, kind, "q").map
        #expect(one.notional == all.notional)
        try bench.folder.write(
            "plugins/r.lua",
            "return { kind = \"\(kind.name)\", run_all = function() return {liq.vector(3, 1)} end }")
        let error = #expect(throws: EngineError.self) { try map(bench, kind, "r") }
        #expect(
            error?.message.contains(kind == .entry ? "must have 240 cells" : "must be a vector or a number")
                == true)
    }

    @Test func `what a flow plugin opens is all that opens`() throws {
        let bench = try EngineBench(bars: 40)
        try write(bench, .flow, "return bar.close > 0 and { long = 2, short = 0 }")
        let found = try map(bench, .flow, "p")
        let account = found.map.ledger.accounts
        #expect(account.short.opened == 0)
        // Valued at entry: 2 base units a bar at its prices.
        #expect(account.long.opened > 0 && account.long.closed == 0)
        #expect(found.assumptions.model.contains { $0.name == "flow" && $0.value == "plugin p" })
        var texts: [String] = []
        for isIsolated in [false, true] {
            (bench.catalog.program, bench.catalog.isIsolating) = (Program.path, isIsolated)
            texts.append(try map(bench, .flow, "p").json)
        }
        #expect(texts[0] == texts[1])
    }

    @Test func `isolated plugins of all kinds give the same bytes`() throws {
        let bench = try EngineBench()
        let maps = try [false, true].map { isIsolated in
            (bench.catalog.program, bench.catalog.isIsolating) = (Program.path, isIsolated)
            return try bench.map { request in
                for (kind, id) in [
                    (PluginKind.leverage, "top-traders"), (.funding, "crowded-side-pays"),
                    (.entry, "typical-entry:points=7"), (.split, "taker-flow"), (.closing, "turnover-decay"),
                    (.margin, "flat-maintenance:fee=0.1%"), (.signal, "proximity-alert:within=20%"),
                ] { request.set(kind, try PluginChoice(parsing: id)) }
            }.json
        }
        #expect(maps[0] == maps[1])
    }

    @Test func `a script declares models of all kinds`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(60))
        let session = try Session(searchPath: [], style: .plain(columns: 80)) { _ in }
        _ = try session.run(
            """
            liq.leverage("l", function(bar, ladder) return {[ladder[3]] = 1} end)
            liq.entry("e", function(bar) return {1, 2, 1} end)
            liq.split("s", function(bar) return 0.75 end)
            liq.closing("c", function(bar) return 0.01 end)
            liq.margin("m", function(position) return position.entry * (position.side == "long" and 0.95 or 1.05) end)
            d = liq.load "\(path)"
            m = d:map {leverage = "l", entry = "e", split = "s", closing = "c", margin = "m"}
            assert(m.long + m.short > 0)
            even = d:map {leverage = "l", split = "even"}
            """, chunk: "test")
    }

    @Test func `a plugin of another kind is refused`() throws {
        let bench = try EngineBench(bars: 10)
        let error = #expect(throws: EngineError.self) {
            try bench.map { $0.plugins[.split] = PluginChoice("measured") }
        }
        #expect(error?.message.contains("a split plugin is wanted") == true)
        try bench.folder.write(
            "plugins/p.lua", "return { kind = \"margin\", run_all = function() end }")
        let whole = #expect(throws: EngineError.self) { try map(bench, .margin, "p") }
        #expect(
            whole?.message.contains("run_all is for plugins of kind leverage, flow, entry, split, closing")
                == true)
    }

    @Test func `every shipped plugin has tests, and they pass`() throws {
        let folder = SharedFolder.project.appending(path: "plugins").path
        let catalog = PluginCatalog(searchPath: [folder])
        let entries = try catalog.entries()
        #expect(entries.count >= 19)
        var session = TestSession(catalog)
        var lines: [String] = []
        for entry in entries {
            #expect((try? entry.manifest.get()) != nil, "\(entry.path)")
            let files = try TestSession.files(entry.path)
            session.run(files[0], seed: 1, isCovered: false) { lines.append($0) }
        }
        #expect(session.failures == 0, "\(lines.joined(separator: "\n"))")
        #expect(
            Set(entries.compactMap { try? $0.manifest.get().kind })
                == Set(PluginKindDescriptor.all.map(\.kind)))
    }
}
