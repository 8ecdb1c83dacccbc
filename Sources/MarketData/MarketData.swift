/// Reads market data files.
package enum MarketData {
    /// The bars of a file or of all files of one symbol in a folder.
    ///
    /// A file is CSV, gzip of CSV, a zip archive of CSV files, or JSON klines; what it holds is decided by its
    /// contents. A folder is not searched deeper. Klines, metrics and funding rates are joined by time.
    /// - Parameter path: a file or a folder; nothing is written anywhere.
    /// - Returns: the series, its symbol and interval, and what was found.
    /// - Throws: ``DataError``.
    /// - Complexity: O(bytes) for files in time order. CSV is never in memory as a whole, archive members are.
    package static func load(_ path: String) throws(DataError) -> Dataset {
        try load(path, limits: Limits())
    }

    /// ``load(_:)`` that can be ended.
    ///
    /// - Parameters:
    ///   - path: as there.
    ///   - shouldContinue: told of bytes as they come, on any thread: false ends the reading.
    /// - Returns: as there.
    /// - Throws: ``DataError``, `.interrupted` where it was ended.
    package static func load(
        _ path: String, shouldContinue: @escaping @Sendable (Int) -> Bool
    ) throws(DataError) -> Dataset {
        var limits = Limits()
        limits.shouldContinue = shouldContinue
        return try load(path, limits: limits)
    }

    /// About how many bytes there are to read behind a path: those of the file, or of the files of the folder; 0
    /// where there is nothing.
    package static func bytes(of path: String) -> Int {
        guard (try? FileSystem.entry(path)) == .folder, let names = try? FileSystem.names(in: path) else {
            return FileSystem.bytes(of: path)
        }
        return names.reduce(0) { $0 + FileSystem.bytes(of: "\(path)/\($1)") }
    }

    /// What is in a file or folder, also where it holds no bars: metrics or funding rates alone.
    ///
    /// - Throws: ``DataError`` by the same rules as ``load(_:)``.
    package static func inspect(_ path: String) throws(DataError) -> DataReport {
        let sources = try reader(Limits(), nil, TradeBars.minute).read(path)
        if sources.tables.contains(where: { $0.layout.kind.isBars }) {
            return try Assembly(sources).dataset().report
        }
        return try Assembly(sources).reportWithoutBars()
    }

    /// ``load(_:)`` under other limits, on a given number of threads, which changes no result, and with bars of another
    /// length where they are made of trades.
    ///
    /// - Precondition: `tradeBars` is above zero.
    package static func load(
        _ path: String, limits: Limits, threads: Int? = nil, tradeBars: Int64 = 60_000
    ) throws(DataError) -> Dataset {
        try Assembly(reader(limits, threads, tradeBars).read(path)).dataset()
    }

    /// Reads the trades of a file, or of all files of a folder in the order of their names, and keeps none.
    ///
    /// - Parameters:
    ///   - path: aggregated trades or trades as the exchange publishes them; nothing is written anywhere.
    ///   - limits: of lines and fields.
    ///   - threads: how many may take part, which changes no result; one a processor where nobody says.
    ///   - body: takes the trades in the order of the files, on any one thread at a time. It has seen the rows before
    ///     a bad one when that is thrown.
    /// - Returns: how many trades there were.
    /// - Throws: ``DataError`` by the same rules as ``load(_:)``, and where there are no trades.
    /// - Complexity: O(bytes), in memory that does not depend on how many trades there are.
    package static func trades(
        _ path: String, limits: Limits = Limits(), threads: Int? = nil, _ body: @escaping (TradeChunk) -> Void
    ) throws(DataError) -> Int {
        let reader = SourceReader(
            limits: limits, threads: threads ?? Threads.count, areFilesInOrder: true,
            sink: { TradeListener(body) })
        let counts = try reader.read(path).tables.compactMap(\.trades)
        guard !counts.isEmpty else { throw DataError(.badInput, file: path, "no trades") }
        return counts.reduce(0, +)
    }

    private static func reader(_ limits: Limits, _ threads: Int?, _ tradeBars: Int64) -> SourceReader {
        SourceReader(
            limits: limits, threads: threads ?? Threads.count, areFilesInOrder: false,
            sink: { TradeBars(interval: tradeBars) })
    }
}
