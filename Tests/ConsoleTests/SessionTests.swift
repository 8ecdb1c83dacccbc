import Charts
import Engine
import Plugins
import Scripting
import Testing

@testable import Console

@Suite("Session as a script") struct SessionLogTests {
    private func log(_ entries: String...) -> SessionLog {
        var log = SessionLog()
        for (index, text) in entries.enumerated() {
            log.add(
                SessionLog.Entry(text, number: index + 1) { !$0.contains(" = ") && !$0.hasPrefix("for") })
        }
        return log
    }

    @Test func `expressions are shown, statements stand as they are`() {
        let script = log("local x = 5", "x + 1", "x * 2;", "for i = 1, 2 do print(i) end", "x -- note")
            .script(
                version: "liq 9")
        #expect(
            script == """
                -- A session of liq 9. Again: liq run FILE

                x = 5
                liq.show(x + 1)
                _ = x * 2
                for i = 1, 2 do print(i) end
                liq.show(x -- note
                )

                """)
    }

    @Test func `where results are used by their names they are kept`() {
        let script = log("6 * 7", "_ + 1", "y = _1").script(version: "liq")
        #expect(script.contains("local function keep"))
        #expect(script.contains("liq.show(keep(1, 6 * 7))\nliq.show(keep(2, _ + 1))\ny = _1\n"))
    }
}

@Suite("Help questions") struct HelpQuestionTests {
    @Test(arguments: [
        ("?map", "map", false), ("map?", "map", false), ("f??", "f", true), ("??f", "f", true),
        (" m:at? ", "m:at", false), ("? liq.load", "liq.load", false), ("?", "", false),
        ("crowded-side-pays??", "crowded-side-pays", true),
    ])
    func `a question mark asks`(entry: String, word: String, wantsSource: Bool) {
        #expect(HelpQuestion(entry)?.word == word)
        #expect(HelpQuestion(entry)?.wantsSource == wantsSource)
    }

    @Test(arguments: ["x = 1", "f(1)?", "print('?')", "a\n?b", ""])
    func `code is no question`(entry: String) {
        #expect(HelpQuestion(entry) == nil)
    }

    @Test func `the source of a function ends with its own end`() {
        let source = """
            x = 1
            function f(a)
              if a then return function() end end
              repeat until true
            end
            y = function() return 1 end z = 2
            """
        #expect(
            FunctionSource(in: source, from: 2)?.text
                == "function f(a)\n  if a then return function() end end\n  repeat until true\nend")
        #expect(FunctionSource(in: source, from: 6)?.text == "y = function() return 1 end")
        #expect(FunctionSource(in: source, from: 9) == nil)
        #expect(FunctionSource(in: "function f(", from: 1) == nil)
    }
}

@Suite("History list") struct HistoryListTests {
    private func list(_ text: String) throws -> [String] {
        let history = EntryHistory(path: nil)
        for index in 1...30 {
            history.add(
                EntryHistory.Entry(
                    text: index == 30 ? "m\nplot" : "entry \(index)", time: 0, milliseconds: index,
                    failed: index % 10 == 0))
        }
        return try HistoryList(text).text(history, .plain(columns: 80)).split(separator: "\n").map(
            String.init)
    }

    @Test func `the last twenty, as many as are wanted, failed ones, those with a word`() throws {
        #expect(try list("").count == 21)
        #expect(try list("-n 3").count == 4)
        #expect(try list("--failed").count == 4)
        #expect(try list("-n 2 --failed").count == 3)
        #expect(try list("entry 1").count == 12)
        #expect(try list("-n 1").last?.hasSuffix("failed  m … 2 lines") == true)
        #expect(try list("nowhere") == ["no such entry"])
    }

    @Test(arguments: ["-n", "-n x", "-n 0", "--fail", "-x"])
    func `other options are refused`(text: String) {
        #expect(throws: EngineError.self) { try HistoryList(text) }
    }
}

@Suite("Sweep plan") struct SweepPlanTests {
    @Test(arguments: [
        ("price -2%..+2% step 1%", ["-2%", "-1%", "0%", "1%", "2%"]),
        ("kappa 0..0.3 step 0.1", ["0", "0.1", "0.2", "0.3"]),
        ("leverage retail,uniform", ["retail", "uniform"]),
        ("leverage retail uniform", ["retail", "uniform"]),
        ("lookback 1d..3d step 1d", ["1d", "2d", "3d"]), ("price 0..10%", (0...10).map { "\($0)%" }),
        ("kappa 0..1 step 0.4", ["0", "0.4", "0.8"]),
    ])
    func `values are a list, or steps from one to another`(text: String, values: [String]) throws {
        #expect(try SweepPlan(text).values == values)
    }

    @Test(arguments: [
        "", "price", "kappa 1..0", "kappa 0..1 step 0", "kappa 0..1 step -1", "price -5%..5 step 1%",
        "kappa 0..1 by 1", "kappa 0..1 step 1%", "kappa a..b", "kappa 0..1e9 step 1",
    ])
    func `what makes no steps is refused`(text: String) {
        #expect(throws: EngineError.self) { try SweepPlan(text) }
    }

    @Test func `an option that is given twice with two values is an error`() throws {
        let error = #expect(throws: EngineError.self) { try OptionList("lookback=7d lookback=14d") }
        #expect(error?.message == "either lookback=7d or lookback=14d, not both")
        #expect(try OptionList("lookback=7d lookback=7d").table == "{ lookback = \"7d\" }")
    }

    @Test func `values are written as the argument takes them`() throws {
        #expect(
            try OptionList("symbol=1000 closing=oldestFirst by_rung=on range=5e4..2e5").table
                == "{ symbol = \"1000\", closing = \"oldestFirst\", by_rung = true, range = \"5e4..2e5\" }")
        #expect(MapOption.typed.map(\.name).count == Set(MapOption.typed.map(\.name)).count)
    }

    @Test func `options are told apart from those of the model`() throws {
        #expect(
            try OptionList("leverage=retail lookback=7d kappa=0.5 buckets=100").table
                == "{ leverage = \"retail\", lookback = \"7d\", buckets = 100, options = { kappa = 0.5 } }")
        for text in ["leverage", "=x", "a=", "1=2"] {
            #expect(throws: EngineError.self) { try OptionList(text) }
        }
    }

    @Test(arguments: [
        ("examples/data/BTCUSDT", "btc"), ("x/ETH-USD.csv", "eth"), ("a/1000PEPEUSDT.zip", "data"),
        ("usdt", "usdt"), ("end.csv", "data"), ("BTCUSDT-1m-2025.csv", "btc"),
    ])
    func `data gets the name of its symbol`(path: String, name: String) {
        #expect(LuaName.of(path) == name)
    }
}
