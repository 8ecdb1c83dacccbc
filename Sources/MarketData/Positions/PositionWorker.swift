import LiquidationCore

/// Prices one chunk of rows at a time.
final class PositionWorker {
    /// Text with the padding that the splitter reads behind it.
    final class Buffer {
        let start: UnsafeMutablePointer<UInt8>
        private let size: Int

        init(_ size: Int) {
            self.size = size
            start = .allocate(capacity: size + 2 * Bytes.padding)
            start.initialize(repeating: 0, count: size + 2 * Bytes.padding)
        }

        deinit { start.deallocate() }

        var text: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(start: start, count: size) }
    }

    let buffer: Buffer
    var ticket = 0
    private(set) var summary = PositionBatch.Summary()
    private let pipeline: PositionPipeline
    private var reader: PositionReader
    private var output: PositionOutput
    private var splitter = RowSplitter(limits: Limits())
    private var range: (start: Int, end: Int)?
    private var firstLine = 2
    private var isLast: Bool

    init(
        reader: PositionReader, _ pipeline: PositionPipeline, _ buffer: Buffer,
        opening: (start: Int, end: Int)?, isLast: Bool
    ) {
        (self.reader, self.pipeline, self.buffer, range) = (reader, pipeline, buffer, opening)
        self.isLast = isLast
        output = PositionOutput(capacity: buffer.text.count * 2)
    }

    /// The output of the chunk.
    var written: UnsafeRawBufferPointer { output.written }

    /// Takes a chunk that was read into ``buffer``.
    func take(_ chunk: LineChunks.Chunk, ticket: Int) {
        (range, firstLine, self.ticket) = ((0, chunk.count), chunk.firstLine, ticket)
        isLast = chunk.isLast
    }

    /// Prices chunk after chunk until there is none.
    func work() {
        while range != nil || pipeline.next(for: self) {
            if let range { price(from: range.start, to: range.end) }
            range = nil
            pipeline.deliver(self)
        }
    }

    private func price(from start: Int, to end: Int) {
        let text = UnsafePointer(buffer.start)
        output.clear()
        summary = PositionBatch.Summary()
        // Blank lines at the very end are no rows.
        var end = end
        while isLast, end > start, text[end - 1] == 10 || text[end - 1] == 13, end - 1 > start,
            text[end - 2] == 10
        {
            end -= 1
        }
        var (position, row) = (start, firstLine - 1)
        while position < end {
            let fault = splitter.split(text, from: position, end: end)
            position = splitter.next
            summary.rows += 1
            do throws(PositionFault) {
                if fault != nil { throw PositionFault(column: nil, "is no row of CSV") }
                try priceRow(row, text)
            } catch {
                var error = error
                error.row = row
                summary.bad += 1
                if summary.faults.count < PositionBatch.detailed { summary.faults.append(error) }
                if pipeline.stopsAtFault { return }
                output.add(error)
            }
            row += 1
        }
    }

    @inline(__always)
    private func priceRow(_ row: Int, _ text: UnsafePointer<UInt8>) throws(PositionFault) {
        let terms = try reader.read(text, splitter)
        let isAssumed = reader.markets[terms.market].isAssumed
        let answer: PositionPricer.Answer
        do throws(CoreError) {
            answer = try reader.markets[terms.market].pricer.answer(
                terms.position, mark: terms.mark, others: terms.others)
        } catch { throw PositionFault(column: nil, "\(error)") }
        if isAssumed { summary.assumed += 1 }
        if answer.exceedsTable { summary.beyond += 1 }
        output.add(row: row, answer, mark: terms.mark, isAssumed: isAssumed)
    }
}
