import LiquidationCore
import LuaRuntime
import Engine
import Plugins
import Scripting

/// Plugins over a year of minutes.
struct Year {
    static let bars = 525_600
    private static let rungs = "{2,3,4,5,6,7,8,10,12,15,20,25,30,33,40,50,60,75,100,125}"

    /// Twenty weights of the bar's range, which is what the function does wherever it runs.
    private static let body = """
        local a, s, w = 10 + 4000 * (bar.high - bar.low) / bar.close, 0, {}
        for l = 1, 20 do local x = L[l] / a; local v = 1 / (1 + x * x); w[l] = v; s = s + v end
        for l = 1, 20 do w[l] = w[l] / s end return w
        """

    private static let run =
        "return { kind = 'leverage', ladder = \(rungs), run = function(bar, L)\n\(body)\nend }"

    private static let runAll = """
        return { kind = 'leverage', ladder = \(rungs), run_all = function(s, L)
          local a = 10 + 4000 * ((s.high - s.low) / s.close)
          local w, sum = {}, 0
          for l = 1, 20 do local x = L[l] / a w[l] = 1 / (1 + x * x) sum = sum + w[l] end
          for l = 1, 20 do w[l] = w[l] / sum end
          return w end }
        """

    /// The same without a host: the bar is a table that is filled for each, the weights are added up.
    private static let bare = """
        local L, N = \(rungs), \(bars)
        local function weights(bar)
        \(body)
        end
        local high, low, close, acc, bar = {}, {}, {}, {}, {}
        for i = 1, N do close[i] = 1e5 + i % 97 high[i] = close[i] + i % 50 low[i] = close[i] - i % 60 end
        for l = 1, 20 do acc[l] = 0 end
        local c = os.clock()
        for i = 1, N do
          bar.high, bar.low, bar.close = high[i], low[i], close[i]
          local w = weights(bar)
          for l = 1, 20 do acc[l] = acc[l] + w[l] end
        end
        return tostring(os.clock() - c)
        """

    private let market: MadeUpSeries
    private let series: BarSeries

    init() throws {
        var market = MadeUpSeries()
        (market.count, market.interval, market.volatility) = (Self.bars, 60_000, 0.001)
        self.market = market
        series = try market.series()
    }

    private func map(_ mix: LeverageMix, on ladder: Ladder) throws -> Double {
        let run = try MapRun(
            series: series, model: .balanced, grid: .logarithmic(buckets: 2000), ladder: ladder,
            instrument: Venue.binance.instrument("BTCUSDT"))
        return try Stopwatch.nanoseconds(1, rounds: 3) { _ = try run.run(mix, barsPerColumn: nil) }
    }

    /// Asks a plugin about each bar, and does nothing with what it says.
    private func ask(_ plugin: any PluginRunner) throws {
        let context = BarContext(
            series, interval: market.interval, ladder: plugin.manifest.ladder ?? .standard)
        var plan = BarPlan(try LeverageMix([Double](repeating: 1, count: context.ladder.count)))
        guard case .rule(let rule) = try plugin.plan(over: context) else { return }
        for index in 0..<series.count { try rule.fill(&plan, bar: BarPlace(series, index)) }
    }

    private func plugin(_ text: String) throws -> Plugin {
        let source = PluginSource(id: "p", path: "p.lua", main: Array(text.utf8)) { _ in
            throw EngineError(.pluginInvalid, "no modules")
        }
        return try Plugin(source, overrides: [:], output: nil)
    }

    /// What the function costs once a bar, beside a bare loop.
    @discardableResult func measureRun() throws -> Double {
        let bare = Stopwatch.stock(1, Self.bare)
        let each = try Stopwatch.nanoseconds(1) { try ask(try plugin(Self.run)) }
        row("`run`, 20 weights a bar, the year", each, ("a bare loop in Lua", bare))
        return each
    }

    func measure(shipped: String) throws {
        let ladder = try Ladder([2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 33, 40, 50, 60, 75, 100, 125])
        let few = try map(.measured(on: ladder), on: ladder)
        row("the map of the year with the built-in mix, 20 rungs", few)
        let each = try measureRun()
        row("`run`, 20 weights a bar, the year", each, ("that map", few))
        let whole = try Stopwatch.nanoseconds(1) { try ask(try plugin(Self.runAll)) }
        row("`run_all`, the same, the year", whole, ("that map", few))
        let many = try map(.measured(on: .standard), on: .standard)
        row("the map of the year with the built-in mix, 90 rungs", many)
        for id in ["momentum-retail", "volatility-scaled"] {
            let time = try Stopwatch.nanoseconds(1, rounds: 3) {
                try ask(
                    try Plugin(PluginSource(reading: "\(shipped)/\(id).lua"), overrides: [:], output: nil))
            }
            row("`\(id)`, run_all, 90 rungs, the year", time, ("that map", many))
        }
    }

    /// What a process of its own costs a plugin.
    func measureIsolated(program: String, shipped: String) throws {
        let catalog = PluginCatalog(searchPath: [shipped])
        (catalog.program, catalog.isIsolating) = (program, true)
        for id in ["momentum-retail", "volatility-scaled"] {
            let here = try Stopwatch.passed(1) {
                try ask(
                    try Plugin(PluginSource(reading: "\(shipped)/\(id).lua"), overrides: [:], output: nil))
            }
            let there = try Stopwatch.passed(1) { try ask(try catalog.plugin(named: id)) }
            row("`\(id)` isolated, time that passes", there, ("in one process", here))
        }
        row(
            "an isolated plugin: process, state, declaration, time that passes",
            try Stopwatch.passed(1, rounds: 20) {
                _ = try catalog.plugin(named: "neutral")
            })
    }
}
