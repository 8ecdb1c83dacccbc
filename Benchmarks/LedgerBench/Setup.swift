import Foundation
import LiquidationCore

/// The ladder, weights, tiers and grid of the base model.
struct Setup {
    let ladder: Ladder
    let mix: LeverageMix
    let instrument: Instrument
    let grid: GridPlan

    init(rungs: Int, buckets: Int, over series: BarSeries) throws {
        let few: [Int: [Double]] = [
            5: [5, 10, 25, 50, 100],
            20: [2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 33, 40, 50, 60, 75, 100, 125],
        ]
        let leverages =
            few[rungs]
            ?? (0..<rungs).map { (200 * pow(62.5, Double($0) / Double(rungs - 1))).rounded() / 100 }
        ladder = try Ladder(leverages)
        mix = .logNormal(on: ladder, median: 15, sigma: 0.8)
        let rows: [(cap: Double, leverage: Double, rate: Double, amount: Double)] = [
            (50e3, 125, 0.004, 0), (600e3, 100, 0.005, 50), (3e6, 75, 0.0065, 950), (12e6, 50, 0.01, 11_450),
            (70e6, 25, 0.02, 131_450), (100e6, 20, 0.025, 481_450), (230e6, 10, 0.05, 2_981_450),
            (480e6, 5, 0.1, 14_481_450), (600e6, 4, 0.125, 26_481_450), (800e6, 3, 0.15, 41_481_450),
            (1.2e9, 2, 0.25, 121_481_450), (1.8e9, 1, 0.5, 421_481_450),
        ]
        var floor = 0.0
        let tiers = try TierTable(
            name: "reference", day: nil, source: "reference.py",
            tiers: rows.map { row in
                defer { floor = row.cap }
                return Tier(
                    floor: floor, cap: row.cap, maximumLeverage: row.leverage, maintenanceRate: row.rate,
                    maintenanceAmount: row.amount)
            })
        instrument = Venue.generic.instrument("reference", maintenance: .tiers(tiers))
        let lowest = ((series.low.min() ?? 1) * 0.45).rounded(.down)
        let highest = ((series.high.max() ?? 1) * 1.6).rounded(.up)
        grid = .edges(
            (0...buckets).map { lowest * pow(highest / lowest, Double($0) / Double(buckets)) })
    }

    func run(_ model: MapModel, on series: BarSeries) throws -> MapRun {
        try MapRun(series: series, model: model, grid: grid, ladder: ladder, instrument: instrument)
    }
}
