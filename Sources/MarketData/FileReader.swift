/// Unpacks one file and reads what is in it by its contents.
struct FileReader {
    /// Bounds for everything that is read.
    let limits: Limits
    /// How many threads may read a text.
    let threads: Int
    /// Where the trades of a file go.
    let sink: () -> any TradeSink

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for everything that is wrong with it but its kind.
    func read(_ path: String) throws(DataError) -> SourceReader.Result {
        var result = SourceReader.Result(path: path)
        try Checksum.verify(path, limits: limits)
        let stream = try FileStream(path, limits: limits)
        let head = try stream.bytes(4)
        if ZipDirectory.matches(head) {
            let bytes = try Bytes.all(of: stream, file: path)
            let zip = try Zip(bytes, file: path, limits: limits)
            for member in zip.directory.members {
                let file = "\(path)/\(member.name)"
                if member.name.lowercased().hasSuffix(".csv") {
                    try readText(zip.contents(of: member), file: file, into: &result)
                } else {
                    result.unused.append((file, "not a CSV file by its name"))
                }
            }
        } else if Gzip.matches(head) {
            let contents = try Gzip.contents(of: stream, file: path, limits: limits)
            try readText(contents, file: path, into: &result)
        } else if ZstdStream.matches(head) {
            try readText(ZstdStream(stream, file: path, limits: limits), file: path, into: &result)
        } else {
            try readText(stream, file: path, into: &result)
        }
        return result
    }

    private func readText(
        _ stream: any ByteStream, file: String, into result: inout SourceReader.Result
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
        guard JSONReader.matches(text) else {
            return try CSVReader.read(
                pieces, first, from: start, limits: limits, threads: threads, sink: sink)
        }
        return try JSONReader.read(pieces, first, from: start, limits: limits)
    }
}
