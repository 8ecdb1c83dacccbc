import PlainText

/// Finds the files behind a path, unpacks them and reads each by its contents.
struct SourceReader {
    /// Bounds for everything that is read.
    let limits: Limits
    /// Counts the rows of all files.
    let budget: RowBudget
    /// What is said of the files.
    let options: ReadOptions
    /// The largest number of threads; the result is the same for any number.
    let threads: Int
    /// Makes what takes the trades of a file.
    let sink: () -> TradeBars

    /// The tables that were read, and the files that were not used.
    struct Result {
        /// The path that was asked for.
        let path: String
        /// The tables in name order.
        var tables: [Table] = []
        /// Files that are none of the known kinds: path and reason.
        var unused: [(file: String, reason: String)] = []

        /// What there is to say of how they were read.
        var notes: [String] = []
        /// What was left alone on purpose, of which only a check speaks: path and reason.
        var passedOver: [(file: String, reason: String)] = []

        /// Adds what was read of one of several files.
        mutating func add(_ part: Result) {
            passedOver += part.passedOver
            notes += part.notes
            tables += part.tables
            unused += part.unused
        }
    }

    /// Reads files and every data file of folders, as one.
    ///
    /// - Parameter paths: at least one.
    /// - Returns: the tables, and the files that were not used.
    /// - Throws: ``DataError``; a file of no known kind is an error, in a folder it is only listed.
    func read(_ paths: [String]) throws(DataError) -> Result {
        var result = Result(path: paths.joined(separator: ", "))
        for path in paths {
            guard let source = try SourceFile.beside(path, limits: limits) else {
                result.add(try readPath(path))
                continue
            }
            var part = try with(options.over(source.options)).readPath(path)
            try checkNames(part, source.options) { "\($0) of \(Echo.name(source.path))" }
            part.notes.append("\(Echo.name(source.path)) says how the data beside it is read")
            result.add(part)
        }
        return try checked(result)
    }

    private func readPath(_ path: String) throws(DataError) -> Result {
        let isFolder = try FileSystem.entry(Pipe.path(path)) == .folder
        // What was named is wanted: it is not passed over like a file of a folder.
        return try isFolder ? readFolder(path, depth: 0) : readFile(path)
    }

    private func with(_ options: ReadOptions) -> SourceReader {
        SourceReader(limits: limits, budget: budget, options: options, threads: threads, sink: sink)
    }

    /// Reads a file that has to be of a known kind.
    private func readFile(_ path: String) throws(DataError) -> Result {
        let reader = FileReader(
            limits: limits, budget: budget, options: options, threads: threads, sink: sink)
        let result = try reader.read(Pipe.path(path))
        guard !result.tables.isEmpty else {
            let reason = result.unused.first?.reason ?? "no CSV file in the archive"
            throw DataError(
                .badInput, file: path, "not a known layout: \(reason)", hint: SourceReader.known)
        }
        return result
    }

    /// Leaves out files that hold nothing of what was asked for, and refuses what was said of columns that no file has.
    private func checked(_ found: Result) throws(DataError) -> Result {
        var result = found
        result.tables = found.tables.filter { $0.absent == nil }
        for table in found.tables {
            guard let absent = table.absent else { continue }
            if result.tables.isEmpty { throw absent }
            result.unused.append((table.file, absent.message))
        }
        try checkNames(found, options) { "--\($0)" }
        return result
    }

    /// Refuses columns that were named and that no file has.
    private func checkNames(
        _ found: Result, _ options: ReadOptions, _ label: (String) -> String
    ) throws(DataError) {
        let names = Set(found.tables.flatMap { $0.fileColumns.map { $0.lowercased() } })
        let named = options.columns.sorted { $0.key < $1.key }.map {
            ("columns \($0.key)=\($0.value)", $0.value)
        }
        let chosen = options.rows.sorted { $0.key < $1.key }.map { ("where \($0.key)=\($0.value)", $0.key) }
        for (option, column) in named + chosen
        where !found.tables.isEmpty && Int(column) == nil && !names.contains(column.lowercased()) {
            throw DataError(
                .badInput, file: found.path,
                "no file has a column '\(Echo.plain(column.utf8))' (\(label(option)))",
                hint: Spelling.hint(for: column.lowercased(), among: names.sorted())
                    ?? "there are \(names.sorted().prefix(20).joined(separator: ", "))")
        }
    }

    /// Reads a folder. Folders within are read where they are named after a kind of data, as the exchange's archive names
    /// them; where a folder holds no data itself, all of them.
    private func readFolder(_ path: String, depth: Int) throws(DataError) -> Result {
        let root = path.hasSuffix("/") ? String(path.dropLast()) : path
        let names = try FileSystem.names(in: path)
        let all = Set(names)
        var files: [(path: String, looks: FileReader.Likelihood)] = []
        var broken: [(file: String, reason: String)] = []
        var passedOver: [(file: String, reason: String)] = []
        var folders: [String] = []
        func likelihood(_ name: String) -> FileReader.Likelihood {
            func ends(_ endings: [String]) -> Bool { endings.contains { name.lowercased().hasSuffix($0) } }
            return ends(SourceReader.endings) ? .data : ends(SourceReader.unclearEndings) ? .maybe : .other
        }
        for name in names {
            let file = "\(root)/\(name)"
            // A checksum is read with the file that it belongs to.
            let isChecksum =
                name.hasSuffix(Checksum.ending)
                && all.contains(String(name.dropLast(Checksum.ending.count)))
            if isChecksum { continue }
            if name == SourceReader.manifest {
                passedOver.append((file, "the list of what was fetched"))
                continue
            }
            if name == SourceFile.name {
                if depth > 0 { broken.append((file, "only the one in the folder that is named is heard")) }
                continue
            }
            if let why = FileSystem.brokenLink(file) {
                broken.append((file, why))
                continue
            }
            switch try FileSystem.entry(file) {
            case .file: files.append((file, likelihood(name)))
            case .folder: folders.append(name)
            // Nobody may ever write into it.
            case .pipe: broken.append((file, "a pipe: name it to have it read"))
            }
        }
        let holdsData = files.contains { $0.looks == .data }
        for name in folders where holdsData && !SourceReader.kinds.contains(name) {
            passedOver.append(
                (
                    "\(root)/\(name)",
                    "a folder beside data: name it as well, or after a kind of data such as metrics"
                ))
        }
        folders = folders.filter { !holdsData || SourceReader.kinds.contains($0) }
        // Several files are read side by side, a single one by all threads.
        let isAlone = files.count { $0.looks != .other } == 1
        let reader = FileReader(
            limits: limits, budget: budget, options: options, threads: isAlone ? threads : 1, sink: sink)
        let parts = InOrder<Result>(count: files.count) { (index) throws(DataError) in
            try reader.read(files[index].path, as: files[index].looks)
        }
        var result = Result(path: path)
        for part in try parts.run(threads: isAlone ? 1 : threads) { result.add(part) }
        result.unused += broken
        result.passedOver = passedOver
        for name in folders {
            guard depth < SourceReader.deepest else {
                result.unused.append(("\(root)/\(name)", "deeper than \(SourceReader.deepest) folders"))
                continue
            }
            result.add(try readFolder("\(root)/\(name)", depth: depth + 1))
        }
        return result
    }

    private static let endings = [
        ".csv", ".csv.gz", ".csv.zst", ".zip", ".json", ".jsonl", ".ndjson", ".parquet",
        ".tsv", ".tsv.gz", ".pq",
    ]
    /// What recorders, and others, write too: such files are read where their first line is one of data.
    private static let unclearEndings = [".gz", ".zst", ".txt"]
    /// Folders that are read beside the data of the one that holds them.
    private static let kinds: Set = [
        "klines", "metrics", "fundingRate", "liquidationSnapshot", "markPriceKlines", "indexPriceKlines",
        "liquidations",
        "funding", "openInterest", "open_interest",
    ]
    /// What `liq get` keeps beside what it fetches.
    private static let manifest = "manifest.json"
    /// How deep folders lie in one another at most.
    private static let deepest = 8
    private static let known =
        "bars need time, open, high, low, close; --columns open=NAME says what a column is called; docs/data.md has the layouts"
}

/// Unpacks one file and reads what is in it by its contents.
struct FileReader {
    /// Bounds for everything that is read.
    let limits: Limits
    /// Counts the rows of all files.
    let budget: RowBudget
    /// What is said of the file.
    let options: ReadOptions
    /// The largest number of threads that read a text.
    let threads: Int
    /// Makes the sink that takes the trades of a file.
    let sink: () -> TradeBars

    /// How likely a file of a folder is data, by its name.
    enum Likelihood {
        /// It is called so.
        case data
        /// Its first line has to tell.
        case maybe
        /// It is something else.
        case other
    }

    /// Reads a file of a folder as far as it is data.
    ///
    /// - Throws: as ``read(_:)``.
    func read(_ path: String, as looks: Likelihood) throws(DataError) -> SourceReader.Result {
        switch looks {
        case .data: return try read(path)
        case .maybe where begins(path): return try read(path)
        case .maybe:
            return SourceReader.Result(
                path: path, unused: [(path, "not a data file by its name, nor by its first line")])
        case .other:
            return SourceReader.Result(path: path, unused: [(path, "not a data file by its name")])
        }
    }

    /// Whether a file begins with a message of a stream, or with the header of a known layout.
    private func begins(_ path: String) -> Bool {
        do throws(DataError) {
            let stream = try FileStream(path, limits: limits)
            let head = try stream.bytes(OtherFormats.headLength)
            var text: any ByteStream = stream
            if Gzip.matches(head) { text = try Gzip.beginning(of: stream, file: path, limits: limits) }
            if ZstdStream.matches(head) { text = try ZstdStream(stream, file: path, limits: limits) }
            let pieces = try TextPieces(text, file: path, limits: limits)
            guard let first = try pieces.next(into: pieces.makeRoom()) else { return false }
            let start = try TextEncoding.start(of: first.bytes, file: path)
            if FrameReader.matches(first.bytes.raw[start...]) { return true }
            return try Header(pieces, first, from: start, limits, options).layout != nil
        } catch {
            return false
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for everything that is wrong with it but its kind, and for a file that changed while it
    ///   was read.
    func read(_ path: String) throws(DataError) -> SourceReader.Result {
        let stream = try FileStream(path, limits: limits)
        let outcome: Swift.Result<SourceReader.Result, DataError>
        do throws(DataError) { outcome = .success(try read(stream, path)) } catch {
            outcome = .failure(error)
        }
        // A row that was cut short by a change is not wrong in itself: the change is the better answer.
        if case .failure(let error) = outcome, error.code != .badInput { throw error }
        if let error = stream.changed() { throw error }
        return try outcome.get()
    }

    private func read(_ stream: FileStream, _ path: String) throws(DataError) -> SourceReader.Result {
        var result = SourceReader.Result(path: path)
        try Checksum.verify(path, limits: limits)
        let head = try stream.bytes(OtherFormats.headLength)
        if ParquetReader.matches(head) {
            let reader = try ParquetReader(
                stream, file: path, limits: limits, budget: budget, options: options, threads: threads)
            switch try reader.read() {
            case .table(let table): result.tables.append(table)
            case .unknown(let reason): result.unused.append((path, reason))
            }
            return result
        }
        if let error = OtherFormats.refusal(head, file: path) { throw error }
        if ZipDirectory.matches(head) {
            let bytes = try Bytes.all(of: stream, file: path)
            let zip = try Zip(bytes, file: path, limits: limits)
            if let error = OtherFormats.refusal(zip.directory.members, file: path) { throw error }
            for member in zip.directory.members where !OtherFormats.isSystemFile(member.name) {
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
        let pieces = try TextPieces(stream, file: file, limits: limits)
        let room = try pieces.makeRoom()
        guard let first = try pieces.next(into: room) else {
            throw DataError(
                .badInput, file: file,
                pieces.hasBlankLines ? "file holds blank lines only" : "file is empty (0 bytes)")
        }
        if let error = OtherFormats.refusal(first.bytes.raw.prefix(OtherFormats.headLength), file: file) {
            throw error
        }
        let start = try TextEncoding.start(of: first.bytes, file: file)
        if FrameReader.matches(first.bytes.raw[start...]) {
            let tables = try FrameReader.read(
                pieces, first, from: start, limits: limits, budget: budget, options: options, sink: sink)
            result.tables += tables
            if tables.isEmpty {
                result.unused.append((file, "messages of a stream, but none of trades or liquidations"))
            }
            return
        }
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
                pieces, first, from: start, limits: limits, budget: budget, threads: threads,
                options: options,
                sink: sink)
        }
        return try JSONReader.read(
            pieces, first, from: start, limits: limits, budget: budget, options: options, sink: sink)
    }
}
