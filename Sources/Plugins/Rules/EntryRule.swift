import Engine
import LiquidationCore
import LuaRuntime

/// Asks an entry plugin for the weights of entry prices of each bar, and checks what it says.
final class EntryRule: BarRule {
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
