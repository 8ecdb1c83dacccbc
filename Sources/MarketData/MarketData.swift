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

    /// What is in a file or folder, also where it holds no bars: metrics or funding rates alone.
    ///
    /// - Throws: ``DataError`` by the same rules as ``load(_:)``.
    package static func inspect(_ path: String) throws(DataError) -> DataReport {
        let sources = try SourceReader(limits: Limits(), threads: Threads.count).read(path)
        if sources.tables.contains(where: { $0.layout.kind == .bars || $0.layout.kind == .klines }) {
            return try Assembly(sources).dataset().report
        }
        return try Assembly(sources).reportWithoutBars()
    }

    /// ``load(_:)`` under other limits, and on a given number of threads, which changes no result.
    package static func load(
        _ path: String, limits: Limits, threads: Int? = nil
    ) throws(DataError) -> Dataset {
        try Assembly(SourceReader(limits: limits, threads: threads ?? Threads.count).read(path)).dataset()
    }
}
