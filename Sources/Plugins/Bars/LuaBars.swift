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

extension BarContext {
    /// The bars as plugins see them: made at the first use, shared by all plugins of a run.
    var row: BarRow {
        if let known = rows as? BarRow { return known }
        let made = BarRow(series, interval: interval)
        rows = made
        return made
    }
}

/// A series as `run_all` is given it: a vector a column, made when it is first asked for.
final class SeriesObject {
    private let columns: BarColumns
    private let interval: Int64
    private var vectors: [String: LuaVector] = [:]

    init(_ series: BarSeries, interval: Int64) {
        (columns, self.interval) = (BarColumns(series: series), interval)
    }

    static func makeType() -> LuaObjectType {
        LuaObjectType(
            name: "series", fieldNames: FunctionPage.fields(of: .series, in: BarPages.all),
            fields: { object, name in (object as? SeriesObject)?.field(name) },
            length: { ($0 as? SeriesObject)?.columns.series.count ?? 0 })
    }

    /// A column as a vector, nil where the data lacks it; `time` in milliseconds.
    func field(_ name: String) -> LuaValue? {
        let series = columns.series
        switch name {
        case "count": return .integer(Int64(series.count))
        case "interval": return .integer(interval)
        case "time": return vector(name) { series.time.map(Double.init) }
        default:
            guard BarColumns.names.contains(name) else { return nil }
            return vector(name) { columns.cells(name) }
        }
    }

    private func vector(_ name: String, _ make: () -> [Double]?) -> LuaValue {
        if let known = vectors[name] { return .vector(known) }
        guard let cells = make() else { return .nil }
        let vector = LuaVector(cells, name: name)
        vectors[name] = vector
        return .vector(vector)
    }
}
