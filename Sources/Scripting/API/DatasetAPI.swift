import Charts
import Engine
import LiquidationCore
import LuaRuntime
package import MarketData
import PlainText
import Plugins

/// Loaded market data in Lua.
enum DatasetAPI {
    static let members = methods + fields + columns + tables

    /// What is in tables of vectors; nil where the data lacks it.
    private static let tables: [LuaMember<DatasetObject>] = [
        .table(
            .dataset, "extra", .table, search: ["own", "custom", "sentiment"],
            "Columns of one's own by name, a vector each.", example: "btc.extra.sentiment == nil"
        ) { dataset, state in
            let own = dataset.series.extras.own.sorted { $0.key < $1.key }
            return .table(
                try state.makeTable(
                    array: [], fields: own.map { ($0.key, .vector(LuaVector($0.value.missingAsNaN))) }))
        },
        .table(
            .dataset, "liquidations", .table, orNil: true, search: ["forceorder", "realized", "orders"],
            "What was force-closed: long and short, a vector of quote units each, a cell a bar; orders with time, price, "
                + "notional, is_long, where the data has single ones.",
            example: "btc.liquidations == nil"
        ) { dataset, state in
            let extras = dataset.series.extras
            var fields: [(String, LuaValue)] = []
            for (name, column) in [("long", BarColumn.liquidatedLong), ("short", .liquidatedShort)] {
                if let cells = extras[column] {
                    fields.append((name, .vector(LuaVector(cells.missingAsNaN))))
                }
            }
            if let orders = dataset.dataset.orders {
                let columns: [(String, [Double])] = [
                    ("time", orders.time.map(Double.init)), ("price", orders.price),
                    ("notional", orders.notional), ("is_long", orders.isLong.map { $0 ? 1 : 0 }),
                ]
                let table = try state.makeTable(
                    array: [], fields: columns.map { ($0.0, .vector(LuaVector($0.1))) })
                fields.append(("orders", .table(table)))
            }
            return fields.isEmpty ? .nil : .table(try state.makeTable(array: [], fields: fields))
        },
        .table(
            .dataset, "depth", .table, orNil: true, search: ["orderbook", "bids", "asks"],
            "Resting orders near the price: bids and asks, a vector of quote units each, a cell a bar.",
            example: "btc.depth == nil"
        ) { dataset, state in
            let extras = dataset.series.extras
            guard let bids = extras[.bids], let asks = extras[.asks] else { return .nil }
            return .table(
                try state.makeTable(
                    array: [],
                    fields: [
                        ("bids", .vector(LuaVector(bids.missingAsNaN))),
                        ("asks", .vector(LuaVector(asks.missingAsNaN))),
                    ]))
        },
    ]

    private static let methods: [LuaMember<DatasetObject>] =
        [
            .method(
                .dataset, "map", MapRequest.arguments, gives: [.init(.object(.map))],
                search: ["liquidations", "liqmap"], "Makes a liquidation map.",
                example: "m = btc:map {leverage = \"retail\", lookback = \"7d\"}"
            ) { dataset, call in
                let session = try call.session
                return [try session.value(session.map(dataset, call.request("map")))]
            },
            .method(
                .dataset, "heatmap", MapRequest.heatmapArguments, gives: [.init(.object(.heatmap))],
                "Makes the map over time; takes what map takes.", example: "h = btc:heatmap {columns = 40}"
            ) { dataset, call in
                let session = try call.session
                var request = try call.request("heatmap")
                request.columns = request.columns ?? MapRequest.usualColumns
                let result = try session.map(dataset, request)
                return try HeatmapResult(result).map { [try session.value($0)] } ?? []
            },
            .method(
                .dataset, "history", MapRequest.historyArguments,
                gives: [.init("iterator", .function("fun(): liq.map?"))],
                search: ["time", "steps", "as_of", "backtest"],
                "Maps at each multiple of a span, for a loop: each of the bars that had ended by then; takes what map takes.",
                example:
                    "for then_map in btc:history {every = \"7d\", since = \"30d ago\"} do n = then_map.time end"
            ) { dataset, call in
                let session = try call.session
                let history = try session.history(dataset, call.request("history"))
                // The closure lives in the session's state.
                let next = try call.state.makeFunction("history") { [unowned session] _ in
                    try session.nested { try history.step().map { [try session.passing($0.map)] } ?? [.nil] }
                }
                return [.function(next)]
            },
            .method(
                .dataset, "slice",
                [
                    .optional("from", .instant, or: "the first bar", "Bars that opened then or later"),
                    .optional("to", .instant, or: "the last bar", "Bars that had ended by then"),
                ], gives: [.init(.object(.dataset))], search: ["cut", "window", "range", "sub"],
                "The data between two instants: 2025-05-20, milliseconds, or \"3d ago\".",
                example: "#btc:slice(\"10d ago\", \"3d ago\") < #btc"
            ) { dataset, call in
                func instant(_ place: Int) throws -> AsOf? {
                    let value = call.argument(place)
                    guard !value.isNil else { return nil }
                    guard let text = value.text ?? value.int.map({ "\($0)" }), let instant = AsOf(text: text)
                    else {
                        throw EngineError(
                            .script,
                            "slice: \(place == 1 ? "from" : "to") must be an instant, such as 2025-05-20 or \"3d ago\", was "
                                + value.described)
                    }
                    return instant
                }
                let cut: Dataset
                do { cut = try dataset.dataset.slice(from: instant(1), to: instant(2)) } catch let error
                    as EngineError
                {
                    guard !error.message.hasPrefix("slice: ") else { throw error }
                    throw EngineError(.script, "slice: \(error.message)", hint: error.hint)
                }
                return [try call.session.value(DatasetObject(cut, path: dataset.path))]
            },
            .method(
                .dataset, "report", gives: [.init(.text)], search: ["coverage", "gaps"],
                "What was found, covered and missing.", example: "btc:report()"
            ) { dataset, _ in [.string(dataset.dataset.report.lines.joined(separator: "\n"))] },
        ]

    private static let fields: [LuaMember<DatasetObject>] =
        [
            .length(.dataset, "Number of bars.", example: "#btc > 0") { $0.series.count },
            .table(
                .dataset, "notes", .texts, search: ["warnings", "plausibility"],
                "What there is to say of the files, a text each.", example: "#btc.notes >= 0"
            ) { dataset, state in
                .table(
                    try state.makeTable(
                        array: dataset.dataset.report.notes.map { .string($0) }, fields: []))
            },
            .field(
                .dataset, "symbol", .text, orNil: true, search: ["pair", "ticker", "contract"],
                "What is traded; nil where the data does not say."
            ) { $0.dataset.symbol.map(LuaValue.string) ?? .nil },
            .field(
                .dataset, "interval", .milliseconds, search: ["timeframe"], "From one bar to the next.",
                example: "btc.interval > 0"
            ) { .integer($0.dataset.interval) },
            .field(.dataset, "from", .time, search: ["start"], "Open of the first bar.") {
                .integer($0.series.time[0])
            },
            .field(
                .dataset, "to", .time, search: ["end"], "Open of the last bar.", example: "btc.to >= btc.from"
            ) { .integer($0.series.time[$0.series.count - 1]) },
            vector("time", "Open of each bar, ms.", example: "#btc.time == #btc") {
                $0.time.map(Double.init)
            },
            vector("open", "First prices.") { $0.open },
            vector("high", "Highest prices.") { $0.high },
            vector("low", "Lowest prices.") { $0.low },
            vector("close", "Last prices.", example: "btc.close:max() >= btc.close:min()") { $0.close },
        ]

    private static let columns: [LuaMember<DatasetObject>] = BarColumn.allCases.map { column in
        .field(.dataset, column.name, .object(.vector), orNil: true, column.sentence) {
            $0.series.extras[column].map { .vector(LuaVector($0.missingAsNaN)) } ?? .nil
        }
    }

    /// A column that is always there.
    private static func vector(
        _ name: String, _ summary: String, example: String = "",
        cells: @escaping @Sendable (BarSeries) -> [Double]
    ) -> LuaMember<DatasetObject> {
        .field(.dataset, name, .object(.vector), summary, example: example) {
            .vector(LuaVector(cells($0.series)))
        }
    }

    static func type() -> LuaObjectType {
        LuaObjectType(.dataset, members) { dataset, state in dataset.text(state.style) }
    }
}

extension Session {
    /// A map of one dataset as scripts hold it.
    func map(_ dataset: DatasetObject, _ request: MapRequest) throws -> MapResult {
        try map([MapSource(dataset.dataset)], request)
    }

    /// Maps of one dataset at many times.
    func history(_ dataset: DatasetObject, _ request: MapRequest) throws -> MapHistory {
        try MapHistory([MapSource(dataset.dataset)], request, again: { [unowned self] in engine })
    }

    /// A map of several venues as scripts hold it.
    func map(_ sources: [MapSource], _ request: MapRequest) throws -> MapResult {
        // A map must not keep its session alive: the session's state holds it.
        try nested { try engine.result(sources, request, again: { [unowned self] in engine }) }
    }

    /// Runs what may ask models of the session, which may ask for maps in turn: each needs stack of the process.
    ///
    /// - Throws: ``EngineError`` where models make maps within maps without end, and what `body` throws.
    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        guard depth < 20 else {
            throw EngineError(
                .script, "maps are made within models of maps, 20 deep",
                hint: "make the map first, and let the model use it")
        }
        depth += 1
        defer { depth -= 1 }
        return try body()
    }
}

extension DatasetObject {
    /// The bars.
    fileprivate var series: BarSeries { dataset.series }

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

/// Loaded market data as scripts hold it.
package final class DatasetObject {
    /// The data and what was found.
    package let dataset: Dataset
    /// The path it was loaded from.
    package let path: String

    init(_ dataset: Dataset, path: String) { (self.dataset, self.path) = (dataset, path) }
}
