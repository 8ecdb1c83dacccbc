import Charts
import Engine
import Foundation
import LuaRuntime
@testable import Scripting
import TestSupport
import Testing

@Suite("Models of the session") struct SessionModelTests {
    private let tested: TestedSession
    private var session: Session { tested.session }

    init() throws { tested = try TestedSession() }

    private func run(_ code: String) throws -> [LuaValue] { try session.run(code, chunk: "test") }

    /// Weights that grow with a count, which a test lets stand in each place that a function can reach.
    @Test(arguments: [
        ("local n = 0", "n = n + 1", "n", "n"),
        ("local t = {n = 0}", "t.n = t.n + 1", "t.n", "t.n"),
        ("n = 0", "n = n + 1", "n", "n"),
        ("t = {deep = {n = 0}}", "t.deep.n = t.deep.n + 1", "t.deep.n", "t.deep.n"),
        (
            "local n = 0; local function up() n = n + 1 end; local function get() return n end", "up()",
            "get()", "get()"
        ),
        (
            "local t = setmetatable({n = 0}, {__index = {up = function(s) s.n = s.n + 1 end}})", "t:up()",
            "t.n", "t.n"
        ),
        ("local t = {n = 0}; t.t = t", "t.t.t.n = t.n + 1", "t.n", "t.n"),
        ("local t = {}", "t[#t + 1] = bar.time", "#t", "#t"),
    ])
    func `what a run leaves behind changes neither the next run nor the session`(
        setUp: String, change: String, count: String, after: String
    ) throws {
        let values = try run(
            """
            \(setUp)
            liq.leverage("counts", function(bar, ladder)
              \(change)
              local weights = {}
              for rung, leverage in ipairs(ladder) do weights[rung] = leverage < \(count) and 1 or 0.01 end
              return weights
            end)
            local a = btc:map{leverage = "counts", model = "balanced"}
            local b = btc:map{leverage = "counts", model = "balanced"}
            local price = a.price * 0.98
            return a:json() == b:json(), \(after), a:at(price), a:explain(price).live, a:with{}:json() == a:json()
            """)
        #expect(values[0].isTruthy && values[4].isTruthy)
        #expect(values[1].double == 0, "\(values[1])")
        let (stands, live) = (try #require(values[2].double), try #require(values[3].double))
        #expect(abs(stands / live - 1) < 1e-9 && stands > 0, "\(stands) \(live)")
    }

    @Test func `a model sees what the session holds when its run starts`() throws {
        let values = try run(
            """
            local lean = 1
            liq.funding("lean", function(rate, bar) return lean, 1 end)
            local before = btc:map{funding = "lean"}.long
            lean = 0.5
            return before, btc:map{funding = "lean"}.long
            """
        ).compactMap(\.double)
        #expect(values.count == 2 && values[1] < values[0], "\(values)")
    }

    @Test(arguments: ["m:explain(price)", "m:explain{at = price, side = \"long\"}"])
    func `a map whose model has changed since is not explained by the new one`(code: String) throws {
        let values = try run(
            """
            local steep = 1
            liq.leverage("steep", function(bar, ladder)
              local weights = {}
              for rung, leverage in ipairs(ladder) do weights[rung] = leverage ^ -steep end
              return weights
            end)
            local m = btc:map{leverage = "steep"}
            local price = m.price * 0.98
            local before = \(code).live
            steep = 2
            local works, message = pcall(function() return \(code) end)
            return before, works, tostring(message)
            """)
        #expect(try #require(values[0].double) > 0 && !values[1].isTruthy)
        #expect(
            values[2].text?.contains("that this map depends on has changed since") == true, "\(values[2])")
    }

    @Test func `a model that never answers ends with its name, and the session goes on`() throws {
        let values = try run(
            """
            liq.leverage("endless", function() while true do end end)
            local works, message = pcall(function() return btc:map{leverage = "endless"} end)
            return works, tostring(message), btc:map{}.long > 0
            """)
        #expect(!values[0].isTruthy && values[2].isTruthy)
        let message = values[1].text ?? ""
        #expect(message.contains("plugin endless") && message.contains("time limit of 1000 ms"), "\(message)")
    }

    @Test(arguments: ["leverage", "funding", "entry", "split", "closing", "margin", "signal"])
    func `a model of any kind has the time limit`(kind: String) throws {
        let values = try run(
            """
            liq.\(kind)("endless", function() while true do end end)
            return tostring(select(2, pcall(function() return btc:map{\(kind) = "endless"} end)))
            """)
        #expect(values[0].text?.contains("time limit of 1000 ms") == true, "\(values[0])")
    }

    @Test func `a script around its models has no limit of time`() throws {
        // The first call starts a clock, which the loop after it must not feel.
        let values = try run(
            """
            liq.leverage("plain", function(bar, ladder) return {[ladder[1]] = 1} end)
            btc:map{leverage = "plain"}
            local begin, n = os.clock(), 0
            while os.clock() - begin < 1.5 do n = n + 1 end
            return n > 0
            """)
        #expect(values.first?.isTruthy == true)
    }

    @Test func `tables and functions are printed without addresses`() throws {
        _ = try run(
            """
            print({ 1, 2 }, "x", nil)
            print({ { name = "one", size = 1.5 }, { name = "two", size = 2 } })
            print(setmetatable({}, {__tostring = function() return "own" end}), function() end)
            print()
            """)
        #expect(tested.lines.first == "{ 1, 2 }\tx\tnil")
        #expect(tested.lines.contains { $0.contains("name   size") } || tested.lines[1].contains("name"))
        #expect(!tested.lines.joined(separator: "\n").contains("0x"), "\(tested.lines)")
        #expect(tested.lines.last == "")
    }
}
