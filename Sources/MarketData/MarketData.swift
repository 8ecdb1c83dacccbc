/// Reads market data files.
public enum MarketData {
    /// The bars of a file or of all files of one symbol in a folder.
    ///
    /// A file is CSV, gzip of CSV, a zip archive of CSV files, or JSON klines; what it holds is decided by its
    /// contents. A folder is not searched deeper. Klines, metrics and funding rates are joined by time.
    /// - Parameter path: a file or a folder; nothing is written anywhere.
    /// - Returns: the series, its symbol and interval, and what was found.
    /// - Throws: ``DataError``.
    /// - Complexity: O(bytes) for files in time order. CSV is never in memory as a whole, archive members are.
    public static func load(_ path: String) throws(DataError) -> Dataset {
        try load(path, limits: Limits())
    }

    /// ``load(_:)`` that can be ended.
    ///
    /// - Parameters:
    ///   - path: as there.
    ///   - rows: how many may be kept in memory.
    ///   - shouldContinue: called with the number of bytes just read, on any thread; false ends the reading.
    /// - Returns: as there.
    /// - Throws: ``DataError``, `.interrupted` where it was ended.
    package static func load(
        _ path: String, rows: Int = RowBudget.usual, shouldContinue: @escaping @Sendable (Int) -> Bool
    ) throws(DataError) -> Dataset {
        var limits = Limits()
        limits.rows = rows
        limits.shouldContinue = shouldContinue
        return try load(path, limits: limits)
    }

    /// The approximate number of bytes to read at a path: those of the file, or of the files of the folder; 0
    /// where there is nothing.
    package static func bytes(of path: String) -> Int {
        guard (try? FileSystem.entry(path)) == .folder, let names = try? FileSystem.names(in: path) else {
            return FileSystem.bytes(of: path)
        }
        return names.reduce(0) { $0 + FileSystem.bytes(of: "\(path)/\($1)") }
    }

    /// ``load(_:)`` under other limits, on a given number of threads, which changes no result, and with bars of another
    /// length where they are made of trades.
    ///
    /// - Precondition: `tradeBars` is above zero.
    package static func load(
        _ path: String, limits: Limits, threads: Int? = nil, tradeBars: Int64 = 60_000
    ) throws(DataError) -> Dataset {
        try Assembly(reader(limits, threads, tradeBars).read(path), now: limits.now()).dataset()
    }

    private static func reader(_ limits: Limits, _ threads: Int?, _ tradeBars: Int64) -> SourceReader {
        SourceReader(
            limits: limits, budget: RowBudget(limits.rows), threads: threads ?? Threads.count,
            sink: { TradeBars(interval: tradeBars) })
    }
}
