import LiquidationCore

/// Klines of the mark price: their files have the names and columns of those of the last price, so that only the folder
/// that they lie in tells what they are.
enum MarkPrices {
    /// The folder within a folder of data, named as the exchange's archive names it.
    static let folder = "markPriceKlines"

    /// What was read of a file in that folder, as mark prices.
    ///
    /// - Throws: ``DataError`` `.badInput` where it holds something else.
    static func of(_ result: SourceReader.Result) throws(DataError) -> SourceReader.Result {
        var marked = result
        marked.tables = []
        for table in result.tables { marked.tables.append(try marks(table)) }
        return marked
    }

    private static func marks(_ table: Table) throws(DataError) -> Table {
        func cell(_ slot: Slot) -> Int? { table.layout.slots.firstIndex(of: slot) }
        guard table.layout.kind == .klines, let high = cell(.high), let low = cell(.low) else {
            throw DataError(
                .badInput, file: table.file,
                "holds \(table.layout.kind.rawValue), but lies in the folder \(folder)",
                hint: "files of the last price belong into the folder above")
        }
        var marks = Table(
            file: table.file, layout: .markKlines(hasHeader: table.layout.hasHeader),
            placeWord: table.placeWord, firstPlace: table.firstPlace)
        (marks.time, marks.unit, marks.symbol) = (table.time, table.unit, table.symbol)
        marks.columns = [table.columns[high], table.columns[low]]
        (marks.outOfOrder, marks.withoutPrices) = (table.outOfOrder, table.withoutPrices)
        return marks
    }
}

extension Assembly {
    /// Puts the range of the mark price on each bar that its klines cover from end to end.
    func joinMarkPrices(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .markKlines }
        guard !part.isEmpty else { return }
        let marks = try Timeline(part)
        notes += marks.notes
        let step = smallestStep(marks.time) ?? interval
        guard interval > 0, interval % step == 0 else {
            throw DataError(
                .badInput, file: path,
                "mark prices of \(Gaps.name(step)) do not make up bars of \(Gaps.name(interval))",
                hint: "fetch \(MarkPrices.folder) of the bars' interval or a finer one")
        }
        let ranges = Joins.ranges(
            marks[.markHigh] ?? [], marks[.markLow] ?? [], at: marks.time, rowsPerBar: Int(interval / step),
            opens: bars.time, interval: interval)
        (extras[.markHigh], extras[.markLow]) = (ranges.high, ranges.low)
        let without = ranges.high.count { $0.isNaN }
        if without > 0 {
            notes.append(
                "mark prices: \(without) of \(ranges.high.count) bars are not covered, their cells are missing"
            )
        }
    }
}
