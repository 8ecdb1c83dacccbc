import Console
import Engine
import Glibc
import LuaRuntime
import MarketData
import Plugins
import Scripting

/// `liq price --csv`: a table of positions, priced as a stream.
struct PriceTable {
    private let batch: PositionBatch
    private let keepsGoing: Bool

    init(_ options: PriceOptions, keepGoing: Bool, threads: Int?) throws {
        try options.check(.besideTable, else: "in a table it is a column")
        let fields = options.fields
        let venue = try fields.text("venue").map { try PriceMarket.venue($0) }
        var batch = PriceMarket.batch(venue: venue, symbol: try fields.text("symbol"), try .init(fields))
        batch.keepsGoing = keepGoing
        batch.threads = threads ?? PositionBatch.usualThreads
        (self.batch, keepsGoing) = (batch, keepGoing)
    }

    /// Prices a file.
    func price(_ path: String, to out: String?) throws {
        LuaSignals.installInterrupt()
        let draft = try Output.file(out).map { try FileDraft($0) }
        let descriptor = draft?.descriptor ?? STDOUT_FILENO
        let sink = Sink(descriptor)
        let summary = try batch.run(path) { sink.write($0) }
        if sink.isInterrupted { throw Outcome.interrupted }
        if let error = sink.error { throw error }
        for fault in summary.faults { Output.error("\(path): \(fault)") }
        if summary.bad > summary.faults.count {
            Output.error("\(path): and \(summary.bad - summary.faults.count) more bad rows")
        }
        let unit = summary.rows == 1 ? "row" : "rows"
        Output.note(
            "\(summary.rows) \(unit), \(summary.bad) bad, \(summary.assumed) with an assumed rate, "
                + "\(summary.beyond) beyond their table")
        guard summary.bad == 0 || keepsGoing else {
            Output.error("liq: stopped at the first bad row (--keep-going prices the others)")
            throw Outcome.badInput
        }
        try draft?.commit()
        if summary.bad > 0 { throw Outcome.badInput }
    }

    /// Where rows go; remembers why it had to stop.
    private final class Sink {
        private let descriptor: Int32
        private(set) var isInterrupted = false
        private(set) var error: IOError?

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
            if LuaSignals.takePendingInterrupt() { isInterrupted = true }
            guard !isInterrupted, error == nil else { return false }
            guard TextFile.writeAll(bytes, to: descriptor) else {
                error = IOError(errno)
                return false
            }
            return true
        }
    }
}
