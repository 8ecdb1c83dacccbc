import Charts
import Engine
import LiquidationCore
import LuaRuntime
import PlainText

extension PluginKindDescriptor {
    /// How opened positions are spread over leverage.
    static let leverage = PluginKindDescriptor(
        .leverage, title: "leverage model",
        given: [.bar, .init("ladder", .numbers, "the leverages of the rungs, read-only"), .params],
        returns: "one weight a rung, or {long = …, short = …}",
        annotation:
            "number[]|table<number, number>|{long: table<number, number>, short: table<number, number>}",
        whole: .init(
            returns: "a list with a vector or a number for each rung, or {long = …, short = …}",
            annotation: "(liq.vector|number)[]|{long: (liq.vector|number)[], short: (liq.vector|number)[]}"),
        sample: "{[ladder[#ladder // 2]] = 1}",
        page: .method(
            .plugin, "weights", TestedPlugin.asked,
            gives: [.init("long", .numbers), .init("short", .numbers)],
            "Weights of a bar; it is asked about all before it.",
            example: "#liq.plugin(\"measured\"):weights(series) == 90"),
        template: .leverage,
        role: .bar(
            BarPart(
                rule: { plugin, context in
                    guard let body = plugin.runAll else {
                        return .rule(try LeverageRule(plugin, in: context))
                    }
                    let rule = try WholeLeverageRule(plugin, body, in: context)
                    return rule.mix.map(PlanSource.fixed) ?? .rule(rule)
                },
                write: { plan, writer in
                    writer.put(plan.weights.long)
                    writer.put(plan.weights.long == plan.weights.short ? [] : plan.weights.short)
                },
                read: { plan, rungs, reader throws(EngineError) in
                    plan.weights.long = try reader.weights { $0 == rungs }
                    let short = try reader.weights { $0 == rungs || $0 == 0 }
                    plan.weights.short = short.isEmpty ? plan.weights.long : short
                },
                values: { plan, state in
                    [
                        .table(try state.makeTable(numbers: plan.weights.long)),
                        .table(try state.makeTable(numbers: plan.weights.short)),
                    ]
                })))
}

/// Asks a leverage plugin for the weights of each bar, and checks what it says.
final class LeverageRule: BarRule {
    let asksOnce = false
    private let plugin: Plugin
    private let ladder: Ladder
    private let row: BarRow
    private let arguments: [LuaValue]

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, ladder, row) = (plugin, context.ladder, context.row)
        let rungs = try plugin.state.makeTable(numbers: ladder.leverages).sealed(as: "ladder")
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

/// Asks a leverage plugin once, over the whole series: `run_all(series, ladder, params)`.
///
/// `series` holds a vector a column. The answer holds, for each rung, a vector with a weight a bar or one number
/// for all bars; `{long = …, short = …}` where the sides differ.
final class WholeLeverageRule: BarRule {
    let asksOnce = true
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

    /// - Throws: ``EngineError`` `.pluginInvalid` naming rung, bar, rule and value; `.limit`, `.interrupted`.
    init(_ plugin: Plugin, _ body: LuaFunction, in context: BarContext) throws {
        let (ladder, series) = (context.ladder, context.series)
        (self.plugin, self.ladder) = (plugin, ladder)
        let count = series.count
        let rungs = LuaValue.table(
            try plugin.state.makeTable(numbers: ladder.leverages).sealed(as: "ladder"))
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

    private func refusal(of weights: [Double], _ sum: Double, _ bar: BarPlace) -> EngineError {
        for (index, weight) in weights.enumerated() where !(weight.isFinite && weight >= 0) {
            return plugin.badResult(
                "weight of rung \(ladder.leverages[index])x must be finite and not negative, "
                    + "was \(LuaValue.number(weight).described), at \(bar)")
        }
        return plugin.badResult(
            "weights must not all be zero or overflow, their sum was \(sum), at \(bar)")
    }
}

extension KindTemplate {
    fileprivate static let leverage = KindTemplate(
        plugin: """
            -- How opened positions are spread over leverage. Asked once a bar.

            ---@type liq.plugin.leverage
            local plugin = {
              api = 1, kind = "leverage", id = "$ID", version = "0.1.0", license = "MIT",
              summary = "Log-normal around a median that a fast rise lifts.",
              params = {
                median = { type = "number", unit = "x", default = 5, min = 1, max = 100, doc = "leverage in a calm market" },
                lean = { type = "number", default = 1, min = 0, max = 10, doc = "how strongly a rise lifts it" },
                window = { type = "duration", default = "1d", doc = "span over which the rise is measured" },
              },
              run = function(bar, ladder, params)
                local before = bar:back(math.max(1, params.window // bar.interval))
                local rise = before and bar.close / before.close - 1 or 0
                local median = params.median * math.exp(params.lean * rise)
                local weights = {}
                for i, leverage in ipairs(ladder) do
                  weights[i] = math.exp(-math.log(leverage / median) ^ 2 / 2)
                end
                return weights -- one a rung; only proportions matter
              end,
            }

            return plugin

            """,
        spec: """
            describe("$ID", function()
              local rising = fixture.series { count = 48, drift = "20%", volatility = "0.1%" }
              local calm = fixture.series { count = 48, volatility = "0.1%" }

              local function share_above(weights, ladder, leverage)
                local above, all = 0, 0
                for i, weight in ipairs(weights) do
                  all = all + weight
                  if ladder[i] > leverage then above = above + weight end
                end
                return above / all
              end

              it("gives a weight for each rung", function()
                local plugin = liq.plugin()
                local long, short = plugin:weights(calm)
                expect(#long).to_be(#plugin.ladder)
                expect(#short).to_be(#plugin.ladder)
              end)

              it("leans to high leverage after a rise", function()
                local plugin = liq.plugin { lean = 5 }
                local before = share_above(plugin:weights(calm), plugin.ladder, 20)
                local after = share_above(plugin:weights(rising), plugin.ladder, 20)
                expect(after).to_be_above(before)
              end)

              it("refuses a median below 1x", function()
                expect(function() liq.plugin { median = 0 } end).to_fail("must lie in")
              end)
            end)

            """)
}
