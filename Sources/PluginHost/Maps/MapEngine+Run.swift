import LiquidationCore

extension MapEngine {
    /// How a heatmap is made.
    struct Columns {
        let bars: Int
        let slice: HeatmapSlice
        let stream: ColumnStream?
    }

    /// Runs: at once where every bar has the same plan and nothing is wanted on the way, else bar by bar.
    func result(
        of run: MapRun, _ leverage: LeverageSource, _ funding: Plugin?, interval: Int64, columns: Columns?
    ) throws -> MapRun.Result {
        let series = run.series
        let answer = try leverage.answer(over: series, interval: interval)
        let isWhole = columns.map { $0.slice == .all && $0.stream == nil } ?? true
        if case .fixed(let mix) = answer, funding == nil, isWhole {
            guard mayGoOn(0) else { throw HostError(.interrupted, "interrupted") }
            return try run.run(mix, barsPerColumn: columns?.bars)
        }
        let row = BarRow(series, interval: interval)
        let tilt = try funding.map { try FundingRule($0, row: row) }
        var fixed: BarPlan?
        let rule: (any LeverageWeights)?
        switch answer {
        case .fixed(let mix): (fixed, rule) = (BarPlan(mix), nil)
        case .known(let known): rule = known
        case .asked(let plugin): rule = try LeverageRule(plugin, ladder: leverage.ladder, row: row)
        }
        func fill(_ index: Int, _ plan: inout BarPlan) throws {
            if index & 255 == 0, !mayGoOn(Double(index) / Double(series.count)) {
                throw HostError(.interrupted, "interrupted")
            }
            let place = BarPlace(series, index)
            if let fixed { plan = fixed }
            try rule?.fill(&plan, bar: place)
            try tilt?.fill(&plan, bar: place)
        }
        guard let columns else { return try run.run(plan: fill) }
        guard let stream = columns.stream else {
            return try run.run(barsPerColumn: columns.bars, slice: columns.slice, plan: fill)
        }
        return try run.run(
            barsPerColumn: columns.bars, slice: columns.slice, plan: fill, each: stream.each)
    }
}
