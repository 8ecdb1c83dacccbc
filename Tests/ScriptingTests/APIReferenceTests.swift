import Charts
import Foundation
@testable import LuaRuntime
@testable import Engine
@testable import Plugins
@testable import Scripting
import TestSupport
import Testing

/// What can be reached at run time, and what the table says: neither has more than the other.
@Suite("API reference") struct APIReferenceTests {
    private let root = SharedFolder.project.path

    private func session() throws -> Session {
        try Session(searchPath: [root + "/plugins"], style: .plain(columns: 80)) { _ in }
    }

    private func names(
        _ owner: FunctionPage.Owner, _ forms: [FunctionPage.Form], in place: FunctionPage.Place? = nil,
        nilToo: Bool = true
    ) -> [String] {
        FunctionPage.all.filter { page in
            page.owner == owner && forms.contains(page.form)
                && (place.map { page.places.contains($0) } ?? true) && (nilToo || !page.mayBeNil)
        }
        .map(\.name).sorted()
    }

    @Test func `each field that the table says can be read`() throws {
        let session = try session()
        let open = """
            btc = liq.load "\(root)/examples/data/BTCUSDT"
            map = btc:map {lookback = "2d"}
            dataset, explanation, delta = btc, map:explain(map.price * 0.95), map - map
            price = liq.price {venue = "generic", side = "long", entry = 100, quantity = 1, leverage = 5}
            account = liq.account {wallet = 1000, positions = {{venue = "generic", side = "long", entry = 100, quantity = 20}}}
            """
        _ = try session.run(open, chunk: "test")
        for owner in [FunctionPage.Owner.dataset, .map, .delta, .explanation, .price, .account] {
            for name in names(owner, [.field]) {
                let value = try session.run("return \(owner.rawValue).\(name)", chunk: "test")
                #expect(value.count == 1, "\(owner.rawValue).\(name)")
            }
        }
    }

    @Test func `liq and vectors have what the table says`() throws {
        let session = try session()
        let keys = try #require(try session.run("return liq", chunk: "test").first?.table)
            .pairs(limit: 1000).compactMap(\.0.text).sorted()
        #expect(keys == names(.liq, [.function, .field], in: .scripts))
        #expect(try session.state.vectorMethodNames() == names(.vector, [.method]))
    }

    @Test func `tables that methods return have the keys that the table says`() throws {
        let session = try session()
        let open = """
            btc = liq.load "\(root)/examples/data/BTCUSDT"
            liq.signal("mine", function() return {{name = "a", side = "long", strength = 1, price = 1, note = "b"}} end)
            m = btc:map {lookback = "2d", leverage = "retail", signal = "mine"}
            two = liq.map {sources = {{data = btc, venue = "binance"}, {data = btc, venue = "okx"}}, lookback = "2d"}
            a = liq.account {wallet = 1000, positions = {{venue = "generic", symbol = "X", side = "long", entry = 100, quantity = 20}}}
            """
        _ = try session.run(open, chunk: "test")
        let records: [(FunctionPage.Owner, String)] = [
            (.cluster, "m:clusters{}[1]"), (.move, "m:diff(m)[1]"), (.signal, "m:signals()[1]"),
            (.deposit, "two:explain(m.price * 0.95):deposits{limit = 1}[1]"), (.listed, "liq.plugins()[1]"),
            (.holding, "a.positions[1]"),
        ]
        for (owner, expression) in records {
            let table = try #require(
                try session.run("return \(expression)", chunk: "test").first?.table, "\(owner)")
            let found = try table.pairs(limit: 100).compactMap(\.0.text).sorted()
            // A table has no key for what is nil.
            let sure = names(owner, [.field], nilToo: false)
            #expect(Set(found).isSubset(of: names(owner, [.field])), "\(owner)")
            #expect(Set(sure).isSubset(of: found), "\(owner)")
        }
    }

    @Test func `what plugins are given has what the table says`() throws {
        let series = try MadeUpSeries().series()
        let row = BarRow(series, interval: 3_600_000).row
        let fields = row.names + row.constants.map(\.0) + ["index", "extra"]
        #expect(fields.sorted() == names(.bar, [.field]))
        #expect(names(.bar, [.method]) == ["back"])
        let plugin = try Plugin(
            PluginSource(
                id: "mine", path: "mine.lua",
                main: Array(
                    """
                    local names = {}
                    for name in pairs(liq) do names[#names + 1] = name end
                    table.sort(names)
                    return { kind = "signal", summary = table.concat(names, " "), run = function() return {} end }
                    """.utf8)
            ) { _ in PluginModule(name: "", path: "", bytes: []) }, overrides: [:], output: nil)
        #expect(
            plugin.manifest.summary.split(separator: " ").map(String.init)
                == names(.liq, [.function], in: .plugins))
    }

    @Test func `margin rules are given what the table says`() throws {
        let session = try session()
        let rule = """
            liq.margin("mine", function(position, tier)
              local given = {}
              for name in pairs(position) do given[#given + 1] = "position " .. name end
              for name in pairs(tier) do given[#given + 1] = "tier " .. name end
              error("given:" .. table.concat(given, ","), 0)
            end)
            local btc = liq.load("\(root)/examples/data/BTCUSDT")
            return select(2, pcall(function() return btc:map {lookback = "1d", margin = "mine"} end))
            """
        let error = try #require(
            try session.run(rule, chunk: "test").first.map { try session.state.tostring($0) })
        let list = try #require(error.split(separator: "given:", maxSplits: 1).last)
        let found = list.prefix { $0.isLowercase || " _,".contains($0) }.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { $0.hasPrefix("position ") || $0.hasPrefix("tier ") }.sorted()
        let said =
            names(.position, [.field]).map { "position \($0)" }
            + names(.tier, [.field]).map { "tier \($0)" }
        #expect(found == said)
    }

    @Test func `named arguments are those that a function takes`() throws {
        #expect(PriceRequest.names.count == 23)
        let session = try session()
        _ = try session.run(
            "btc = liq.load \"\(root)/examples/data/BTCUSDT\" m = btc:map {lookback = \"2d\"} "
                + "e = m:explain(m.price * 0.95) h = btc:heatmap {lookback = \"2d\", columns = 4}",
            chunk: "test")
        let receivers = [
            "dataset": "btc", "map": "m", "explanation": "e", "heatmap": "h", "delta": "(m - m)",
            "liq": "liq",
        ]
        for page in FunctionPage.all where !page.namedArguments.isEmpty && page.places.contains(.scripts) {
            let receiver = try #require(receivers[page.owner.rawValue], "\(page.path)")
            let places = page.arguments.filter { !$0.isNamed }.map {
                $0.type == .side ? "\"long\"" : "\"/tmp/a\""
            }
            let call = "\(receiver)\(page.form == .method ? ":" : ".")\(page.name)"
            let names = page.namedArguments.map(\.name)
            do {
                let isOther = !page.alternative.isEmpty
                let none = ((isOther ? [] : places) + ["{zqxj = 1}"]).joined(separator: ", ")
                _ = try session.run("return \(call)(\(none))", chunk: "test")
                Issue.record("\(page.path) takes anything")
            } catch let error as LuaError {
                let hint = (error.underlying as? EngineError)?.hint ?? ""
                #expect(hint == "known are \(names.joined(separator: ", "))", "\(page.path): \(error)")
            }
        }
    }

    @Test func `completion finds members, arguments and legal values`() throws {
        let reference = APIReference.standard
        let members = reference.members(of: "map", in: .plugins)
        #expect(members.contains { $0.name == "at" && $0.call == "map:at(price)" && $0.form == .method })
        #expect(!members.contains { $0.name == "plot" })
        #expect(reference.members(of: "dataset").first { $0.name == "map" }?.type == "map")
        #expect(reference.members(of: "map").first { $0.name == "clusters" }?.type == nil)
        #expect(reference.arguments(of: "map:sum").map(\.name) == ["side", "within"])
        #expect(reference.arguments(of: "map:sum")[0].type.values == ["long", "short"])
        #expect(reference.arguments(of: "nothing").isEmpty)
        #expect(reference.members(of: "nothing").isEmpty)
        #expect(reference.pages(about: "rolling").count == 8)
    }

    @Test(
        arguments: [
            ("wall", "cluster.peak"), ("walls", "map:clusters"), ("Wall", "cluster.peak"),
            ("bracket", "tier.floor"), ("pnl", "account.positions[i].profit"), ("stop", "price.liquidation"),
            ("skew", "map:asymmetry"), ("candles", "dataset.close"),
            ("exchange", "account.positions[i].venue"),
            ("deviation", "vector:std"),
        ])
    func `a word that is in no name leads to the pages that it is looked for`(word: String, path: String) {
        let found = APIReference.standard.pages(about: word).map(\.path)
        #expect(found.contains(path), "\(found)")
        // Parts of other words are not what is meant.
        #expect(!found.contains("price.wallet"))
    }

    @Test func `a wrong word is answered with the nearest one, and a name with its own pages alone`() {
        let reference = APIReference.standard
        #expect(reference.hint(for: "clustr") == "did you mean 'cluster'?")
        #expect(reference.hint(for: "qqqqqq") == nil && reference.hint(for: "qq") == nil)
        #expect(reference.pages(about: "map").allSatisfy { $0.owner == .map || $0.name == "map" })
    }

    @Test func `search terms are words in small letters that are not in the name`() {
        for page in FunctionPage.all {
            for term in page.searchTerms {
                #expect(term == term.lowercased() && !term.contains(" ") && term != page.name, "\(page.path)")
            }
            #expect(Set(page.searchTerms).count == page.searchTerms.count, "\(page.path)")
        }
    }
}
