import Engine
import LiquidationCore
import LuaRuntime

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
