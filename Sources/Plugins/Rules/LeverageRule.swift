import Charts
import Engine
import LiquidationCore
import LuaRuntime
import PlainText

/// Asks a leverage plugin for the weights of each bar, and checks what it says.
final class LeverageRule: BarRule {
    private let plugin: Plugin
    private let ladder: Ladder
    private let row: BarRow
    private let arguments: [LuaValue]

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, ladder, row) = (plugin, context.ladder, context.row)
        let rungs = try plugin.state.makeTable(numbers: ladder.leverages)
        arguments = [
            try plugin.state.makeRow(row.row, isLentPerCall: true), .table(rungs),
            .table(try plugin.parameterTable()),
        ]
    }

    /// Puts the weights of a bar into a plan.
    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        row.row.move(to: bar.index)
        // Most answers are plain lists: they are copied from where they are, once.
        let result = try plugin.call(arguments, at: bar) { results throws(LuaError) -> LuaValue? in
            let outcome = plan.weights.long.withUnsafeMutableBufferPointer {
                results.readNumbers(1, into: $0)
            }
            return outcome == .complete ? nil : try results.value(1)
        }
        guard let result else {
            try check(plan.weights.long, what: "weight", bar)
            plan.mirrorLongs()
            return
        }
        guard case .table(let table) = result else {
            throw plugin.badResult(
                "one weight for each of \(ladder.count) rungs expected, was \(result.described), at \(bar)")
        }
        try plugin.read(at: bar) { try read(table, into: &plan, bar) }
    }

    /// One list of weights, or one a side.
    private func read(_ table: LuaTable, into plan: inout BarPlan, _ bar: BarPlace) throws {
        let (long, short) = (try table.get("long"), try table.get("short"))
        if long.isNil, short.isNil {
            try read(table, into: &plan.weights.long, what: "weight", bar)
            plan.mirrorLongs()
        } else {
            guard case .table(let longs) = long, case .table(let shorts) = short else {
                throw plugin.badResult("both long and short must be lists of weights, at \(bar)")
            }
            try read(longs, into: &plan.weights.long, what: "long weight", bar)
            try read(shorts, into: &plan.weights.short, what: "short weight", bar)
        }
    }

    private func read(_ table: LuaTable, into weights: inout [Double], what: String, _ bar: BarPlace) throws {
        if case .nil = try table.get(1) {
            try readByRung(table, into: &weights, what: what, bar)
        } else {
            let outcome = try weights.withUnsafeMutableBufferPointer { try table.readNumbers(into: $0) }
            switch outcome {
            case .complete: break
            case .extra(let found):
                throw plugin.badResult("\(ladder.count) \(what)s expected, found \(found), at \(bar)")
            case .bad(let index, let found):
                throw plugin.badResult(
                    "\(what) \(index) of \(ladder.count) must be a number, was \(found), at \(bar)")
            }
        }
        try check(weights, what: what, bar)
    }

    private func check(_ weights: [Double], what: String, _ bar: BarPlace) throws {
        var sum = 0.0
        for index in weights.indices {
            let weight = weights[index]
            guard weight.isFinite, weight >= 0 else {
                let rung = ladder.leverages[index]
                throw plugin.badResult(
                    "\(what) \(index + 1) (rung \(rung)x) must be finite and not negative, "
                        + "was \(LuaValue.number(weight).described), at \(bar)")
            }
            sum += weight
        }
        guard sum > 0, sum.isFinite else {
            throw plugin.badResult(
                "\(what)s must not all be zero or overflow, their sum was \(sum), at \(bar)")
        }
    }

    /// The rungs on both sides of a leverage that is none.
    private func neighbours(of leverage: Double?) -> String {
        guard let leverage else { return "" }
        let rungs = ladder.leverages
        let near = [rungs.last { $0 < leverage }, rungs.first { $0 > leverage }].compactMap(\.self)
        let names = near.map { NumberText.short($0) + "x" }.joined(separator: " and ")
        return " (next to it are \(names); a plugin's file may have a ladder of its own)"
    }

    /// `{[25] = 0.4, …}`: weights by leverage.
    private func readByRung(
        _ table: LuaTable, into weights: inout [Double], what: String, _ bar: BarPlace
    ) throws {
        for index in weights.indices { weights[index] = 0 }
        for (key, value) in try table.pairs(limit: 1001) {
            guard let leverage = key.double, let rung = ladder.leverages.firstIndex(of: leverage) else {
                throw plugin.badResult(
                    "\(what)s must stand under rungs of the ladder, found one under "
                        + "\(key.described)\(neighbours(of: key.double)), at \(bar)")
            }
            guard let weight = value.double else {
                throw plugin.badResult(
                    "\(what) of rung \(leverage)x must be a number, was \(value.described), at \(bar)")
            }
            weights[rung] = weight
        }
    }
}
