import Engine
import LiquidationCore
import LuaRuntime

extension PluginKindDescriptor {
    /// How much opens in a bar.
    static let flow = PluginKindDescriptor(
        .flow, title: "flow model", given: [.bar, .params],
        returns: "base units that open on either side in the bar, or {long = …, short = …}",
        annotation: "number|{long: number, short: number}",
        whole: .init(
            returns:
                "a vector with a cell a bar, or one number for all bars, or both as {long = …, short = …}",
            annotation: "liq.vector|number|{long: liq.vector|number, short: liq.vector|number}"),
        sample: "{long = 1, short = 2}",
        page: .method(
            .plugin, "opened", TestedPlugin.asked, gives: [.init("long", .number), .init("short", .number)],
            "Base units of longs that open in a bar, and of shorts.",
            example: "liq.plugin(\"interest-rise\"):opened(series) >= 0"),
        template: .flow,
        role: .bar(
            BarPart(
                rule: { plugin, context in .rule(try FlowRule(plugin, in: context)) },
                write: { plan, writer in
                    writer.put(plan.opened.long)
                    writer.put(plan.opened.short)
                },
                read: { plan, _, reader throws(EngineError) in
                    let opened = BySide(long: try reader.number(), short: try reader.number())
                    guard FlowRule.isAmount(opened.long), FlowRule.isAmount(opened.short) else {
                        throw WireReader.damaged
                    }
                    plan.opened = opened
                },
                values: { plan, _ in [.number(plan.opened.long), .number(plan.opened.short)] })))
}

/// Asks a flow plugin how much opens in each bar, and checks what it says.
final class FlowRule: BarRule {
    var asksOnce: Bool { whole != nil }
    private let plugin: Plugin
    private let row: BarRow
    private let arguments: [LuaValue]
    private let whole: BySide<WholeCells>?

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, row) = (plugin, context.row)
        arguments = [
            try plugin.state.makeRow(row.row, isLentPerCall: true), .table(try plugin.parameterTable()),
        ]
        whole = try plugin.runAll.map { body in
            try plugin.callWhole(body, over: context, rows: 2) { result in
                try Self.read(result, of: plugin, bars: context.series.count)
            }
        }
    }

    /// One answer for both sides, or `{long = …, short = …}`.
    private static func read(_ result: LuaValue, of plugin: Plugin, bars: Int) throws -> BySide<WholeCells> {
        guard case .table(let table) = result else {
            return BySide(both: try WholeCells(result, "run_all's answer", of: plugin, bars: bars))
        }
        let cells = try plugin.read(at: nil) { (try table.get("long"), try table.get("short")) }
        return BySide(
            long: try WholeCells(cells.0, "run_all's long", of: plugin, bars: bars),
            short: try WholeCells(cells.1, "run_all's short", of: plugin, bars: bars))
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        if let whole {
            plan.opened = BySide(
                long: try amount(.number(whole.long[bar.index]), .long, bar),
                short: try amount(.number(whole.short[bar.index]), .short, bar))
            return
        }
        row.row.move(to: bar.index)
        let answer = try plugin.call(arguments, at: bar).first ?? .nil
        if case .table(let table) = answer {
            plan.opened = BySide(
                long: try amount(try table.get("long"), .long, bar),
                short: try amount(try table.get("short"), .short, bar))
        } else {
            plan.opened = BySide(both: try amount(answer, nil, bar))
        }
    }

    /// Whether so many base units may open.
    static func isAmount(_ amount: Double) -> Bool { amount == 0 || BarSeries.amounts.contains(amount) }

    private func amount(_ value: LuaValue, _ side: Side?, _ bar: BarPlace) throws -> Double {
        guard let amount = value.double, Self.isAmount(amount) else {
            let what = side.map { "what opens \($0.rawValue)" } ?? "what opens"
            throw plugin.badResult(
                "\(what) must be a number of base units, 0 or from 1e-24 to 1e24, was \(value.described), at \(bar)"
            )
        }
        return amount
    }
}

extension KindTemplate {
    fileprivate static let flow = KindTemplate(
        plugin: """
            -- How much opens in a bar. Asked once a bar; nothing else opens, and nothing closes but what `closing` says.

            ---@type liq.plugin.flow
            local plugin = {
              api = 1, kind = "flow", id = "$ID", version = "0.1.0", license = "MIT",
              summary = "A share of the volume opens, longs and shorts as takers bought and sold.",
              params = {
                share = { type = "percent", default = "2%", min = 0, max = 1, doc = "part of the volume that opens positions" },
              },
              run = function(bar, params)
                local volume = bar.volume or 0
                local bought = bar.taker_buy_volume or volume / 2
                return { long = params.share * bought, short = params.share * (volume - bought) } -- base units
              end,
            }

            return plugin

            """,
        spec: """
            describe("$ID", function()
              it("opens a share of what takers bought and sold", function()
                local market = fixture.series()
                local long, short = liq.plugin { share = "50%" }:opened(market)
                expect(long + short).to_be_near(market.volume[#market] / 2)
              end)

              it("opens nothing where nothing is traded", function()
                local long, short = liq.plugin():opened(fixture.series { bare = true })
                expect({ long, short }).to_equal { 0, 0 }
              end)
            end)

            """)
}
