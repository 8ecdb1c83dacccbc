/// Reads market data files.
public enum MarketData {
    /// The bars of a file or of all files of one symbol in a folder.
    ///
    /// Which files are read, how a folder is searched and how rows are joined: docs/data.md.
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
    ///   - paths: as there, several make one dataset; `-` is standard input.
    ///   - options: what is said of the files.
    ///   - rows: how many may be kept in memory.
    ///   - shouldContinue: called with the number of bytes just read, on any thread; false ends the reading.
    /// - Returns: as there.
    /// - Throws: ``DataError``, `.interrupted` where it was ended.
    package static func load(
        _ paths: [String], options: ReadOptions = ReadOptions(), rows: Int = RowBudget.usual,
        shouldContinue: @escaping @Sendable (Int) -> Bool
    ) throws(DataError) -> Dataset {
        var limits = Limits()
        limits.rows = rows
        limits.shouldContinue = shouldContinue
        return try load(paths, limits: limits, options: options)
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
        _ path: String, limits: Limits, options: ReadOptions = ReadOptions(), threads: Int? = nil,
        tradeBars: Int64 = 60_000
    ) throws(DataError) -> Dataset {
        try load([path], limits: limits, options: options, threads: threads, tradeBars: tradeBars)
    }

    /// What files are, and whether they make one dataset.
    package struct Survey: Sendable {
        /// The files that were read.
        package let sources: [DataReport.Source]
        /// Files that were not used: path and reason.
        package let unused: [(file: String, reason: String)]
        /// The dataset that they make, or why they make none.
        package let outcome: Result<Dataset, DataError>
    }

    /// Looks at files without wanting bars of them.
    ///
    /// - Throws: ``DataError`` where a file cannot be read at all.
    package static func survey(
        _ paths: [String], options: ReadOptions = ReadOptions(), rows: Int = RowBudget.usual,
        shouldContinue: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) throws(DataError) -> Survey {
        var limits = Limits()
        limits.rows = rows
        limits.shouldContinue = shouldContinue
        let found = try reader(limits, options).read(paths)
        let assembly = Assembly(found, now: limits.now())
        let outcome: Result<Dataset, DataError>
        do throws(DataError) { outcome = .success(try assembly.dataset()) } catch {
            outcome = .failure(error)
        }
        return Survey(
            sources: assembly.baseReport().sources, unused: found.unused + found.passedOver,
            outcome: outcome)
    }

    private static func load(
        _ paths: [String], limits: Limits, options: ReadOptions, threads: Int? = nil,
        tradeBars: Int64 = 60_000
    ) throws(DataError) -> Dataset {
        let reader = reader(limits, options, threads: threads, tradeBars: tradeBars)
        return try Assembly(reader.read(paths), now: limits.now()).dataset()
    }

    private static func reader(
        _ limits: Limits, _ options: ReadOptions, threads: Int? = nil, tradeBars: Int64 = 60_000
    ) -> SourceReader {
        SourceReader(
            limits: limits, budget: RowBudget(limits.rows), options: options,
            threads: threads ?? Threads.count, sink: { TradeBars(interval: tradeBars) })
    }
}
