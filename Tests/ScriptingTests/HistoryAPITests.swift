import Charts
import Foundation
import LuaRuntime
@testable import Scripting
import TestSupport
import Testing

@Suite("Histories and heatmaps in Lua") struct HistoryAPITests {
    private let tested: TestedSession
    private var session: Session { tested.session }

    init() throws { tested = try TestedSession() }

    private func value(_ code: String) throws -> LuaValue {
        try #require(try session.run(code, chunk: "test").first)
    }

    @Test func `a loop goes through the maps of a history`() throws {
        let code = """
            local n, before = 0, 0
            for m in btc:history{every = "12h"} do
                n = n + 1
                assert(m.time > before)
                before = m.time
                local same = btc:map{as_of = m.time + btc.interval}
                assert(math.abs(m.long / same.long - 1) < 1e-12)
                assert(m:liquidated("long") == nil)
            end
            return n
            """
        #expect(try value(code).int == 10)
    }

    @Test func `a model of the session is asked bar by bar in a history`() throws {
        // Each run has variables of its own: the last one says how often it was asked.
        let code = """
            local asked = 0
            liq.leverage("mine", function(bar, ladder)
                asked = asked + 1
                if asked == 120 then print("asked " .. asked) end
                local weights = {}
                for rung in ipairs(ladder) do weights[rung] = 1 end
                return weights
            end)
            local n = 0
            for m in btc:history{every = "24h", leverage = "mine"} do n = n + 1 end
            return asked .. " " .. n
            """
        #expect(try value(code).text == "0 5")
        #expect(tested.lines == ["asked 120"])
    }

    @Test func `what bars liquidated is a vector, and the columns of a heatmap add up to it`() throws {
        let code = """
            local m, h = btc:map(), btc:heatmap{columns = 10}
            assert(#h == 10 and #h.columns == 10 and h.bars_per_column == 12)
            assert(#m:liquidated("short") == #btc and #m:born("short") == #btc)
            local all = m:liquidated("short"):sum()
            assert(all > 0 and math.abs(h:liquidated("short"):sum() - all) <= 1e-9 * all)
            local sum = 0
            for _, c in ipairs(h.columns) do sum = sum + c.short_liquidated end
            assert(math.abs(sum - all) <= 1e-9 * all)
            local last = h:cells(10, "long")
            assert(#last == #h.edges - 1 and math.abs(last:sum() / m.long - 1) < 1e-9)
            assert(h.columns[10].to == btc.to and h.columns[1].from == btc.from)
            return true
            """
        #expect(try value(code).bool == true)
    }

    @Test(arguments: [
        ("btc:slice('1d ago', '2d ago')", "slice: no bar from 1d ago to 2d ago"),
        ("btc:slice('yesterday')", "slice: from must be an instant"),
        ("btc:history{every = '1m'}", "every must be at least as long as a bar"),
        ("btc:history{signal = 'nearest-cluster'}", "signal' only applies to map"),
        ("btc:map{every = '1d'}", "only applies to history"),
        ("btc:heatmap{columns = 3}:cells(4, 'long')", "cells: column must lie in 1 to 3, was 4"),
        ("btc:map{view = 'freshness', model = 'balanced'}", "has no view freshness"),
        ("btc:map{view = 'depth'}", "amount or freshness"),
    ])
    func `what cannot be is refused by name`(code: String, expected: String) throws {
        let error = #expect(throws: LuaError.self) { try session.run("return \(code)", chunk: "test") }
        let message = error?.description ?? ""
        #expect(message.contains(expected), "\(message)")
    }

    @Test func `a slice is data like any`() throws {
        #expect(try value("return #btc:slice('2d ago', '1d ago')").int == 24)
        #expect(try value("return btc:slice('2d ago'):map().time == btc:map().time").bool == true)
    }
}
