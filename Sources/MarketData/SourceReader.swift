/// Finds the files behind a path, unpacks them and reads each by its contents.
struct SourceReader {
    /// Bounds for everything that is read.
    let limits: Limits
    /// How many threads may take part; the result is the same for any number.
    let threads: Int
    /// Whether a file is only begun when the one before it is done.
    let areFilesInOrder: Bool
    /// Makes what takes the trades of a file.
    let sink: () -> any TradeSink

    /// What was read.
    struct Result {
        /// The path that was asked for.
        let path: String
        /// The tables in name order.
        var tables: [Table] = []
        /// Files that are none of the known kinds: path and reason.
        var unused: [(file: String, reason: String)] = []

        /// Adds what was read of one of several files.
        mutating func add(_ part: Result) {
            tables += part.tables
            unused += part.unused
        }
    }

    /// Reads a file or every data file of a folder.
    ///
    /// - Throws: ``DataError``; a single file of no known kind is an error, in a folder it is only listed.
    func read(_ path: String) throws(DataError) -> Result {
        guard try FileSystem.entry(path) == .folder else {
            let result = try FileReader(limits: limits, threads: threads, sink: sink).read(path)
            guard !result.tables.isEmpty else {
                let reason = result.unused.first?.reason ?? "no CSV file in the archive"
                throw DataError(
                    .badInput, file: path, "not a known layout: \(reason)", hint: SourceReader.known)
            }
            return result
        }
        return try readFolder(path)
    }

    private func readFolder(_ path: String) throws(DataError) -> Result {
        let root = path.hasSuffix("/") ? String(path.dropLast()) : path
        let names = try FileSystem.names(in: path)
        let all = Set(names)
        var files: [(path: String, isData: Bool, isMark: Bool)] = []
        func isData(_ name: String) -> Bool {
            SourceReader.endings.contains { name.lowercased().hasSuffix($0) }
        }
        for name in names {
            let file = "\(root)/\(name)"
            // A checksum is read with the file that it belongs to; a folder within is somebody else's business, but
            // for the one below.
            let isChecksum =
                name.hasSuffix(Checksum.ending)
                && all.contains(String(name.dropLast(Checksum.ending.count)))
            guard !isChecksum, try FileSystem.entry(file) == .file else { continue }
            files.append((file, isData(name), false))
        }
        let marks = "\(root)/\(MarkPrices.folder)"
        if all.contains(MarkPrices.folder), try FileSystem.entry(marks) == .folder {
            for name in try FileSystem.names(in: marks) where isData(name) {
                files.append(("\(marks)/\(name)", true, true))
            }
        }
        // Several files are read side by side, a single one by all threads.
        let isAlone = areFilesInOrder || files.count { $0.isData } == 1
        let reader = FileReader(limits: limits, threads: isAlone ? threads : 1, sink: sink)
        let parts = InOrder<Result>(count: files.count) { (index) throws(DataError) in
            if files[index].isData {
                let result = try reader.read(files[index].path)
                return files[index].isMark ? try MarkPrices.of(result) : result
            }
            return Result(
                path: path, unused: [(files[index].path, "not a data file by its name")])
        }
        var result = Result(path: path)
        for part in try parts.run(threads: isAlone ? 1 : threads) { result.add(part) }
        return result
    }

    private static let endings = [".csv", ".csv.gz", ".csv.zst", ".zip", ".json", ".jsonl", ".ndjson"]
    private static let known =
        "bars need time,open,high,low,close; metrics create_time,sum_open_interest; funding calc_time,last_funding_rate"
}
