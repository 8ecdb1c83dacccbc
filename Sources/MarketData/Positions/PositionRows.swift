import LiquidationCore

/// Reads, prices and writes rows: everything that one thread holds.
struct PositionRows: ~Copyable {
    /// What became of the rows of the chunk.
    private(set) var summary = PositionBatch.Summary()
    private(set) var output: PositionOutput
    private var reader: PositionReader
    private var splitter = RowSplitter(limits: Limits())

    init(_ reader: PositionReader, capacity: Int) {
        self.reader = reader
        output = PositionOutput(capacity: capacity)
    }

    /// Prices the rows of a text.
    ///
    /// - Parameters:
    ///   - text: padded as the splitter needs it.
    ///   - range: where the rows are; it ends at a line break, or at the end of the file.
    ///   - first: the number of the first row.
    ///   - stops: whether a bad row ends it.
    mutating func price(
        _ text: UnsafePointer<UInt8>, _ range: (start: Int, end: Int), first: Int, stops: Bool
    ) {
        output.clear()
        summary = PositionBatch.Summary()
        var (position, row) = (range.start, first)
        while position < range.end {
            let fault = splitter.split(text, from: position, end: range.end)
            position = splitter.next
            summary.rows += 1
            do throws(PositionFault) {
                if let fault { throw PositionFault(column: nil, Self.text(fault)) }
                try priceRow(row, text)
            } catch {
                var error = error
                error.row = row
                summary.bad += 1
                if summary.faults.count < PositionBatch.detailed { summary.faults.append(error) }
                if stops { return }
                output.add(error)
            }
            row += 1
        }
    }

    @inline(__always)
    private mutating func priceRow(_ row: Int, _ text: UnsafePointer<UInt8>) throws(PositionFault) {
        let terms = try reader.read(text, splitter)
        let market = terms.market
        let answer: PositionPricer.Answer
        do throws(CoreError) {
            answer = try market.pricer.answer(terms.position, mark: terms.mark, others: terms.others)
        } catch { throw PositionFault(column: nil, "\(error)") }
        if market.isAssumed { summary.assumed += 1 }
        if answer.exceedsTable { summary.beyond += 1 }
        output.add(row: row, answer, mark: terms.mark, isAssumed: market.isAssumed)
    }

    private static func text(_ fault: RowSplitter.Fault) -> String {
        let limits = Limits()
        return switch fault {
        case .longLine: "line longer than \(limits.line) bytes"
        case .longField: "field longer than \(limits.field) bytes"
        case .manyColumns: "more than \(limits.columns) columns"
        case .openQuote: "a quoted field does not end on its line"
        case .textAfterQuote: "text after a closing quote"
        }
    }
}
