import Charts
import Engine
import LiquidationCore
import LuaRuntime
import Plugins

/// A heatmap in Lua.
enum HeatmapAPI {
    static let members = values + drawing

    private static let values: [LuaMember<HeatmapResult>] = [
        .length(.heatmap, "Number of columns.", example: "#h > 0") { $0.heatmap.columns.count },
        .table(
            .heatmap, "columns", .list(of: .column), search: ["liquidated", "ohlc"],
            "What each column's bars did: prices, and what they liquidated.",
            example: "h.columns[1].long_liquidated >= 0"
        ) { heatmap, state in try state.makeRecords(heatmap.heatmap.columns, Heatmap.ColumnSpan.members) },
        .method(
            .heatmap, "cells", [.init("column", .integer), .init("side", .side)],
            gives: [.init(.object(.vector))], search: ["density", "buckets"],
            "A column's cells, one a bucket: notional, or freshness with view = \"freshness\".",
            example: "#h:cells(1, \"long\") == #h.edges - 1"
        ) { heatmap, call in
            let (column, side) = (try call.whole(1), try call.side(2))
            guard 1 <= column, column <= heatmap.heatmap.columns.count else {
                throw EngineError(
                    .script, "cells: column must lie in 1 to \(heatmap.heatmap.columns.count), was \(column)",
                    subject: .value("\(column)", of: "column"))
            }
            return [.vector(LuaVector(Array(heatmap.heatmap.column(Int(column) - 1, side))))]
        },
        .method(
            .heatmap, "liquidated", [.init("side", .side)], gives: [.init(.object(.vector))],
            search: ["flow"], "What each column's bars liquidated of a side.",
            example: "h:liquidated(\"long\"):sum() >= 0"
        ) { heatmap, call in
            let side = try call.side(1)
            return [.vector(LuaVector(heatmap.heatmap.columns.map { $0.liquidated[side] }))]
        },
        .field(
            .heatmap, "edges", .object(.vector), search: ["grid", "buckets"], "Edges of the buckets.",
            example: "#h.edges > 1"
        ) { .vector(LuaVector($0.heatmap.grid.edges)) },
        .field(.heatmap, "bars_per_column", .integer, "How many bars make a column.") {
            .integer(Int64($0.heatmap.barsPerColumn))
        },
    ]

    private static let drawing: [LuaMember<HeatmapResult>] = [
        .method(
            .heatmap, "text", [.columns, .ascii], gives: [.init(.text)], search: ["draw"], "The picture.",
            example: "#h:text{columns = 80} > 0"
        ) { heatmap, call in [.string(heatmap.text(try call.style(call.named(1))))] },
        .method(
            .heatmap, "plot", search: ["draw", "chart", "print"], "Prints the picture.", example: "h:plot()"
        ) { heatmap, call in
            try call.session.write(heatmap.text(try call.session.style))
            return []
        },
        .method(
            .heatmap, "json", gives: [.init(.text)], search: ["export"], "The heatmap as JSON.",
            example: "#h:json() > 0"
        ) { heatmap, _ in [.string(heatmap.json)] },
        .method(
            .heatmap, "save", [.init("path", .path)], search: ["write", "export"],
            "Writes a file: .json, .csv or .txt.", example: "h:save(\"/tmp/liq-example.txt\")"
        ) { heatmap, call in
            try call.session.check(output: call.text(1))
            try heatmap.write(to: try call.text(1))
            return []
        },
    ]

    static func type() -> LuaObjectType {
        LuaObjectType(.heatmap, members) { heatmap, state in heatmap.text(state.style) }
    }
}

extension Heatmap.ColumnSpan {
    /// A column as the table that scripts get.
    static let members: [LuaMember<Heatmap.ColumnSpan>] = [
        .field(.column, "from", .time, "Open of its first bar.", example: "h.columns[1].close > 0") {
            .integer($0.start.milliseconds)
        },
        .field(.column, "to", .time, "Open of its last bar.") { .integer($0.end.milliseconds) },
        .field(.column, "open", .price, "First price.") { .number($0.open) },
        .field(.column, "high", .price, "Highest price.") { .number($0.high) },
        .field(.column, "low", .price, "Lowest price.") { .number($0.low) },
        .field(.column, "close", .price, "Last price.") { .number($0.close) },
        .field(.column, "long_liquidated", .notional, "Longs that its bars liquidated.") {
            .number($0.liquidated.long)
        },
        .field(.column, "short_liquidated", .notional, "Shorts that its bars liquidated.") {
            .number($0.liquidated.short)
        },
        .field(
            .column, "long_born", .notional, orNil: true,
            "Longs that its bars' own entries lost within their bar; nil where that is not told."
        ) { $0.born.map { .number($0.long) } ?? .nil },
        .field(
            .column, "short_born", .notional, orNil: true,
            "Shorts that its bars' own entries lost within their bar; nil where that is not told."
        ) { $0.born.map { .number($0.short) } ?? .nil },
    ]
}
