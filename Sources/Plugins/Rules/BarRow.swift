import Engine
import LiquidationCore
import LuaRuntime

/// A series as the `bar` that plugins are given: its columns stay where they are for as long as this lives.
final class BarRow {
    /// What plugins see.
    let row: LuaRow
    /// The last rate that was paid at or before each bar; NaN before the first.
    let lastFundingRates: [Double]
    private var blocks: [UnsafeMutablePointer<Double>] = []
    private let times: UnsafeMutablePointer<Int64>

    /// A row over a series, standing before its first bar.
    init(_ series: BarSeries, interval: Int64) {
        let columns = BarColumns(series: series)
        times = .allocate(capacity: series.count)
        times.initialize(from: series.time, count: series.count)
        var lent: [LuaRow.Column] = [.integers("time", times)]
        // One for all that the data lacks.
        let none = [Double](repeating: .nan, count: series.count)
        let missing = Self.block(none)
        blocks.append(missing)
        for name in BarColumns.names {
            guard let cells = columns.cells(name) else {
                lent.append(.numbers(name, missing))
                continue
            }
            let block = Self.block(cells)
            blocks.append(block)
            lent.append(.numbers(name, block))
        }
        lastFundingRates = columns.cells("last_funding_rate") ?? none
        row = LuaRow(
            name: "bar", count: series.count, columns: lent,
            constants: [("interval", .integer(interval))])
    }

    private static func block(_ cells: [Double]) -> UnsafeMutablePointer<Double> {
        let block = UnsafeMutablePointer<Double>.allocate(capacity: cells.count)
        block.initialize(from: cells, count: cells.count)
        return block
    }

    deinit {
        // A plugin may still hold the row: its cells are gone, and using it is an error.
        row.invalidate()
        for block in blocks { block.deallocate() }
        times.deallocate()
    }
}
