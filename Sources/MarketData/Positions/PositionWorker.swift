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
    private let pipeline: PositionPipeline
    private var rows: PositionRows
    private var range: (start: Int, end: Int)?
    private var firstLine = 2
    private var isLast: Bool

    init(
        reader: PositionReader, _ pipeline: PositionPipeline, _ buffer: Buffer,
        opening: (start: Int, end: Int)?, isLast: Bool
    ) {
        (self.pipeline, self.buffer, range) = (pipeline, buffer, opening)
        self.isLast = isLast
        rows = PositionRows(reader, capacity: buffer.text.count * 2)
    }

    /// The output of the chunk.
    var written: UnsafeRawBufferPointer { rows.output.written }

    /// What became of its rows.
    var summary: PositionBatch.Summary { rows.summary }

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
        var end = end
        if isLast {
            // Blank lines at the very end are no rows.
            var last = end
            while last > start, text[last - 1] == 10 || text[last - 1] == 13 { last -= 1 }
            while last > start, last < end, text[last] == 13 { last += 1 }
            end = last > start && last < end ? last + 1 : last
        }
        rows.price(text, (start, end), first: firstLine - 1, stops: pipeline.stopsAtFault)
    }
}
