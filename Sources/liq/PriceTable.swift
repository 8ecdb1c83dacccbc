import Console
import Engine
import Glibc
import LuaRuntime
import MarketData
import PlainText
import Plugins
import Scripting
import Synchronization

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
        let interrupt = Interrupt()
        let sink = Sink(descriptor, interrupt)
        var batch = batch
        batch.shouldContinue = { !interrupt.isThere }
        let summary = try batch.run(path) { sink.write($0) }
        if interrupt.isThere { throw Outcome.interrupted }
        if let error = sink.error { throw error }
        let name = path == "-" ? "standard input" : Echo.name(path)
        for fault in summary.faults { Output.error("\(name): \(fault)") }
        if summary.bad > summary.faults.count {
            Output.error("\(name): and \(summary.bad - summary.faults.count) more bad rows")
        }
        for note in summary.notes { Output.note("note: \(name): \(note)") }
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

    /// Ctrl-C, which threads that read and threads that write ask for.
    private final class Interrupt: Sendable {
        private let wasThere = Mutex(false)

        /// Whether it came, now or before.
        var isThere: Bool {
            wasThere.withLock { wasThere in
                if LuaSignals.takePendingInterrupt() { wasThere = true }
                return wasThere
            }
        }
    }

    /// Where rows go; remembers why it had to stop.
    private final class Sink {
        private let descriptor: Int32
        private let interrupt: Interrupt
        private(set) var error: IOError?

        init(_ descriptor: Int32, _ interrupt: Interrupt) {
            (self.descriptor, self.interrupt) = (descriptor, interrupt)
        }

        func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
            guard !interrupt.isThere, error == nil else { return false }
            guard TextFile.writeAll(bytes, to: descriptor) else {
                error = IOError(errno)
                return false
            }
            return true
        }
    }
}
