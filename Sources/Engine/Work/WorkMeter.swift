import Glibc
package import MarketData
import PlainText
import Synchronization

/// How far work has come: counts bars and bytes and, once a piece of work takes over a second, tells how much is done,
/// how fast, and how long the rest will take. Any thread may report.
package final class WorkMeter: Sendable {
    /// What was done.
    package struct Totals: Hashable, Sendable {
        package var bars = 0
        package var bytes = 0

        /// Nothing.
        package init() {}
    }

    private struct State {
        var totals = Totals()
        /// The work at hand: what it is measured in, how much there is (0: nobody knows), how much is done.
        var (unit, all, done) = ("", 0, 0)
        var began = 0.0
        var lastShown = 0.0
        var width = 0
    }

    private let state = Mutex(State())
    private let write: (@Sendable (String) -> Void)?

    /// - Parameter write: shows text on a terminal; `nil` only counts.
    package init(write: (@Sendable (String) -> Void)?) { self.write = write }

    /// A meter that shows on standard error where that is a terminal.
    package static func onStandardError() -> WorkMeter {
        guard isatty(STDERR_FILENO) == 1 else { return WorkMeter(write: nil) }
        return WorkMeter { _ = TextFile.writeAll(Array($0.utf8), to: STDERR_FILENO) }
    }

    /// Work on so many bars begins.
    package func begin(bars: Int) {
        begin("bars", bars)
        state.withLock { $0.totals.bars += bars }
    }

    /// Files of so many bytes are read from here on.
    package func begin(bytes: Int) { begin("B", bytes) }

    private func begin(_ unit: String, _ all: Int) {
        clear()
        state.withLock {
            ($0.unit, $0.all, $0.done, $0.began) = (unit, all, 0, SystemClock.monotonic.seconds)
        }
    }

    /// A fraction of the work is done; what is less than was told before is left out.
    package func reach(_ fraction: Double) {
        let line = state.withLock { state -> String? in
            state.done = max(state.done, Int(fraction * Double(state.all)))
            return Self.line(&state, hasTerminal: write != nil)
        }
        if let line { write?(line) }
    }

    /// So many more bytes were read.
    package func add(bytes: Int) {
        let line = state.withLock { state -> String? in
            state.done += bytes
            state.totals.bytes += bytes
            return Self.line(&state, hasTerminal: write != nil)
        }
        if let line { write?(line) }
    }

    /// Takes the line away.
    package func clear() {
        let width = state.withLock { state in
            defer { state.width = 0 }
            return state.width
        }
        if width > 0 { write?("\r" + String(repeating: " ", count: width) + "\r") }
    }

    /// What was done since this was made.
    package var totals: Totals { state.withLock { $0.totals } }

    /// What is to be shown now: nothing in the first second, and then ten times a second.
    private static func line(_ state: inout State, hasTerminal: Bool) -> String? {
        guard hasTerminal else { return nil }
        let now = SystemClock.monotonic.seconds
        guard now - state.began > 1, now - state.lastShown > 0.1 else { return nil }
        state.lastShown = now
        let text = Self.text(
            unit: state.unit, done: state.done, of: state.all, seconds: now - state.began)
        // What is left of a longer line is painted over.
        let padded = TextWidth.padded(right: text, to: state.width)
        state.width = text.count
        return "\r" + padded
    }

    /// `45 %  1.20M bars/s  12s left`.
    static func text(unit: String, done: Int, of all: Int, seconds: Double) -> String {
        let rate = "\(NumberText.short(Double(done) / seconds))\(unit == "B" ? "" : " ")\(unit)/s"
        guard all > 0 else { return "\(NumberText.short(Double(done)))\(unit)  \(rate)" }
        let fraction = min(1, Double(done) / Double(all))
        let percent = "\(Int(fraction * 100)) %  \(rate)"
        guard fraction > 0 else { return percent }
        let left = Int64(((1 / fraction - 1) * seconds).rounded(.up)) * 1000
        return percent + "  \(NumberText.duration(milliseconds: left)) left"
    }
}

extension WorkMeter {
    /// The files that a word means: those that fit a pattern, or the word itself.
    private static func paths(of word: String) throws(DataError) -> [String] {
        guard word.contains(where: { "*?[".contains($0) }), access(word, F_OK) != 0 else { return [word] }
        let found: [String]
        do { found = try FilePattern(word).paths() } catch {
            throw DataError(.limit, file: word, error.message)
        }
        guard !found.isEmpty else { throw DataError(.inputMissing, file: word, "no file fits this pattern") }
        return found
    }

    /// Market data of files and folders, read as long as it is wanted.
    ///
    /// - Parameters:
    ///   - paths: files and folders that make one dataset.
    ///   - options: what is said of them.
    ///   - shouldContinue: asked on any thread: false ends the reading.
    /// - Returns: the data.
    /// - Throws: `DataError`, `.interrupted` where it was ended.
    package func load(
        _ paths: [String], options: ReadOptions = ReadOptions(),
        shouldContinue: @escaping @Sendable () -> Bool
    ) throws(DataError) -> Dataset {
        let (paths, rows) = try begin(paths)
        defer { clear() }
        return try MarketData.load(paths, options: options, rows: rows) { [self] bytes in
            add(bytes: bytes)
            return shouldContinue()
        }
    }

    /// What files and folders are, without wanting bars of them.
    ///
    /// - Throws: `DataError`, `.interrupted` where it was ended.
    package func survey(
        _ paths: [String], options: ReadOptions, shouldContinue: @escaping @Sendable () -> Bool
    ) throws(DataError) -> MarketData.Survey {
        let (paths, rows) = try begin(paths)
        defer { clear() }
        return try MarketData.survey(paths, options: options, rows: rows) { [self] bytes in
            add(bytes: bytes)
            return shouldContinue()
        }
    }

    private func begin(_ words: [String]) throws(DataError) -> (paths: [String], rows: Int) {
        var paths: [String] = []
        for word in words { paths += try Self.paths(of: word) }
        begin(bytes: paths.reduce(0) { $0 + MarketData.bytes(of: $1) })
        return (paths, try RowBudget.limit(getenv(RowBudget.variable).map { String(cString: $0) }))
    }
}
