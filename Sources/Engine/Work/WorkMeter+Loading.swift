import Glibc
package import MarketData

extension WorkMeter {
    /// Market data of a file or folder, read as long as it is wanted.
    ///
    /// - Parameters:
    ///   - path: a file or folder.
    ///   - shouldContinue: asked on any thread: false ends the reading.
    /// - Returns: the data.
    /// - Throws: `DataError`, `.interrupted` where it was ended.
    package func load(
        _ path: String, shouldContinue: @escaping @Sendable () -> Bool
    ) throws(DataError) -> Dataset {
        begin(bytes: MarketData.bytes(of: path))
        defer { clear() }
        let rows = try RowBudget.limit(getenv(RowBudget.variable).map { String(cString: $0) })
        return try MarketData.load(path, rows: rows) { [self] bytes in
            add(bytes: bytes)
            return shouldContinue()
        }
    }
}
