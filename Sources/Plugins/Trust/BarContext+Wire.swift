import Engine
import LiquidationCore

extension BarContext {
    /// About how many bytes a process needs to take the series in and work on it.
    var size: Int { series.count * ((BarColumns.all.count + 2) * 8 * 8 + 32 * (ladder.count + 8)) }

    func write(_ writer: inout WireWriter) {
        writer.put(interval)
        writer.put(ladder.leverages)
        writer.put(series.time)
        for cells in [series.open, series.high, series.low, series.close] { writer.put(cells) }
        for column in BarColumn.allCases {
            writer.put(series.extras[column]) { $0.put($1.missingAsNaN) }
        }
    }

    /// The context of a message.
    convenience init(reading reader: inout WireReader) throws {
        let interval = try reader.integer()
        let ladder = try Ladder(try reader.numbers())
        let time = try reader.integers()
        let (open, high) = (try reader.numbers(), try reader.numbers())
        let (low, close) = (try reader.numbers(), try reader.numbers())
        var extras = BarSeries.Extras()
        for column in BarColumn.allCases {
            let cells = try reader.optional { reader throws(EngineError) in try reader.numbers() }
            extras[column] = cells.map(Column.init(missingAsNaN:))
        }
        let series = try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
        self.init(series, interval: interval, ladder: ladder)
    }
}
