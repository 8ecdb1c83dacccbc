import Charts
import Foundation
import LiquidationCore
import LuaRuntime
import MarketData
@testable import Engine
@testable import Plugins
@testable import Scripting
import TestSupport
import Testing

@Suite("Maps with other options") struct MapWithTests {
    private let session: Session

    private let folder: TemporaryFolder

    init() throws {
        let plugins = SharedFolder.project.appending(path: "plugins").path
        folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(120))
        session = try Session(searchPath: [plugins], style: .plain(columns: 80)) { _ in }
        _ = try session.run("btc = liq.load \"\(path)\"", chunk: "test")
    }

    private func map(_ expression: String) throws -> MapResult {
        let values = try session.run("return \(expression)", chunk: "test")
        return try #require(values.first?.object(as: MapResult.self))
    }

    private func error(_ expression: String) -> EngineError? {
        do {
            _ = try map(expression)
            return nil
        } catch { return (error as? LuaError)?.underlying as? EngineError }
    }

    @Test(arguments: [
        ("leverage = \"retail\"", "leverage = \"retail\", lookback = \"2d\", options = {lag = 1}"),
        ("lookback = \"1d\"", "lookback = \"1d\", options = {lag = 1}"),
        ("lookback = false", "options = {lag = 1}"),
        (
            "options = {closing = \"youngestFirst\"}",
            "lookback = \"2d\", options = {lag = 1, closing = \"youngestFirst\"}"
        ),
        ("options = {lag = 2}", "lookback = \"2d\", options = {lag = 2}"),
        ("options = false", "lookback = \"2d\""),
        ("model = \"reference\"", "lookback = \"2d\", model = \"reference\", options = {lag = 1}"),
        ("split = \"even\"", "lookback = \"2d\", split = \"even\", options = {lag = 1}"),
        ("step = 500", "lookback = \"2d\", step = 500, options = {lag = 1}"),
        ("buckets = 300", "lookback = \"2d\", buckets = 300, options = {lag = 1}"),
        (
            "clusters = 2, within = \"5%\"",
            "lookback = \"2d\", clusters = 2, within = \"5%\", options = {lag = 1}"
        ),
        ("", "lookback = \"2d\", options = {lag = 1}"),
    ])
    func `what is named changes and all else stays`(changed: String, whole: String) throws {
        let with = try map("btc:map{lookback = \"2d\", options = {lag = 1}}:with{\(changed)}")
        let fresh = try map("btc:map{\(whole)}")
        #expect(with.json == fresh.json)
        #expect(with.clusters == fresh.clusters)
    }

    @Test func `the map that was asked stays as it is`() throws {
        let before = try map("(function() m = btc:map{lookback = \"2d\"} return m end)()").json
        #expect(try map("m:with{leverage = \"retail\"}").json != before)
        #expect(try map("m").json == before)
    }

    @Test func `every argument that has no default of its own can be taken back`() throws {
        let plain = try map("btc:map{}").json
        for name in MapRequest.arguments.map(\.name) {
            #expect(try map("btc:map{}:with{\(name) = false}").json == plain, "\(name)")
        }
        let set = "funding = \"crowded-side-pays\", entry = \"typical-entry\", venue = \"okx\", step = 500"
        let back = "funding = false, entry = false, venue = false, step = false"
        #expect(try map("btc:map{\(set)}").json != plain)
        #expect(try map("btc:map{\(set)}:with{\(back)}").json == plain)
    }

    @Test func `a map of several venues is made anew of all of them`() throws {
        let sources = "sources = {{data = btc, venue = \"binance\"}, {data = btc, venue = \"okx\"}}"
        let with = try map("liq.map{\(sources), lookback = \"2d\"}:with{leverage = \"retail\"}")
        let fresh = try map("liq.map{\(sources), lookback = \"2d\", leverage = \"retail\"}")
        #expect(with.json == fresh.json)
        #expect(with.shards?.shards.count == 2)
    }

    @Test func `a map that was made anew can be explained, written and made anew`() throws {
        let (with, fresh) = ("btc:map{}:with{lookback = \"2d\"}", "btc:map{lookback = \"2d\"}")
        let shown = "(function(m) local e = m:explain(m.price * 0.95) return e:csv() .. m:coinglass() end)"
        let values = try session.run("return \(shown)(\(with)) == \(shown)(\(fresh))", chunk: "test")
        #expect(values.first?.bool == true)
        #expect(try map("\(with):with{lookback = false}").json == map("btc:map{}").json)
    }

    @Test(arguments: [
        ("{levrage = 1}", "map:with: unknown argument 'levrage'", "did you mean 'leverage'?"),
        ("{options = {clossing = 1}}", "map:with: no model option 'clossing'", "did you mean 'closing'?"),
        (
            "{lookback = 3}", "map:with: argument 'lookback' must be a span of time, such as \"30d\", was 3",
            ""
        ),
        ("{buckets = 10, step = 1}", "map:with: either buckets = 10 or step = 1, not both", ""),
        ("{leverage = 5}", "map:with: argument 'leverage' must be a plugin's id", ""),
        ("5", "map:with takes named arguments in braces, was given 5", ""),
    ])
    func `a wrong argument names the method`(arguments: String, message: String, hint: String) {
        let found = error("btc:map{lookback = \"1d\"}:with(\(arguments))")
        #expect(found?.message.hasPrefix(message) == true, "\(found?.message ?? "no error")")
        #expect(hint.isEmpty || found?.hint?.contains(hint) == true)
    }

    @Test func `a signal rule cannot have its map made anew`() throws {
        _ = try session.run(
            """
            liq.signal("asks", function(map)
                local works, message = pcall(function() return map:with{} end)
                return {{name = tostring(works), strength = 1, note = tostring(message):sub(1, 100)}}
            end)
            """, chunk: "test")
        let said = try map("btc:map{lookback = \"1d\", signal = \"asks\"}").signals.first
        #expect(
            said?.name == "false" && said?.note?.text.contains("with") == true, "\(String(describing: said))")
    }

    @Test func `the request and the way to another map are there for the console`() throws {
        let map = try map("btc:map{lookback = \"2d\"}")
        var request = try #require(map.request)
        request.lookback = nil
        #expect(try map.remake(request).json == self.map("btc:map{}").json)
    }
}
