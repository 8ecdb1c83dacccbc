/// Births of a run whose plan may change from bar to bar: what each bar's entries, by its own plan, lose on the rest of its path.
struct PlannedBirths {
    /// One cell a bar that was taken, quote units.
    private(set) var lost = BySide(both: [Double]())
    private var meter: BirthsMeter
    private let offset: Int
    /// Places of rungs in the ladder with their distances, the nearest first.
    private let rungs: BySide<[(distance: Double, weight: Int)]>

    /// - Returns: `nil` where the model has no births or its flow is not a turnover, and where the data doesn't tell how much is traded.
    init?(_ run: MapRun) {
        guard case .turnover = run.model.flow,
            var meter = BirthsMeter(run.history ?? run.series, amount: run.model.births)
        else { return nil }
        for bar in 0..<run.offset { _ = meter.take(bar) }
        (self.meter, offset) = (meter, run.offset)
        let open = run.rungs.indices.filter { !run.rungs[$0].isRefused }
        rungs = BySide.each { side in
            BirthsMeter.nearestFirst(open.map { run.rungs[$0].factor[side] }, open)
        }
    }

    /// Takes the next bar with its plan.
    mutating func take(_ bar: Int, _ plan: borrowing BarPlan) {
        let (births, range, worth) = meter.take(offset + bar)
        let share = plan.longShare ?? 0.5
        // As the sides of what is replaced: even where nothing tilts.
        let sides = BySide(long: share * plan.tilt.long, short: (1 - share) * plan.tilt.short)
        for side in Side.allCases {
            let weights = plan.weights[side]
            var (sum, total) = (0.0, 0.0)
            for (distance, rung) in rungs[side] where rung < weights.count {
                total += weights[rung]
                if distance < range { sum += weights[rung] * births.share(side, distance: distance) }
            }
            let part = sides.total > 0 ? 2 * sides[side] / sides.total : 0
            lost[side].append(total > 0 ? sum / total * worth * part : 0)
        }
    }
}
