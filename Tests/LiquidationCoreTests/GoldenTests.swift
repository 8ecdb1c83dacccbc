import Foundation
import LiquidationCore
import TestSupport
import Testing

/// The preset `reference` against the plain numpy statement of the base model, D1 to D7.
@Suite("Preset reference") struct ReferenceGoldenTests {
    @Test(arguments: Golden.names)
    func `equals the plain model bucket by bucket on the files that the project holds`(name: String) throws {
        try check(name, in: Golden.folder)
    }

    @Test(.enabled(if: SharedFolder.has("reference/reference.py") && hasNumpy, "needs ../shared and numpy"))
    func `equals the plain model bucket by bucket on generated minutes`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "liq-golden-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Golden.folder.appending(path: "make_golden.py").path
        let bars = LongTests.pick("1500", long: "20000")
        let made = try Shell(["python3", script, SharedFolder.path(""), folder.path, "--bars", bars])
        try #require(made.status == 0, "\(made.errors)")
        for name in Golden.names { try check(name, in: folder) }
    }

    static let hasNumpy = (try? Shell(["python3", "-c", "import numpy, scipy"]).status) == 0

    private func check(_ name: String, in folder: URL) throws {
        let golden = try Golden.read(Golden.Reference.self, "reference-\(name)", in: folder)
        let series = try Golden.read(Golden.Bars.self, "bars", in: folder).series()
        var model = MapModel.reference
        model.touch = golden.rule == "range" ? .range : .beyond
        let run = try MapRun(
            series: series, model: model, grid: .edges(golden.edges), ladder: Ladder(golden.leverages),
            instrument: Golden.instrument())
        for (rung, expected) in zip(run.rungs, zip(golden.longFactors, golden.shortFactors)) {
            #expect(rung.factor.long == expected.0, "long factor of \(rung.leverage)x")
            #expect(rung.factor.short == expected.1, "short factor of \(rung.leverage)x")
        }
        let result = try run.run(LeverageMix(golden.weights), barsPerColumn: golden.barsPerColumn)
        let heatmap = try #require(result.heatmap)
        for (index, side) in [Side.long, .short].enumerated() {
            let buckets = golden.edges.count - 1
            let final = Golden.dense(golden.final[index], count: buckets)
            #expect(Golden.excess(result.map.notional[side], final) <= 0, "\(name) \(side) map")
            let byBar = result.liquidated[side]
            let expected = Golden.dense(golden.liquidatedByBar[index], count: series.count)
            #expect(Golden.excess(byBar, expected) <= 0, "\(name) \(side) liquidated per bar")
            let byBucket = Golden.dense(golden.liquidatedByBucket[index], count: buckets)
            #expect(
                Golden.excess(try #require(result.ledger).liquidatedByBucket[side], byBucket) <= 0,
                "\(name) \(side) liquidated per bucket")
            for (at, column) in golden.heatColumns.enumerated() {
                let cells = Golden.dense(golden.heat[index][at], count: buckets)
                #expect(
                    Golden.excess(Array(heatmap.column(column, side)), cells) <= 0,
                    "\(name) \(side) column \(column)")
            }
            let account = result.map.ledger.accounts[side]
            #expect(Golden.excess([account.closed], [golden.closed[index]]) <= 0)
            #expect(
                Golden.excess(
                    [account.belowGrid, account.aboveGrid, account.opened - account.offGrid],
                    golden.off[index] + [golden.opened[index]]) <= 0)
        }
        #expect(name != "offgrid-20-touch" || result.map.ledger.accounts.long.offGrid > 0)
        #expect(result.map.total(.long) > 0 && result.map.total(.short) > 0)
    }
}

/// The preset `balanced` against its plain numpy statement, `balanced()` of score.py, in which a bar replaces at
/// most the whole open interest.
@Suite("Preset balanced") struct BalancedGoldenTests {
    @Test func `touches the same mass as the plain model on generated bars`() throws {
        let bars = try Golden.read(Golden.Bars.self, "bars")
        let volume = bars.close.indices.map { 40 + 30 * abs(sin(Double($0) / 7)) }
        try check(bars.series(volume: volume), "balanced-synthetic")
    }

    @Test(.enabled(if: SharedFolder.has("data/cases/A-btc-4h/bars.csv.gz"), "needs ../shared"))
    func `touches the same mass as the plain model on four-hour bars of BTC`() throws {
        let path = SharedFolder.path("data/cases/A-btc-4h/bars.csv.gz")
        let rows = try Shell(["zcat", path]).text.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        }
        func cells(_ index: Int) -> [Double] { rows.map { $0[index] } }
        var extras = BarSeries.Extras()
        extras.volume = Column(missingAsNaN: cells(5))
        extras.openInterest = Column(missingAsNaN: cells(6))
        let series = try BarSeries(
            time: rows.map { Int64($0[0]) }, open: cells(1), high: cells(2), low: cells(3), close: cells(4),
            extras: extras)
        try check(series, "balanced-A-btc-4h")
    }

    private func check(_ series: BarSeries, _ name: String) throws {
        let golden = try Golden.read(Golden.Balanced.self, name)
        var model = MapModel.balanced
        model.flow = .openInterestBalance(.volume(share: golden.kappa))
        model.entry = .spread(points: golden.points)
        let lowest = log(try #require(series.low.min()) * 0.4)
        let highest = log(try #require(series.high.max()) * 1.8)
        let edges = (0...golden.buckets).map {
            exp(lowest + Double($0) * ((highest - lowest) / Double(golden.buckets)))
        }
        let run = try MapRun(
            series: series, model: model, grid: .edges(edges), ladder: .standard,
            instrument: Venue.generic.instrument("any", maintenance: .rate(Rate(golden.mmr))))
        let mix = LeverageMix.logNormal(on: .standard, median: golden.median, sigma: golden.sigma)
        let liquidated = try run.run(mix).liquidated
        #expect(liquidated.long.contains { $0 > 0 })
        #expect(Golden.excess(liquidated.long, golden.touched[0]) <= 0)
        #expect(Golden.excess(liquidated.short, golden.touched[1]) <= 0)
    }
}

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

    /// A contract under the tiers of the reference.
    static func instrument() throws -> Instrument {
        Venue.generic.instrument("any", maintenance: .tiers(try tiers()))
    }

    /// The tiers of the reference, as its source has them.
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
