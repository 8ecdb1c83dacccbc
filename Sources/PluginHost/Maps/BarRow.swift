import LiquidationCore
import LuaRuntime

/// A series as the `bar` that plugins are given: its columns stay where they are for as long as this lives.
final class BarRow {
    /// What plugins see.
    let row: LuaRow
    /// The last rate that was paid at or before each bar; NaN before the first.
    let lastFundingRates: [Double]
    private var blocks: [(name: String, cells: UnsafeMutablePointer<Double>, isKnown: Bool)] = []
    private var lentVectors: [LuaVector] = []
    private let times: UnsafeMutablePointer<Int64>

    /// A row over a series, standing before its first bar.
    init(_ series: BarSeries, interval: Int64) {
        let extras = series.extras
        let rates = Self.lastKnown(extras.fundingRate, count: series.count)
        let columns: [(String, [Double]?)] = [
            ("open", series.open), ("high", series.high), ("low", series.low), ("close", series.close),
            ("volume", extras.volume?.missingAsNaN),
            ("taker_buy_volume", extras.takerBuyVolume?.missingAsNaN),
            ("open_interest", extras.openInterest?.missingAsNaN),
            ("open_interest_change", extras.openInterest.map(Self.changes(of:))),
            ("long_short_ratio", extras.longShortRatio?.missingAsNaN),
            ("funding_rate", extras.fundingRate?.missingAsNaN),
            ("last_funding_rate", extras.fundingRate == nil ? nil : rates),
        ]
        times = .allocate(capacity: series.count)
        times.initialize(from: series.time, count: series.count)
        var lent: [LuaRow.Column] = [.integers("time", times)]
        for (name, cells) in columns {
            let block = UnsafeMutablePointer<Double>.allocate(capacity: series.count)
            block.initialize(
                from: cells ?? [Double](repeating: .nan, count: series.count), count: series.count)
            blocks.append((name, block, cells != nil))
            lent.append(.numbers(name, block))
        }
        lastFundingRates = rates
        row = LuaRow(
            name: "bar", count: series.count, columns: lent,
            constants: [("interval", .integer(interval))])
    }

    deinit {
        // A plugin may still hold the row: its cells are gone, and using it is an error.
        row.invalidate()
        for vector in lentVectors { vector.invalidate() }
        for block in blocks { block.cells.deallocate() }
        times.deallocate()
    }

    /// The columns that the data has, as vectors that hold for as long as this lives.
    func vectors() -> [(String, LuaVector)] {
        let known = blocks.filter(\.isKnown).map { name, cells, _ in
            (name, LuaVector.lending(UnsafeBufferPointer(start: cells, count: row.count), name: name))
        }
        lentVectors += known.map(\.1)
        return known
    }

    private static func lastKnown(_ column: Column?, count: Int) -> [Double] {
        guard let cells = column?.missingAsNaN else { return [Double](repeating: .nan, count: count) }
        var last = Double.nan
        return cells.map { cell in
            if cell.isFinite { last = cell }
            return last
        }
    }

    /// Each cell less the one before it; NaN where either is missing.
    private static func changes(of column: Column) -> [Double] {
        let cells = column.missingAsNaN
        return cells.indices.map { $0 == 0 ? .nan : cells[$0] - cells[$0 - 1] }
    }
}
