import Glibc
import LiquidationCore

/// Prices a table of positions, row by row and in order, on several threads.
///
/// The output has a line for each row behind the header: row number, state, prices as the shortest decimals that
/// read back the same, empty where there is none. It is the same bytes however many threads there are.
package struct PositionBatch {
    /// Counts of what became of the rows.
    package struct Summary: Sendable {
        /// Rows that were read.
        package var rows = 0
        /// Rows that could not be priced.
        package var bad = 0
        /// The first of those.
        package var faults: [PositionFault] = []
        /// Rows that were priced with an assumed rate.
        package var assumed = 0
        /// Rows above the last tier of their table.
        package var beyond = 0
        /// What is said of the file.
        package var notes: [String] = []
    }

    /// The largest number of faults that are kept with their text.
    package static let detailed = 100

    /// Whether rows behind a bad one are priced.
    package var keepsGoing = false
    /// The number of threads.
    package var threads = 2
    /// Bytes read at a time by each thread.
    package var chunk = 1 << 20

    /// Asked on any thread while rows are read; false ends it.
    package var shouldContinue: () -> Bool = { true }

    private let lookup: PositionMarket.Lookup

    /// A batch.
    ///
    /// - Parameter lookup: the market of a venue and symbol; asked once for each pair and thread.
    package init(lookup: @escaping PositionMarket.Lookup) { self.lookup = lookup }

    /// As many threads as there are processors, at most 16.
    package static var usualThreads: Int { min(16, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Prices a file.
    ///
    /// - Parameters:
    ///   - path: a CSV file with a header; `-` for standard input.
    ///   - write: takes the bytes of the output in order; answers false to stop.
    /// - Returns: what became of the rows.
    /// - Throws: ``DataError`` where the file cannot be read, changes while it is read, or its header is wrong,
    ///   `.interrupted` where it was ended.
    /// - Complexity: O(bytes); memory is that of a chunk and its output for each thread.
    package func run(
        _ path: String, write: @escaping (UnsafeRawBufferPointer) -> Bool
    ) throws(DataError) -> Summary {
        let source = try LineChunks(path, shouldContinue: shouldContinue)
        let first = PositionWorker.Buffer(chunk)
        guard let opening = try source.next(into: first.text) else {
            throw DataError(.badInput, file: path, "file is empty")
        }
        let (header, start) = try PositionHeader.read(first, opening.count, file: path)
        let pipeline = PositionPipeline(source: source, keepsGoing: keepsGoing, write: write)
        guard PositionOutput.header.utf8.withContiguousStorageIfAvailable({ write(.init($0)) }) ?? false
        else {
            return Summary()
        }
        let workers = (0..<max(1, threads)).map { index in
            PositionWorker(
                reader: PositionReader(header, lookup), pipeline,
                index == 0 ? first : PositionWorker.Buffer(chunk),
                opening: index == 0 ? (start, opening.count) : nil, isLast: opening.isLast)
        }
        if let worker = workers.first { pipeline.open(worker) }
        // The first thread takes the first worker: its buffer holds the rows behind the header.
        let gate = Gate()
        var waiting = workers[...]
        Threads.run(workers.count) { gate.enter { waiting.popFirst() }?.work() }
        if let error = pipeline.error { throw error }
        var summary = pipeline.summary
        if let line = source.openLine { summary.notes.append(OpenEnd.note(line: line)) }
        return summary
    }
}

extension PositionHeader {
    /// Reads the first line of a file; answers where the second starts.
    static func read(
        _ buffer: PositionWorker.Buffer, _ count: Int, file: String
    ) throws(DataError) -> (PositionHeader, next: Int) {
        let text = UnsafePointer(buffer.start)
        if count >= 2, text[0] == 0x1F, text[1] == 0x8B {
            throw DataError(.badInput, file: file, "is compressed", hint: "zcat \(file) | liq price --csv -")
        }
        let hasMark = count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
        var splitter = RowSplitter(limits: Limits())
        if splitter.split(text, from: hasMark ? 3 : 0, end: count) != nil {
            throw DataError(.badInput, file: file, line: 1, "is no CSV header")
        }
        let names = (0..<splitter.count).map { index in
            let (start, end) = splitter[index]
            return String(
                decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self)
        }
        return (try PositionHeader(names, file: file), splitter.next)
    }
}

/// Hands out chunks to workers one after another, and takes their outputs in that order.
final class PositionPipeline {
    private let source: LineChunks
    private let keepsGoing: Bool
    private let write: (UnsafeRawBufferPointer) -> Bool
    private let reading = Gate()
    private let writing = Gate()
    private var tickets = 0
    private var turn = 0
    private var isOver = false
    private(set) var summary = PositionBatch.Summary()
    private(set) var error: DataError?

    init(source: LineChunks, keepsGoing: Bool, write: @escaping (UnsafeRawBufferPointer) -> Bool) {
        (self.source, self.keepsGoing, self.write) = (source, keepsGoing, write)
    }

    var stopsAtFault: Bool { !keepsGoing }

    /// Hands the chunk that holds the header to a worker.
    func open(_ worker: PositionWorker) {
        worker.ticket = tickets
        tickets += 1
    }

    /// Hands the next chunk to a worker; false where there is none.
    func next(for worker: PositionWorker) -> Bool {
        reading.enter {
            guard !isOver else { return false }
            do throws(DataError) {
                guard let chunk = try source.next(into: worker.buffer.text) else {
                    isOver = true
                    return false
                }
                worker.take(chunk, ticket: tickets)
                tickets += 1
                return true
            } catch {
                (self.error, isOver) = (error, true)
                return false
            }
        }
    }

    /// Writes what a worker made of its chunk, when all before it are written.
    func deliver(_ worker: PositionWorker) {
        writing.enter(when: { turn == worker.ticket }) {
            var goesOn = true
            if !reading.enter({ isCut }) {
                let part = worker.summary
                summary.rows += part.rows
                summary.bad += part.bad
                summary.assumed += part.assumed
                summary.beyond += part.beyond
                summary.faults += part.faults.prefix(PositionBatch.detailed - summary.faults.count)
                goesOn = write(worker.written) && (keepsGoing || part.bad == 0)
            }
            turn += 1
            if !goesOn { reading.enter { (isOver, isCut) = (true, true) } }
        }
    }

    /// Whether chunks behind the one that was written last are dropped.
    private var isCut = false
}

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

    /// Counts of what became of the chunk's rows.
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
