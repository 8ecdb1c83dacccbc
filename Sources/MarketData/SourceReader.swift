/// Finds the files behind a path, unpacks them and reads each by its contents.
struct SourceReader {
    /// Bounds for everything that is read.
    let limits: Limits

    /// What was read.
    struct Result {
        /// The path that was asked for.
        let path: String
        /// The tables in name order.
        var tables: [Table] = []
        /// Files that are none of the known kinds: path and reason.
        var unused: [(file: String, reason: String)] = []
    }

    /// Reads a file or every data file of a folder.
    ///
    /// - Throws: ``DataError``; a single file of no known kind is an error, in a folder it is only listed.
    func read(_ path: String) throws(DataError) -> Result {
        var result = Result(path: path)
        guard try FileSystem.entry(path) == .folder else {
            try readFile(path, into: &result)
            guard !result.tables.isEmpty else {
                let reason = result.unused.first?.reason ?? "no CSV file in the archive"
                throw DataError(
                    .badInput, file: path, "not a known layout: \(reason)", hint: SourceReader.known)
            }
            return result
        }
        let root = path.hasSuffix("/") ? String(path.dropLast()) : path
        for name in try FileSystem.names(in: path) {
            let file = "\(root)/\(name)"
            // A folder within is somebody else's business.
            guard try FileSystem.entry(file) == .file else { continue }
            if SourceReader.endings.contains(where: { name.lowercased().hasSuffix($0) }) {
                try readFile(file, into: &result)
            } else {
                result.unused.append((file, "not a data file by its name"))
            }
        }
        return result
    }

    private static let endings = [".csv", ".csv.gz", ".zip", ".json"]
    private static let known =
        "bars need time,open,high,low,close; metrics create_time,sum_open_interest; funding calc_time,last_funding_rate"

    private func readFile(_ path: String, into result: inout Result) throws(DataError) {
        let bytes = try FileSystem.read(path, limits: limits)
        if ZipDirectory.matches(bytes) {
            let zip = try Zip(bytes, file: path, limits: limits)
            for member in zip.directory.members {
                let file = "\(path)/\(member.name)"
                if member.name.lowercased().hasSuffix(".csv") {
                    try readText(zip.contents(of: member), file: file, into: &result)
                } else {
                    result.unused.append((file, "not a CSV file by its name"))
                }
            }
        } else if Gzip.matches(bytes) {
            try readText(Gzip.expand(bytes, file: path, limits: limits), file: path, into: &result)
        } else {
            try readText(bytes, file: path, into: &result)
        }
    }

    private func readText(_ bytes: Bytes, file: String, into result: inout Result) throws(DataError) {
        let start = try TextEncoding.start(of: bytes, file: file)
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        let first = scanner.peek()
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let outcome =
            isJSON
            ? try KlinesJSON.read(bytes, from: start, file: file, limits: limits)
            : try CSVReader.read(bytes, from: start, file: file, limits: limits)
        switch outcome {
        case .table(let table): result.tables.append(table)
        case .unknown(let reason): result.unused.append((file, reason))
        }
    }
}
