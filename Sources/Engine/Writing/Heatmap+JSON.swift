package import LiquidationCore
import MarketData

extension MapResult {
    /// Its heatmap as JSON, format `liq.heatmap` version 1; cells are sparse: `[column, bucket, long, short]`.
    package func heatmapJSON(_ heatmap: Heatmap) -> String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.heatmap")
            json.integer("version", 1)
            json.assumptions(assumptions)
            json.object("units") { json in
                json.string("price", "quote per base")
                json.string("notional", "quote, estimated")
            }
            json.integer("bars_per_column", Int64(heatmap.barsPerColumn))
            json.numbers("edges", heatmap.grid.edges)
            json.array("columns") { json in
                for column in heatmap.columns { json.object { $0.column(column) } }
            }
            json.array("cells") { json in
                for column in heatmap.columns.indices {
                    let (long, short) = (heatmap.column(column, .long), heatmap.column(column, .short))
                    for (bucket, pair) in zip(long, short).enumerated() where pair.0 > 0 || pair.1 > 0 {
                        json.numbers(nil, [Double(column), Double(bucket), pair.0, pair.1])
                    }
                }
            }
        }
        return json.string
    }
}

extension JSONText {
    fileprivate mutating func column(_ column: Heatmap.ColumnSpan) {
        integer("start", column.start.milliseconds)
        integer("end", column.end.milliseconds)
        number("open", column.open)
        number("high", column.high)
        number("low", column.low)
        number("close", column.close)
        number("long_liquidated", column.liquidated.long)
        number("short_liquidated", column.liquidated.short)
    }
}
