import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// Real tables, a layout each, against another reader: rows, cells and sums by Python's csv and math.fsum.
@Suite("Real tables", .enabled(if: Shared.has("data/INDEX.md"))) struct RealTableTests {
    @Test(arguments: RealTable.all)
    func `a table has the rows, cells and sums of another reader`(golden: RealTable) throws {
        var options = ReadOptions()
        if let chosen = golden.chosen { options.rows = [chosen.column: chosen.value] }
        if golden.path.contains("oi_by_exchange") {
            options.columns = ["open_interest": "BINANCE"]
            options.openInterestUnit = .quote
        }
        if golden.path.contains("funding_oi_weight_1d") { options.fundingUnit = .percent }
        let reader = SourceReader(
            limits: Limits(), budget: RowBudget(1_000_000), options: options, threads: 1,
            sink: { TradeBars(interval: 60_000) })
        let result = try reader.read(["\(Shared.root)/data/\(golden.path)"])
        let table = try #require(result.tables.first)
        #expect(table.layout.kind == golden.kind && table.time.count == golden.rows)
        let isPercent = table.layout.conversions.contains { $0.conversion == .times(0.01) }
        for (name, expected) in golden.sums {
            let cell = try #require(table.layout.slots.firstIndex { $0.name == name }, "\(name)")
            let cells = table.columns[cell].filter(\.isFinite)
            #expect(cells.count == expected.cells, "\(name)")
            let unit = name == "funding_rate" && isPercent ? 0.01 : 1
            let (sum, wanted) = (cells.reduce(0, +), expected.sum * unit)
            let scale = cells.reduce(0) { $0 + abs($1) }
            #expect(abs(sum - wanted) <= 1e-11 * scale, "\(name) \(sum) \(wanted)")
        }
    }
}
