import Foundation
import LiquidationCore
import TestSupport

/// Golden files that `Golden/make_golden.py` writes from the plain numpy models.
enum Golden {
    static let folder = SharedFolder.project.appending(path: "Tests/LiquidationCoreTests/Golden")

    struct Bars: Decodable {
        let high: [Double], low: [Double], close: [Double], oi: [Double], r: [Double]

        func series(volume: [Double]? = nil) throws -> BarSeries {
            var extras = BarSeries.Extras()
            extras.openInterest = Column(missingAsNaN: oi)
            extras.longShortRatio = Column(missingAsNaN: r)
            extras.volume = volume.map(Column.init(missingAsNaN:))
            return try BarSeries(
                time: high.indices.map { Int64($0) * 60_000 }, open: close, high: high, low: low,
                close: close,
                extras: extras)
        }
    }

    struct Reference: Decodable {
        let name: String, rule: String
        let barsPerColumn: Int
        let edges: [Double], leverages: [Double], weights: [Double], sizes: [Double]
        let longFactors: [Double], shortFactors: [Double]
        let final: [[[Double]]], liquidatedByBucket: [[[Double]]], liquidatedByBar: [[[Double]]]
        let off: [[Double]], opened: [Double], closed: [Double]
        let heatColumns: [Int]
        let heat: [[[[Double]]]]
    }

    struct Balanced: Decodable {
        let median: Double, sigma: Double, kappa: Double, mmr: Double
        let buckets: Int, points: Int
        let touched: [[Double]]
    }

    static func read<T: Decodable>(_ type: T.Type, _ name: String, in folder: URL = folder) throws -> T {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name + ".json")))
    }

    static let names = [
        "log-20-touch", "log-20-range", "linear-5-touch", "linear-100-range", "log-100-touch",
        "offgrid-20-touch",
    ]

    /// `[[index, value], …]` as a dense array.
    static func dense(_ pairs: [[Double]], count: Int) -> [Double] {
        var cells = [Double](repeating: 0, count: count)
        for pair in pairs { cells[Int(pair[0])] = pair[1] }
        return cells
    }

    /// The comparison rule of the reference: `|x − y| ≤ 1e-9 · max(|x|, |y|) + 1e-6`; the largest excess.
    static func excess(_ x: [Double], _ y: [Double]) -> Double {
        precondition(x.count == y.count)
        return zip(x, y).reduce(-1) { worst, pair in
            max(worst, abs(pair.0 - pair.1) - (1e-9 * max(abs(pair.0), abs(pair.1)) + 1e-6))
        }
    }

    /// A contract under the brackets of the reference.
    static func instrument() throws -> Instrument {
        Venue.generic.instrument("any", maintenance: .tiers(try tiers()))
    }

    /// The brackets of the reference, as its source has them.
    static func tiers() throws -> TierTable {
        let rows: [(cap: Double, leverage: Double, rate: Double, amount: Double)] = [
            (50e3, 125, 0.004, 0), (600e3, 100, 0.005, 50), (3e6, 75, 0.0065, 950), (12e6, 50, 0.01, 11_450),
            (70e6, 25, 0.02, 131_450), (100e6, 20, 0.025, 481_450), (230e6, 10, 0.05, 2_981_450),
            (480e6, 5, 0.1, 14_481_450), (600e6, 4, 0.125, 26_481_450), (800e6, 3, 0.15, 41_481_450),
            (1.2e9, 2, 0.25, 121_481_450), (1.8e9, 1, 0.5, 421_481_450),
        ]
        var floor = 0.0
        let tiers = rows.map { row in
            defer { floor = row.cap }
            return Tier(
                floor: floor, cap: row.cap, maximumLeverage: row.leverage, maintenanceRate: row.rate,
                maintenanceAmount: row.amount)
        }
        return try TierTable(name: "reference", day: nil, source: "reference.py", tiers: tiers)
    }
}
