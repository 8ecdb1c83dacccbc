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
        let columns = LuaBarColumns(series: series)
        times = .allocate(capacity: series.count)
        times.initialize(from: series.time, count: series.count)
        var lent: [LuaRow.Column] = [.integers("time", times)]
        // One for all that the data lacks.
        let none = [Double](repeating: .nan, count: series.count)
        let missing = Self.block(none)
        blocks.append(missing)
        for name in LuaBarColumns.names {
            guard let cells = columns.cells(name) else {
                lent.append(.numbers(name, missing))
                continue
            }
            let block = Self.block(cells)
            blocks.append(block)
            lent.append(.numbers(name, block))
        }
        lastFundingRates = columns.cells("last_funding_rate") ?? none
        for (name, column) in series.extras.own {
            let block = Self.block(column.missingAsNaN)
            blocks.append(block)
            lent.append(.numbers("extra.\(name)", block))
        }
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
package final class SeriesObject {
    private let columns: LuaBarColumns
    private let interval: Int64
    private var vectors: [String: LuaVector] = [:]

    init(_ series: BarSeries, interval: Int64) {
        (columns, self.interval) = (LuaBarColumns(series: series), interval)
    }

    /// What plugins find in it.
    package static let members = fields + columns + [own]

    private static let own: LuaMember<SeriesObject> = .table(
        .series, "extra", .table, search: ["own", "custom", "sentiment"],
        "Columns of one's own by name, a vector each; nil where there is none.",
        example: "series.extra.sentiment == nil"
    ) { object, state in
        let names = object.columns.series.extras.own.keys.sorted()
        return .table(
            try state.makeTable(
                array: [],
                fields: names.map { name in
                    let cells = { object.columns.series.extras.own[name]?.missingAsNaN }
                    return (name, object.vector("extra.\(name)", cells))
                }))
    }

    private static let fields: [LuaMember<SeriesObject>] =
        [
            .length(.series, "Number of bars.", example: "#series > 0") { $0.columns.series.count },
            .field(.series, "count", .integer, "Number of bars.", example: "series.count == #series") {
                .integer(Int64($0.columns.series.count))
            },
            .field(.series, "interval", .milliseconds, "Length of a bar.", example: "series.interval > 0") {
                .integer($0.interval)
            },
            .field(
                .series, "time", .object(.vector), "Open of each bar, ms.", example: "#series.time == #series"
            ) { object in object.vector("time") { object.columns.series.time.map(Double.init) } },
        ]

    private static let columns: [LuaMember<SeriesObject>] = LuaBarColumns.all.map { column in
        .field(
            .series, column.name, .object(.vector), orNil: column.mayBeNil, column.summary,
            example: "#series.\(column.name) == #series"
        ) { object in object.vector(column.name) { column.cells(object.columns.series) } }
    }

    static func makeType() -> LuaObjectType { LuaObjectType(.series, members) }

    private func vector(_ name: String, _ make: () -> [Double]?) -> LuaValue {
        if let known = vectors[name] { return .vector(known) }
        guard let cells = make() else { return .nil }
        let vector = LuaVector(cells, name: name)
        vectors[name] = vector
        return .vector(vector)
    }
}
