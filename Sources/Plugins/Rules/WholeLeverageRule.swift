import Engine
import LiquidationCore
import LuaRuntime

/// Asks a leverage plugin once, over the whole series: `run_all(series, ladder, params)`.
///
/// `series` holds a vector a column. The answer holds, for each rung, a vector with a weight a bar or one number
/// for all bars; `{long = …, short = …}` where the sides differ.
final class WholeLeverageRule: BarRule {
    /// Weights of one rung: a cell a bar, or one value.
    private enum Weights {
        case constant(Double)
        case vector(UnsafeBufferPointer<Double>)
    }

    private let plugin: Plugin
    private let ladder: Ladder
    private let longs: [Weights]
    private let shorts: [Weights]
    private let isOneMix: Bool
    /// Owners of the cells that ``Weights`` point to.
    private let vectors: [LuaVector]

    /// - Throws: ``HostError`` `.pluginInvalid` naming rung, bar, rule and value; `.limit`, `.interrupted`.
    init(_ plugin: Plugin, _ body: LuaFunction, in context: BarContext) throws {
        let (ladder, series) = (context.ladder, context.series)
        (self.plugin, self.ladder) = (plugin, ladder)
        let count = series.count
        let rungs = LuaValue.table(try plugin.state.makeTable(numbers: ladder.leverages))
        // The answer alone is one double a bar and rung, twice where sides differ, and its making takes as much.
        var vectors: [LuaVector] = []
        (longs, shorts, isOneMix) = try plugin.callWhole(
            body, over: context, [rungs], rows: ladder.count
        ) { result in
            guard case .table(let table) = result else {
                throw plugin.badResult(
                    "run_all must return one vector for each rung, was \(result.described)")
            }
            func side(_ table: LuaTable, _ name: String) throws -> [Weights] {
                try Self.read(table, name, plugin, ladder, count, &vectors)
            }
            if case .table(let long) = try table.get("long"), case .table(let short) = try table.get("short")
            {
                return (try side(long, "long"), try side(short, "short"), false)
            }
            let both = try side(table, "")
            return (both, both, true)
        }
        self.vectors = vectors
    }

    private static func read(
        _ table: LuaTable, _ side: String, _ plugin: Plugin, _ ladder: Ladder, _ count: Int,
        _ vectors: inout [LuaVector]
    ) throws -> [Weights] {
        let rows = try plugin.read(at: nil) { try table.array(limit: 1001) }
        guard rows.count == ladder.count else {
            throw plugin.badResult(
                "\(ladder.count) rungs of \(side.isEmpty ? "" : side + " ")weights expected, found \(rows.count)"
            )
        }
        return try rows.enumerated().map { index, row in
            let name = "\(side.isEmpty ? "" : side + " ")weights of rung \(ladder.leverages[index])x"
            if let constant = row.double { return .constant(constant) }
            guard let vector = row.vector else {
                throw plugin.badResult("\(name) must be a vector or a number, was \(row.described)")
            }
            guard vector.count == count else {
                throw plugin.badResult("\(name) must have \(count) cells, one a bar, has \(vector.count)")
            }
            vectors.append(vector)
            // The cells stay where they are for as long as the vector and its state live, as they do here.
            return .vector(try vector.withCells { $0 })
        }
    }

    /// The mix of every bar, where the answer is one number for each rung.
    var mix: LeverageMix? {
        func constants(_ rungs: [Weights]) -> [Double] {
            rungs.compactMap { if case .constant(let weight) = $0 { weight } else { nil } }
        }
        let (long, short) = (constants(longs), constants(shorts))
        guard long.count == ladder.count, short.count == ladder.count else { return nil }
        return try? LeverageMix(BySide(long: long, short: short))
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        try fill(&plan.weights.long, from: longs, bar)
        if isOneMix {
            plan.mirrorLongs()
        } else {
            try fill(&plan.weights.short, from: shorts, bar)
        }
    }

    private func fill(_ weights: inout [Double], from rungs: [Weights], _ bar: BarPlace) throws {
        var (sum, areLegal) = (0.0, true)
        weights.withUnsafeMutableBufferPointer { weights in
            for index in rungs.indices {
                let weight =
                    switch rungs[index] {
                    case .constant(let value): value
                    case .vector(let cells): cells[bar.index]
                    }
                weights[index] = weight
                sum += weight
                areLegal = areLegal && weight >= 0
            }
        }
        // A weight that is infinite or no number shows in the sum.
        guard areLegal, sum > 0, sum.isFinite else { throw refusal(of: weights, sum, bar) }
    }

    private func refusal(of weights: [Double], _ sum: Double, _ bar: BarPlace) -> HostError {
        for (index, weight) in weights.enumerated() where !(weight.isFinite && weight >= 0) {
            return plugin.badResult(
                "weight of rung \(ladder.leverages[index])x must be finite and not negative, "
                    + "was \(LuaValue.number(weight).described), at \(bar)")
        }
        return plugin.badResult(
            "weights must not all be zero or overflow, their sum was \(sum), at \(bar)")
    }
}
