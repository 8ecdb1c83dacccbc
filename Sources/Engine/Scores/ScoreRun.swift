package import LiquidationCore
package import MarketData
import PlainText

/// Scores models on a market whose liquidations are known.
package struct ScoreRun {
    private let engine: MapEngine
    private let models: [ScoredModel]
    private let plan: ScorePlan
    /// What models see.
    private let dataset: Dataset
    private let market: ScoredMarket

    /// Takes a market.
    ///
    /// - Parameters:
    ///   - dataset: bars and liquidations.
    ///   - hidesLiquidations: whether models do not see the liquidations.
    ///   - models: in the order of the board.
    ///   - plan: which bars teach, and which are scored.
    ///   - engine: makes the maps.
    /// - Throws: ``EngineError`` `.badInput` without liquidations or open interest, and where there are too few bars.
    package init(
        _ dataset: Dataset, hidesLiquidations: Bool, models: [ScoredModel], plan: ScorePlan, engine: MapEngine
    ) throws {
        let extras = dataset.series.extras
        guard let long = extras[.liquidatedLong], let short = extras[.liquidatedShort] else {
            throw EngineError(
                .badInput, "there are no liquidations to score against",
                hint:
                    "--against FILE names them: totals a bar, or orders; docs/data.md lists the forms that are read"
            )
        }
        (self.engine, self.models, self.plan) = (engine, models, plan)
        self.dataset = hidesLiquidations ? try dataset.without([.liquidatedLong, .liquidatedShort]) : dataset
        let fine =
            dataset.finer.isEmpty
            ? nil : FineBars(dataset.series, interval: dataset.interval, finer: dataset.finer)
        market = try ScoredMarket(
            dataset.series, fine: fine, realised: BySide(long: long.missingAsNaN, short: short.missingAsNaN))
        _ = try plan.stretches(of: market.count)
        for side in Side.allCases where !market.realised[side].contains(where: { $0 > 0 }) {
            throw EngineError(
                .badInput,
                "no \(side.rawValue)s were force-closed in any of \(NumberText.count(market.count)) bars",
                hint: "a score needs both sides: are they in another column, or another file?")
        }
    }

    /// All scores.
    ///
    /// - Throws: what a model that was asked for throws, and ``EngineError`` `.interrupted`.
    /// - Complexity: that of three runs a model and of six fits a side and stretch.
    package func result() throws -> ScoreResult {
        defer { engine.meter?.clear() }
        let scorings = try sideBySide(2) { index in
            try SideScoring(market, Side.allCases[index], plan)
        }
        let bySide = BySide(long: scorings[0], short: scorings[1])
        var made:
            [(model: ScoredModel, prediction: BySide<Prediction>, assumptions: Assumptions, leaks: LeakCheck)] =
                []
        var failed: [ScoreResult.Failure] = []
        for model in models {
            do {
                let run = try ModelRun(model, dataset, engine)
                let leaks = try LeakCheck(model, dataset, engine, run)
                made.append((model, run.prediction(market), run.assumptions, leaks))
            } catch let error as EngineError where !model.isAskedFor && error.code != .interrupted {
                failed.append(.init(name: model.name, reason: PlainLine(error.message)))
            } catch let error as CoreError where !model.isAskedFor && error.code != .interrupted {
                failed.append(.init(name: model.name, reason: PlainLine(error.message)))
            }
        }
        let scores = try sideBySide(made.count * 2) { index in
            let side = Side.allCases[index % 2]
            guard engine.shouldContinue() else { throw CoreError(.interrupted, "interrupted") }
            return bySide[side].score(made[index / 2].prediction[side])
        }
        let rows = made.indices.map { index in
            ScoreResult.Row(
                name: made[index].model.name,
                scores: BySide(long: scores[2 * index], short: scores[2 * index + 1]),
                leaks: made[index].leaks, assumptions: made[index].assumptions)
        }
        return ScoreResult(
            rows: rows, failed: failed, scorings: bySide, market: market, dataset: dataset, plan: plan)
    }

    /// Values that are made on several threads, in order.
    private func sideBySide<Value>(_ count: Int, _ make: @escaping (Int) throws -> Value) throws -> [Value] {
        let all = InOrder(count: count) { index in Result { try make(index) } }
        return try all.run(threads: Threads.count).map { try $0.get() }
    }
}

/// One run of a model: what it says of each bar.
struct ModelRun {
    let touched: BySide<[Double]>
    let born: BySide<[Double]>?
    let assumptions: Assumptions
    /// The map after the first half of the bars.
    let middle: BySide<[Double]>
    /// How many bars that are.
    let half: Int

    init(_ model: ScoredModel, _ dataset: Dataset, _ engine: MapEngine) throws {
        var request = model.request
        request.columns = 2
        let result = try engine.result(dataset, request)
        guard let run = result.run, let heatmap = run.heatmap else {
            throw EngineError(.usage, "model \(model.name) does not tell what each bar force-closes")
        }
        (touched, born, assumptions) = (run.liquidated, run.born, result.assumptions)
        middle = BySide.each { Array(heatmap.column(0, $0)) }
        half = heatmap.barsPerColumn
    }

    /// The rows of a market.
    func prediction(_ market: ScoredMarket) -> BySide<Prediction> {
        BySide.each { side in
            Prediction(touched: market.rows(touched[side]), born: born.map { market.rows($0[side]) })
        }
    }
}
