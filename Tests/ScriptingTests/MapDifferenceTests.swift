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

@Suite("Differences of maps in Lua") struct MapDifferenceTests {
    private let session: Session
    private let folder: TemporaryFolder
    private final class Lines { var all: [String] = [] }
    private let printed = Lines()

    init() throws {
        let plugins = SharedFolder.project.appending(path: "plugins").path
        folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(120))
        session = try Session(searchPath: [plugins], style: .plain(columns: 80)) { [printed] in
            printed.all.append($0)
        }
        _ = try session.run(
            "btc = liq.load \"\(path)\" a = btc:map{} b = a:with{leverage = \"retail\"} c = a:with{lookback = \"2d\", buckets = 300}",
            chunk: "test")
    }

    private func holds(_ expression: String) throws -> Bool {
        try session.run("return \(expression)", chunk: "test").first?.bool == true
    }

    private func failure(_ expression: String) -> String {
        do {
            _ = try session.run("return \(expression)", chunk: "test")
            return "no error"
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        "(a - a):density('long'):max() == 0 and (a - a):density('short'):min() == 0",
        "((b - a):density('long') - (-(a - b)):density('long')):abs():max() == 0",
        "((c - a):density('short') + (a - c):density('short')):abs():max() == 0",
        "(b - a).long == b.long - a.long and (c - a).short == c.short - a.short",
        "(b - a):sum('long', {within = '5%'}) == b:sum('long', {within = '5%'}) - a:sum('long', {within = '5%'})",
        "math.abs((c - a):density('long'):sum() - (c.long - a.long)) < 1e-6 * a.long",
        "select(2, (b - a):at(b.price * 1.02)) == select(2, b:at(b.price * 1.02)) - select(2, a:at(a.price * 1.02))",
        "(b - a):at(1) == nil", "(b - a).price == b.price", "#(b - a).edges == #a.edges",
        "#(c - a).edges > #a.edges", "#(c - a):density('long') == #(c - a).edges - 1",
        "b:minus(a):json() == (b - a):json()", "(b - a):csv():find('low,high,long,short', 1, true) ~= nil",
    ]) func `laws of differences hold`(law: String) throws {
        #expect(try holds(law), "\(law)")
    }

    @Test(arguments: [
        ("a - 5", "a map can only be taken from a map, not 5"), ("5 - a", "needs a map, got number"),
        ("a - nil", "a map can only be taken from a map, not nil"), ("a - btc", "not a dataset"),
        ("a:minus()", "a map can only be taken from a map, not nil"),
        ("a + b", "attempt to perform arithmetic"),
        ("a:diff(5)", "bad argument #1 'before' to 'map:diff' (map expected, got number)"),
        ("(b - a):sum('both')", "side must be \"long\" or \"short\""),
        ("(b - a):at('x')", "bad argument #1 'price'"), ("(b - a):save('a.png')", "names no format"),
        ("(b - a):save('a.liqpart')", "a difference is written as .txt, .json or .csv"),
    ]) func `misuse is told`(expression: String, words: String) {
        #expect(failure(expression).contains(words), "\(failure(expression))")
    }

    @Test func `it draws itself with what differs and nothing else`() throws {
        let text = try #require(try session.run("return tostring(b - a)", chunk: "test").first?.text)
        #expect(text.contains("less the same with other options"))
        #expect(text.contains("pareto(tail=1.5)  retail"))
        #expect(!text.contains("position_size"))
        let other = try #require(try session.run("return tostring(c - a)", chunk: "test").first?.text)
        #expect(other.contains("bars") && other.contains("Their buckets differ"))
        _ = try session.run("(b - a):plot()", chunk: "test")
        #expect(printed.all.joined(separator: "\n") == text)
    }

    @Test func `it is written as JSON and CSV whose sums are the change`() throws {
        for name in ["d.json", "d.csv", "d.txt"] {
            _ = try session.run("(b - a):save(\"\(folder.path)/\(name)\")", chunk: "test")
        }
        func file(_ name: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
        let json = try #require(try JSONSerialization.jsonObject(with: file("d.json")) as? [String: Any])
        let change = try #require((json["change"] as? [String: Double])?["short"])
        let cells = try #require((json["buckets"] as? [String: Any])?["short"] as? [Double])
        #expect(abs(cells.reduce(0, +) - change) <= 1e-9 * cells.reduce(0) { $0 + abs($1) } + 1e-6)
        #expect(json["format"] as? String == "liq.delta" && json["one_grid"] as? Bool == true)
        let rows = String(decoding: try file("d.csv"), as: UTF8.self).split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        #expect(rows.count == cells.count + 1)
        #expect(String(decoding: try file("d.txt"), as: UTF8.self).contains("estimated open"))
    }

    @Test func `clusters are listed with what became of them`() throws {
        #expect(try holds("#b:diff(b) == #b:clusters{} and #b:diff(b) > 0"))
        #expect(try holds("#a:diff(b, {limit = 1}) >= 2 and #a:diff(b, {limit = 0}) == 0"))
        let laws = """
            (function()
              for _, move in ipairs(b:diff(a)) do
                local before, after = move.notional_before or 0, move.notional_after or 0
                if move.change ~= after - before then return false end
                if not (move.price_before or move.price_after) then return false end
                if move.price_before and move.price_after
                  and math.abs(move.price_after - move.price_before) > 0.01 * b.price then return false end
              end
              return true
            end)()
            """
        #expect(try holds(laws))
        let there = try holds("#b:diff(a, {tolerance = 0.0001}) >= #b:diff(a, {tolerance = 0.05})")
        #expect(there)
    }

    @Test func `objects stand behind the values for the console`() throws {
        let values = try session.run("return a, b", chunk: "test")
        let a = try #require(values[0].object(as: MapResult.self))
        let b = try #require(values[1].object(as: MapResult.self))
        let moves = try b.moves(since: a)
        #expect(try session.run("return #b:diff(a)", chunk: "test").first?.int == Int64(moves.count))
        let text = try b.comparison(since: a, .plain(columns: 100)).split(separator: "\n")
        #expect(
            text.count == moves.count + 4 && text[0].contains("clusters of")
                && text.last?.contains("retail") == true)
        #expect(try a.comparison(since: a, .plain(columns: 100)).contains("the same assumptions"))
        let delta = try session.value(DeltaResult(from: a, to: b))
        #expect(try session.text(of: delta).contains("estimated open"))
    }
}
