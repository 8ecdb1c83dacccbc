import LiquidationCore

/// Times the default model: 90 rungs, the standard lattice, a year of minutes and the hours that they make.
struct DefaultModel {
    private let instrument: Instrument
    private let minutes: BarSeries
    private let mix = LeverageMix.pareto(on: .standard)

    init(_ setup: Setup, _ minutes: BarSeries) { (instrument, self.minutes) = (setup.instrument, minutes) }

    private func run(_ series: BarSeries) throws -> MapRun {
        var run = try MapRun(
            series: series, model: .turnover, grid: .lattice(.standard), ladder: .standard,
            instrument: instrument)
        run.zeros = LargePages.zeros
        return run
    }

    func time(_ repetitions: Int) throws {
        let run = try run(minutes)
        try LedgerBench.time("turnover, map alone", repetitions) {
            try run.density(mix).notional.long.reduce(0, +)
        }
        try LedgerBench.time("turnover, each bar", repetitions) { try run.run(mix).map.total(.long) }
        let hours = try self.run(minutes.joined(by: 60))
        let columns = (hours.series.count + 239) / 240
        try LedgerBench.time("turnover, heatmap, 240 columns of hours", repetitions) {
            try hours.run(mix, barsPerColumn: columns).map.total(.long)
        }
        let mixes = (0..<100).map {
            LeverageMix.logNormal(on: .standard, median: 2 + Double($0) / 4, sigma: 0.8)
        }
        try LedgerBench.time("turnover, 100 mixes on hours, map alone", max(3, repetitions / 3)) {
            try mixes.reduce(0) { try $0 + hours.density($1).notional.long.reduce(0, +) }
        }
        var walk = try hours.walk(mix)
        try LedgerBench.time("turnover, a map every 4 of the hours", 1) {
            walk = try hours.walk(mix)
            var sum = 0.0
            for bar in stride(from: 3, to: hours.series.count, by: 4) {
                sum += try walk.map(after: bar).total(.long)
            }
            return sum
        }
    }
}

extension BarSeries {
    /// Bars that several of these make; those left over at the end are dropped.
    fileprivate func joined(by count: Int) throws -> BarSeries {
        let groups = stride(from: 0, to: self.count - count + 1, by: count).map { $0..<($0 + count) }
        var columns = Extras()
        columns.volume = extras.volume.map { cells in
            Column(missingAsNaN: groups.map { cells.missingAsNaN[$0].reduce(0, +) })
        }
        columns.openInterest = extras.openInterest.map { cells in
            Column(missingAsNaN: groups.map { cells.missingAsNaN[$0.upperBound - 1] })
        }
        return try BarSeries(
            time: groups.map { time[$0.lowerBound] }, open: groups.map { open[$0.lowerBound] },
            high: groups.map { high[$0].max() ?? 0 }, low: groups.map { low[$0].min() ?? 0 },
            close: groups.map { close[$0.upperBound - 1] }, extras: columns)
    }
}
