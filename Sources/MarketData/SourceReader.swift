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
        let names = try FileSystem.names(in: path)
        for name in names {
            let file = "\(root)/\(name)"
            // A folder within is somebody else's business.
            guard try FileSystem.entry(file) == .file else { continue }
            if SourceReader.endings.contains(where: { name.lowercased().hasSuffix($0) }) {
                try readFile(file, into: &result)
            } else if name.hasSuffix(Checksum.ending),
                names.contains(String(name.dropLast(Checksum.ending.count)))
            {
                // It was read with the file that it belongs to.
                continue
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
        try Checksum.verify(path, limits: limits)
        let stream = try FileStream(path, limits: limits)
        let head = try stream.head(4)
        if ZipDirectory.matches(head) {
            let bytes = try Bytes.all(of: stream, file: path)
            let zip = try Zip(bytes, file: path, limits: limits)
            for member in zip.directory.members {
                let file = "\(path)/\(member.name)"
                if member.name.lowercased().hasSuffix(".csv") {
                    let contents = MemoryStream(try zip.contents(of: member))
                    try readText(contents, file: file, into: &result)
                } else {
                    result.unused.append((file, "not a CSV file by its name"))
                }
            }
        } else if Gzip.matches(head) {
            let bytes = try Bytes.all(of: stream, file: path)
            let contents = MemoryStream(try Gzip.expand(bytes, file: path, limits: limits))
            try readText(contents, file: path, into: &result)
        } else {
            try readText(stream, file: path, into: &result)
        }
    }

    private func readText(
        _ stream: any ByteStream, file: String, into result: inout Result
    ) throws(DataError) {
        let pieces = try TextPieces(stream, file: file)
        let room = try pieces.makeRoom()
        guard let first = try pieces.next(into: room) else {
            throw DataError(
                .badInput, file: file,
                pieces.hasBlankLines ? "file holds blank lines only" : "file is empty (0 bytes)")
        }
        let start = try TextEncoding.start(of: first.bytes, file: file)
        switch try read(pieces, first, from: start, file) {
        case .table(let table): result.tables.append(table)
        case .unknown(let reason): result.unused.append((file, reason))
        }
    }

    private func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, _ file: String
    ) throws(DataError) -> CSVReader.Outcome {
        let text = first.bytes.raw[start...]
        if text.allSatisfy({ $0 == 10 || $0 == 13 }) {
            throw DataError(.badInput, file: file, "file holds blank lines only")
        }
        let mark = text.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard mark == UInt8(ascii: "{") || mark == UInt8(ascii: "[") else {
            return try CSVReader.read(pieces, first, from: start, limits: limits)
        }
        try pieces.addRest(to: first.bytes)
        try TextEncoding.check(first.bytes.raw, offset: 0, file: file)
        return try KlinesJSON.read(first.bytes, from: start, file: file, limits: limits)
    }
}
