import Engine
import LiquidationCore
import LuaRuntime

/// What plugins of a kind decide about each bar: their rule, and how its part of a plan crosses from an isolated
/// process.
struct BarPart: Sendable {
    /// Makes the rule that asks a plugin about the bars of a context.
    let rule: @Sendable (Plugin, BarContext) throws -> PlanSource
    /// Writes the part.
    let write: @Sendable (BarPlan, inout WireWriter) -> Void
    /// Reads the part into a plan for so many rungs. Throws what the rule would not have let through.
    let read: @Sendable (inout BarPlan, Int, inout WireReader) throws(EngineError) -> Void
    /// The part as tests of plugins see it.
    let values: @Sendable (BarPlan, LuaState) throws -> [LuaValue]
}

extension BarPart {
    /// A part that is one number from 0 to 1.
    ///
    /// - Parameters:
    ///   - name: what it is called in messages.
    ///   - get: takes it from a plan.
    ///   - set: puts it into a plan.
    /// - Returns: the part, with its rule.
    static func fraction(
        _ name: String, of get: @escaping @Sendable (BarPlan) -> Double,
        set: @escaping @Sendable (inout BarPlan, Double) -> Void
    ) -> BarPart {
        BarPart(
            rule: { plugin, context in
                .rule(try FractionRule(plugin, in: context, called: name, set: set))
            },
            write: { plan, writer in writer.put(get(plan)) },
            read: { plan, _, reader throws(EngineError) in set(&plan, try reader.fraction()) },
            values: { plan, _ in [.number(get(plan))] })
    }
}

extension WireReader {
    /// A number from 0 to 1.
    ///
    /// - Throws: ``EngineError`` for any other.
    mutating func fraction() throws(EngineError) -> Double {
        let fraction = try number()
        guard fraction >= 0, fraction <= 1 else { throw Self.damaged }
        return fraction
    }

    /// A list of weights: finite, not negative, not all zero. It is empty only where that is an accepted count.
    ///
    /// - Throws: ``EngineError`` for any other list.
    mutating func weights(_ isCount: (Int) -> Bool) throws(EngineError) -> [Double] {
        let weights = try numbers()
        guard isCount(weights.count) else { throw Self.damaged }
        guard !weights.isEmpty else { return weights }
        let sum = weights.reduce(0, +)
        guard weights.allSatisfy({ $0 >= 0 }), sum > 0, sum.isFinite else { throw Self.damaged }
        return weights
    }
}

/// Asks a plugin for one fraction a bar, and checks what it says.
final class FractionRule: BarRule {
    var asksOnce: Bool { whole != nil }
    private let plugin: Plugin
    private let row: BarRow
    private let arguments: [LuaValue]
    private let whole: WholeCells?
    private let name: String
    private let set: (inout BarPlan, Double) -> Void

    /// - Parameters:
    ///   - plugin: who is asked.
    ///   - context: the bars.
    ///   - name: what the fraction is called in messages.
    ///   - set: puts it into a plan.
    /// - Throws: ``EngineError`` where `run_all` fails.
    init(
        _ plugin: Plugin, in context: BarContext, called name: String,
        set: @escaping (inout BarPlan, Double) -> Void
    ) throws {
        (self.plugin, row, self.name, self.set) = (plugin, context.row, name, set)
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
        set(&plan, try fraction(bar))
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
            throw plugin.badResult(
                "the \(name) must be a number from 0 to 1, was \(answer.described), at \(bar)")
        }
        // Below this, products with amounts vanish and the accounts do not add up.
        guard fraction == 0 || fraction >= 1e-24 else {
            throw plugin.badResult("the \(name) must be 0 or at least 1e-24, was \(fraction), at \(bar)")
        }
        return fraction
    }
}

/// One answer of `run_all`: a vector with a cell a bar, or one number for all of them.
struct WholeCells {
    private let constant: Double
    private let cells: UnsafeBufferPointer<Double>?
    /// The owner of the cells: they stay where they are for as long as it and its state live.
    private let vector: LuaVector?

    /// - Parameters:
    ///   - value: what was answered.
    ///   - name: for messages.
    ///   - plugin: whose answer it is.
    ///   - bars: how many cells are wanted.
    /// - Throws: ``EngineError`` `.pluginInvalid` naming what is wrong.
    init(_ value: LuaValue, _ name: String, of plugin: Plugin, bars: Int) throws {
        if let number = value.double {
            (constant, cells, vector) = (number, nil, nil)
            return
        }
        guard let vector = value.vector else {
            throw plugin.badResult("\(name) must be a vector or a number, was \(value.described)")
        }
        guard vector.count == bars else {
            throw plugin.badResult("\(name) must have \(bars) cells, one a bar, has \(vector.count)")
        }
        (constant, self.vector) = (0, vector)
        cells = try vector.withCells { $0 }
    }

    subscript(bar: Int) -> Double { cells.map { $0[bar] } ?? constant }
}
