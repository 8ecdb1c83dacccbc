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
        let missing = [Double](repeating: .nan, count: series.count)
        times = .allocate(capacity: series.count)
        times.initialize(from: series.time, count: series.count)
        var lent: [LuaRow.Column] = [.integers("time", times)]
        for name in BarColumns.names {
            let block = UnsafeMutablePointer<Double>.allocate(capacity: series.count)
            block.initialize(from: columns.cells(name) ?? missing, count: series.count)
            blocks.append(block)
            lent.append(.numbers(name, block))
        }
        lastFundingRates = columns.cells("last_funding_rate") ?? missing
        row = LuaRow(
            name: "bar", count: series.count, columns: lent,
            constants: [("interval", .integer(interval))])
    }

    deinit {
        // A plugin may still hold the row: its cells are gone, and using it is an error.
        row.invalidate()
        for block in blocks { block.deallocate() }
        times.deallocate()
    }
}
