import Foundation
import LiquidationCore
import TestSupport
import Testing

/// The preset `reference` against the plain numpy statement of the base model, D1 to D7.
@Suite("Preset reference") struct ReferenceGoldenTests {
    @Test(arguments: Golden.names)
    func `the preset equals the plain model bucket by bucket on the files that the project holds`(
        name: String
    ) throws {
        try check(name, in: Golden.folder)
    }

    @Test(.needsShared("reference/reference.py"), .enabled(if: hasNumpy, "needs numpy"))
    func `the preset equals the plain model bucket by bucket on thousands of generated minutes`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "liq-golden-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Golden.folder.appending(path: "make_golden.py").path
        let made = try Shell([
            "python3", script, SharedFolder.path(""), folder.path, "--bars",
            LongTests.pick("4000", long: "20000"),
        ])
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
            #expect(rung.longFactor == expected.0, "long factor of \(rung.leverage)x")
            #expect(rung.shortFactor == expected.1, "short factor of \(rung.leverage)x")
        }
        let result = try run.run(LeverageMix(golden.weights), barsPerColumn: golden.barsPerColumn)
        let heatmap = try #require(result.heatmap)
        for (index, side) in [Side.long, .short].enumerated() {
            let buckets = golden.edges.count - 1
            let final = Golden.dense(golden.final[index], count: buckets)
            #expect(Golden.excess(result.map.notional(side), final) <= 0, "\(name) \(side) map")
            let byBar = result.outcomes.map { side == .long ? $0.longNotional : $0.shortNotional }
            let expected = Golden.dense(golden.liquidatedByBar[index], count: series.count)
            #expect(Golden.excess(byBar, expected) <= 0, "\(name) \(side) liquidated per bar")
            let byBucket = Golden.dense(golden.liquidatedByBucket[index], count: buckets)
            #expect(
                Golden.excess(result.ledger.liquidatedByBucket(side), byBucket) <= 0,
                "\(name) \(side) liquidated per bucket")
            for (at, column) in golden.heatColumns.enumerated() {
                let cells = Golden.dense(golden.heat[index][at], count: buckets)
                #expect(
                    Golden.excess(Array(heatmap.column(column, side)), cells) <= 0,
                    "\(name) \(side) column \(column)")
            }
            let account = result.map.ledger[side]
            #expect(Golden.excess([account.closed], [golden.closed[index]]) <= 0)
            #expect(
                Golden.excess(
                    [account.belowGrid, account.aboveGrid, account.opened - account.offGrid],
                    golden.off[index] + [golden.opened[index]]) <= 0)
        }
        #expect(name != "offgrid-20-touch" || result.map.ledger.long.offGrid > 0)
        #expect(result.map.total(.long) > 0 && result.map.total(.short) > 0)
    }
}
