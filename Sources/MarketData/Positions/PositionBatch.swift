import Glibc
import LiquidationCore

/// Prices a table of positions, row by row and in order, on several threads.
///
/// The output has a line for each row behind the header: row number, state, prices as the shortest decimals that
/// read back the same, `-` where there is none. It is the same bytes however many threads there are.
package struct PositionBatch {
    /// What became of the rows.
    package struct Summary: Sendable {
        /// Rows that were read.
        package var rows = 0
        /// Rows that could not be priced.
        package var bad = 0
        /// The first of those.
        package var faults: [PositionFault] = []
        /// Rows that were priced with an assumed rate.
        package var assumed = 0
        /// Rows above the last bracket of their table.
        package var beyond = 0
    }

    /// How many faults are kept with their text.
    package static let detailed = 100

    /// Whether rows behind a bad one are priced.
    package var keepsGoing = false
    /// How many threads work.
    package var threads = 2
    /// Bytes read at a time by each thread.
    package var chunk = 1 << 20

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
    /// - Throws: ``DataError`` where the file cannot be read or its header is wrong.
    /// - Complexity: O(bytes); memory is that of a chunk and its output for each thread.
    package func run(
        _ path: String, write: @escaping (UnsafeRawBufferPointer) -> Bool
    ) throws(DataError) -> Summary {
        let source = try LineChunks(path)
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
        let others = workers.dropFirst().map { worker in Thread { worker.work() } }
        workers.first?.work()
        for thread in others { thread.join() }
        if let error = pipeline.error { throw error }
        return pipeline.summary
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

/// A thread of the system, for a body that shares only what it locks.
private struct Thread {
    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    private var thread = pthread_t()
    private let isRunning: Bool

    init(_ run: @escaping () -> Void) {
        let body = Unmanaged.passRetained(Body(run))
        let failure = pthread_create(
            &thread, nil,
            { raw in
                if let raw { Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        isRunning = failure == 0
        // Without a second thread the first does all.
        if !isRunning { body.release() }
    }

    func join() {
        if isRunning { pthread_join(thread, nil) }
    }
}
