import Foundation
import LiquidationCore
import TestSupport
import Testing

@Suite("Examples of the core") struct FrontPageTests {
    /// Runs the examples; each of their lines stands here as it stands there.
    @Test func `examples in the documentation run`() throws {
        var extras = BarSeries.Extras()
        extras.openInterest = try Column([1_000, 1_100, 1_250, 1_200])
        extras.volume = try Column([400, 500, 650, 300])
        let bars = try BarSeries(
            time: [0, 3_600_000, 7_200_000, 10_800_000],
            open: [100, 101, 103, 102], high: [102, 104, 104, 103], low: [99, 100, 101, 100],
            close: [101, 103, 102, 101], extras: extras)
        let run = try MapRun(
            series: bars, model: .balanced, grid: .logarithmic(buckets: 500), ladder: .standard,
            instrument: Venue.binance.instrument("BTCUSDT"))
        let map = try run.run(.measured(on: .standard)).map
        let closed = map.sum(.long, within: try Rate(0.05))
        #expect(closed > 0 && closed < map.total(.long))
        let nearest = map.clusters(within: try Rate(0.2)).first?.peak
        var walk = try run.walk(.measured(on: .standard))
        for bar in stride(from: 5, to: run.series.count, by: 6) {
            print(try walk.map(after: bar).total(.long))
        }
        // A mix over all leverages makes a smooth hump.
        #expect(nearest == nil)
        let shorts = map.notional.short.reduce(0, +)
        #expect(shorts == map.total(.short))

        var model = MapModel.balanced
        try model.set("closing", to: "halfLife(48)")
        let same = try MapModel(text: model.text)
        #expect(same == model)
        let ladder = try Ladder([5, 10, 20, 50])
        let mix = LeverageMix.logNormal(on: ladder, median: 10, sigma: 0.8)
        #expect(mix.weights.long.max() == 1)
        do {
            let grid = try PriceLattice.standard.grid(from: 40_000, to: 220_000)
            #expect(grid.count > 1_700)
        }
        let grid = try GridPlan.linear(step: 1).grid(over: bars)
        #expect(grid.edges[0] == 39)
        let before = try MapRun(
            series: bars, model: model, grid: .linear(step: 1), ladder: ladder,
            instrument: Venue.binance.instrument("BTCUSDT")
        ).run(mix).map
        let delta = try MapDelta(from: before, to: map)
        let moreLongs = delta.change.long
        #expect(moreLongs.count == delta.grid.count)

        let instrument = Venue.binance.instrument("BTCUSDT")
        let position = Position(
            side: .long, entry: try Price(100_000), quantity: try Quantity(0.5), leverage: try Leverage(20))
        let report = try instrument.report(for: position)
        #expect(report.liquidation != nil)
        let account = Account(
            wallet: try Collateral(10_000),
            holdings: [Holding(instrument, position, mark: try Price(99_000))])
        let first = try account.report(for: 0)
        #expect(first.liquidation != report.liquidation)

        var open = BySide(long: 3.0, short: 1.0)
        open[.long] += 1
        let twice = open.map { $0 * 2 }
        #expect(open.total == 5 && twice == BySide(long: 8, short: 2))
    }

    @Test func `every line of an example is run by this suite`() throws {
        let own = Set(
            try Document.text("Tests/LiquidationCoreTests/FrontPageTests.swift").split(separator: "\n")
                .map(Self.trimmed))
        let core = SharedFolder.project.appending(path: "Sources/LiquidationCore")
        let names = try FileManager.default.subpathsOfDirectory(atPath: core.path)
            .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".md") }
        var found = 0
        for name in names {
            // Doc comments read as the text that they are.
            let text = try Document.text("Sources/LiquidationCore/\(name)").split(
                separator: "\n", omittingEmptySubsequences: false
            ).map { $0.hasPrefix("/// ") ? $0.dropFirst(4) : $0 }.joined(separator: "\n")
            for block in Document.blocks("swift", in: text) {
                for line in block.split(separator: "\n").map(Self.trimmed)
                where !line.isEmpty && line != "///" && !line.hasPrefix("//") {
                    #expect(own.contains(line), "\(name): \(line)")
                    found += 1
                }
            }
        }
        #expect(found > 30)
    }

    private static func trimmed(_ line: Substring) -> String {
        line.trimmingCharacters(in: .whitespaces)
    }
}
