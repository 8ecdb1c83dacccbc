import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Plugins

/// Loaded market data in Lua.
enum DatasetAPI {
    static let pages: [FunctionPage] =
        [
            .method(
                .dataset, "map", MapRequest.arguments, gives: [.init(.object(.map))],
                "Makes a liquidation map.", example: "m = btc:map {leverage = \"retail\", lookback = \"7d\"}"),
            .method(
                .dataset, "heatmap", MapRequest.heatmapArguments, gives: [.init(.object(.heatmap))],
                "Makes the map over time; takes what map takes.", example: "h = btc:heatmap {columns = 40}"),
            .method(
                .dataset, "report", gives: [.init(.text)], "What was found, covered and missing.",
                example: "btc:report()"),
            .length(.dataset, "Number of bars.", example: "#btc > 0"),
            .field(.dataset, "symbol", .text, "What is traded; nil where the data does not say."),
            .field(
                .dataset, "interval", .milliseconds, "From one bar to the next.", example: "btc.interval > 0"),
            .field(.dataset, "from", .time, "Open of the first bar."),
            .field(.dataset, "to", .time, "Open of the last bar.", example: "btc.to >= btc.from"),
            .field(.dataset, "time", .object(.vector), "Open of each bar, ms.", example: "#btc.time == #btc"),
            .field(.dataset, "open", .object(.vector), "First prices."),
            .field(.dataset, "high", .object(.vector), "Highest prices."),
            .field(.dataset, "low", .object(.vector), "Lowest prices."),
            .field(
                .dataset, "close", .object(.vector), "Last prices.",
                example: "btc.close:max() >= btc.close:min()"),
        ] + BarColumn.allCases.map { .field(.dataset, $0.name, .object(.vector), $0.sentence) }

    static func type(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "dataset",
            methods: [
                "map": { [unowned session] call in
                    let (dataset, request) = (
                        try call.receiver(as: DatasetObject.self), try call.request("map")
                    )
                    return [try session.value(session.map(dataset, request))]
                },
                "heatmap": { [unowned session] call in
                    let dataset = try call.receiver(as: DatasetObject.self)
                    var request = try call.request("heatmap")
                    request.columns = request.columns ?? MapRequest.usualColumns
                    let result = try session.map(dataset, request)
                    return try HeatmapResult(result).map { [try session.value($0)] } ?? []
                },
                "report": { call in
                    let lines = try call.receiver(as: DatasetObject.self).dataset.report.lines
                    return [.string(lines.joined(separator: "\n"))]
                },
            ],
            fieldNames: FunctionPage.fields(in: pages),
            fields: { object, name in
                guard let object = object as? DatasetObject else { return nil }
                return field(name, of: object.dataset)
            },
            tostring: { [weak session] object in
                (object as? DatasetObject)?.text(session?.style ?? .plain(columns: 80)) ?? "dataset"
            },
            length: { ($0 as? DatasetObject)?.dataset.series.count ?? 0 })
    }

    private static func field(_ name: String, of dataset: Dataset) -> LuaValue? {
        let series = dataset.series
        func vector(_ cells: [Double]) -> LuaValue { .vector(LuaVector(cells)) }
        switch name {
        case "symbol": return dataset.symbol.map(LuaValue.string) ?? .nil
        case "interval": return .integer(dataset.interval)
        case "from": return .integer(series.time[0])
        case "to": return .integer(series.time[series.count - 1])
        case "time": return vector(series.time.map(Double.init))
        case "open": return vector(series.open)
        case "high": return vector(series.high)
        case "low": return vector(series.low)
        case "close": return vector(series.close)
        default:
            guard let column = BarColumn(name: name) else { return nil }
            return series.extras[column].map { vector($0.missingAsNaN) } ?? .nil
        }
    }
}

extension Session {
    /// A map of one dataset as scripts hold it.
    func map(_ dataset: DatasetObject, _ request: MapRequest) throws -> MapResult {
        try map([MapSource(dataset.dataset)], request)
    }

    /// A map of several venues as scripts hold it.
    func map(_ sources: [MapSource], _ request: MapRequest) throws -> MapResult {
        // A map must not keep its session alive: the session's state holds it.
        try engine.result(sources, request, again: { [unowned self] in engine })
    }
}

extension DatasetObject {
    /// What was found, and the path of the price in a line.
    fileprivate func text(_ style: TerminalStyle) -> String {
        let (close, series) = (dataset.series.close, dataset.series)
        let line = Sparkline(close).text(min(60, style.width - 40), unicode: style.unicode)
        let range = [series.low.min(), series.high.max()].map { NumberText.price($0 ?? 0) }
        let report = dataset.report
        let head = "dataset \(path)\nclose \(line) \(range[0]) to \(range[1])\n"
        guard style.rows != nil else { return head + report.lines.joined(separator: "\n") }
        // For people: wrapped between words, columns that are whole in one line.
        let whole = report.coverage.filter { $0.present == $0.of }.map(\.column)
        var lines = report.lines.filter { line in
            !whole.contains { line.hasPrefix("column \($0):") }
        }
        if !whole.isEmpty { lines.append("columns in every bar: \(whole.joined(separator: ", "))") }
        let paragraph = Paragraph(style)
        return head + lines.flatMap { paragraph.lines("", $0) }.joined(separator: "\n")
    }
}
