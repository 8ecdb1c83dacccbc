extension SideBook.Rules {
    /// What a model asks of a side, with the rows that it needs.
    init(
        _ side: Side, model: MapModel, grid: PriceGrid, scale: LogScale?, rungs: [Rung], byRung: Bool
    ) {
        let rates = rungs.map { $0.maintenanceRate[side] }
        var (halfLives, rowOfRung) = ([Double](), rungs.indices.map { $0 })
        var rowRates: [Double] = model.accrue ? rates : []
        if case .halfLife(let hours, let exponent) = model.closing {
            halfLives = rungs.map { hours * Elementary.exp(-exponent * Elementary.log($0.leverage)) }
        } else if !byRung {
            let different = model.accrue ? Array(Set(rates)).sorted() : [0]
            rowOfRung = rates.map { different.firstIndex(of: $0) ?? 0 }
            rowRates = model.accrue ? different : []
        }
        let opensInQuote =
            switch model.flow {
            case .openInterestChanges: model.contract == .linear
            case .openInterestBalance: false
            case .volume: true
            }
        self.init(
            side: side, touch: model.touch, entry: model.entry, contract: model.contract,
            opensInQuote: opensInQuote,
            layout: SideBook.Layout(grid: grid, scale: scale, rowOfRung: rowOfRung),
            maintenanceRates: rowRates, halfLives: halfLives)
    }

    var rowCount: Int { (layout.rowOfRung.max() ?? 0) + 1 }
}

extension SideBook {
    /// The empty book of a side.
    init(side: Side, model: MapModel, rules: Rules) {
        let buckets = rules.layout.grid.count
        var cohorts: CohortQueue?
        switch model.closing {
        case .youngestFirst, .oldestFirst:
            // Falling open interest closes what is on the grid; a balance counts both.
            var takesOutside = false
            if case .openInterestBalance = model.flow { takesOutside = true }
            cohorts = CohortQueue(
                isYoungestFirst: model.closing == .youngestFirst, takesOutside: takesOutside,
                buckets: buckets, rows: rules.rowCount)
        case .proRata, .halfLife: break
        }
        self.init(side: side, buckets: buckets, rows: rules.rowCount, cohorts: cohorts)
        if model.accrue { movingGrid = rules.layout.grid }
    }
}
