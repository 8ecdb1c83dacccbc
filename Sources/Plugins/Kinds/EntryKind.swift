import Engine
import LiquidationCore
import LuaRuntime

extension PluginKindDescriptor {
    /// Where in its bar a position was entered.
    static let entry = PluginKindDescriptor(
        .entry, title: "entry model", given: [.bar, .params],
        returns: "weights of entry prices, from the bar's low to its high", annotation: "number[]",
        whole: .init(
            returns: "a list with a vector or a number for each weight, from the low to the high",
            annotation: "(liq.vector|number)[]"),
        sample: "{1, 2, 1}",
        page: .method(
            .plugin, "entries", TestedPlugin.asked, gives: [.init(.numbers)],
            "Weights of entry prices of a bar.",
            example: "#liq.plugin(\"typical-entry\"):entries(series) > 2"),
        template: .entry,
        role: .bar(
            BarPart(
                rule: { plugin, context in .rule(try EntryRule(plugin, in: context)) },
                write: { plan, writer in writer.put(plan.entryWeights) },
                read: { plan, _, reader throws(EngineError) in
                    plan.entryWeights = try reader.weights { (1...EntryRule.limit).contains($0) }
                },
                values: { plan, state in [.table(try state.makeTable(numbers: plan.entryWeights))] })))
}

/// Asks an entry plugin for the weights of entry prices of each bar, and checks what it says.
final class EntryRule: BarRule {
    var asksOnce: Bool { whole != nil }
    /// The most entry prices of a bar.
    static let limit = 101
    private let plugin: Plugin
    private let row: BarRow
    private let arguments: [LuaValue]
    private let whole: [WholeCells]?

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, row) = (plugin, context.row)
        arguments = [
            try plugin.state.makeRow(row.row, isLentPerCall: true), .table(try plugin.parameterTable()),
        ]
        whole = try plugin.runAll.map { body in
            try plugin.callWhole(body, over: context, rows: 16) { result in
                try Self.read(result, of: plugin, bars: context.series.count)
            }
        }
    }

    private static func read(_ result: LuaValue, of plugin: Plugin, bars: Int) throws -> [WholeCells] {
        guard case .table(let table) = result, case let count = try table.count, (1...limit).contains(count)
        else {
            throw plugin.badResult(
                "run_all must return 1 to \(limit) vectors or numbers, from the low to the high, was "
                    + result.described)
        }
        let cells = try plugin.read(at: nil) { try table.array(limit: limit) }
        return try cells.enumerated().map { index, value in
            try WholeCells(value, "weights of entry \(index + 1)", of: plugin, bars: bars)
        }
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        plan.entryWeights = try whole.map { rows in rows.map { $0[bar.index] } } ?? weights(bar)
        var sum = 0.0
        for (index, weight) in plan.entryWeights.enumerated() {
            guard weight >= 0, weight.isFinite else {
                throw plugin.badResult(
                    "weight \(index + 1) of the entries must be finite and not negative, "
                        + "was \(LuaValue.number(weight).described), at \(bar)")
            }
            sum += weight
        }
        guard sum > 0, sum.isFinite else {
            throw plugin.badResult(
                "weights of entries must not all be zero or overflow, their sum was \(sum), at \(bar)")
        }
    }

    private func weights(_ bar: BarPlace) throws -> [Double] {
        row.row.move(to: bar.index)
        let result = try plugin.call(arguments, at: bar).first ?? .nil
        guard case .table(let table) = result, case let count = try table.count,
            (1...Self.limit).contains(count)
        else {
            throw plugin.badResult(
                "a list of 1 to \(Self.limit) weights expected, from the low to the high, was "
                    + "\(result.described), at \(bar)")
        }
        let cells = try plugin.read(at: bar) { try table.array(limit: Self.limit) }
        return try cells.enumerated().map { index, value in
            guard let weight = value.double else {
                throw plugin.badResult(
                    "weight \(index + 1) of the entries must be a number, was \(value.described), at \(bar)")
            }
            return weight
        }
    }
}

extension KindTemplate {
    fileprivate static let entry = KindTemplate(
        plugin: """
            -- Where in its bar a position was entered. Asked once a bar.

            ---@type liq.plugin.entry
            local plugin = {
              api = 1, kind = "entry", id = "$ID", version = "0.1.0", license = "MIT",
              summary = "Most entries near the close.",
              params = {
                points = { type = "integer", default = 9, min = 1, max = 101, doc = "entry prices of a bar" },
                reach = { type = "percent", default = "30%", min = 0.01, max = 10, doc = "how far from the close, against the range" },
              },
              run = function(bar, params)
                local range = bar.high - bar.low
                local close = range > 0 and (bar.close - bar.low) / range or 0.5
                local weights = {}
                for i = 1, params.points do
                  local place = params.points > 1 and (i - 1) / (params.points - 1) or 0.5
                  weights[i] = math.exp(-((place - close) / params.reach) ^ 2 / 2)
                end
                return weights -- from the low to the high; only proportions matter
              end,
            }

            return plugin

            """,
        spec: """
            describe("$ID", function()
              it("has most entries near the close", function()
                local rising = liq.plugin():entries(fixture.series { close = { 100, 110, 120 } })
                expect(rising[#rising]).to_be_above(rising[1])
                expect(#rising).to_be(9)
              end)

              it("takes one entry", function()
                expect(#liq.plugin { points = 1 }:entries(fixture.series())).to_be(1)
              end)
            end)

            """)
}
