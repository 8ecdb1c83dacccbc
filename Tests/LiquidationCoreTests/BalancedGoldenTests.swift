import Foundation
import LiquidationCore
import TestSupport
import Testing

/// The preset `balanced` against its plain numpy statement, `balanced()` of score.py, in which a bar replaces at
/// most the whole open interest.
@Suite("Preset balanced") struct BalancedGoldenTests {
    @Test func `the preset touches the same mass as the plain model on generated bars`() throws {
        let bars = try Golden.read(Golden.Bars.self, "bars")
        let volume = bars.close.indices.map { 40 + 30 * abs(sin(Double($0) / 7)) }
        try check(bars.series(volume: volume), "balanced-synthetic")
    }

    @Test(.needsShared("data/cases/A-btc-4h/bars.csv.gz"))
    func `the preset touches the same mass as the plain model on four-hour bars of BTC`() throws {
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
        let outcomes = try run.run(mix).outcomes
        #expect(outcomes.contains { $0.longNotional > 0 })
        #expect(Golden.excess(outcomes.map(\.longNotional), golden.touched[0]) <= 0)
        #expect(Golden.excess(outcomes.map(\.shortNotional), golden.touched[1]) <= 0)
    }
}
