import Engine
import LiquidationCore
import LuaRuntime

/// Asks a split or closing plugin for the fraction of each bar, and checks what it says.
final class FractionRule: BarRule {
    private let plugin: Plugin
    private let row: BarRow
    private let arguments: [LuaValue]
    private let whole: WholeCells?

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, row) = (plugin, context.row)
        arguments = [
            try plugin.state.makeRow(row.row, isLentPerCall: true), .table(try plugin.parameterTable()),
        ]
        whole = try plugin.runAll.map { body in
            try plugin.callWhole(body, over: context, rows: 1) { result in
                try WholeCells(result, "run_all's answer", of: plugin, bars: context.series.count)
            }
        }
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        let fraction = try fraction(bar)
        if plugin.manifest.kind == .split {
            plan.longShare = fraction
        } else {
            plan.closedFraction = fraction
        }
    }

    private func fraction(_ bar: BarPlace) throws -> Double {
        let answer: LuaValue
        if let whole {
            answer = .number(whole[bar.index])
        } else {
            row.row.move(to: bar.index)
            answer = try plugin.call(arguments, at: bar).first ?? .nil
        }
        guard let fraction = answer.double, fraction >= 0, fraction <= 1 else {
            let what = plugin.manifest.kind == .split ? "share of longs" : "closed fraction"
            throw plugin.badResult(
                "the \(what) must be a number from 0 to 1, was \(answer.described), at \(bar)")
        }
        return fraction
    }
}
