import PlainText

/// Collects texts.
struct TextColumn: ColumnBuilder {
    private let most: Int
    private let scratch: ParquetScratch
    private(set) var texts = ParquetTexts()

    init(limits: ParquetLimits, scratch: ParquetScratch) {
        (most, self.scratch) = (min(limits.textBytes, Int(UInt32.max)), scratch)
    }

    mutating func take(dictionary page: Page) throws(ParquetError) {
        try addPlain(page.values, page.header.count)
        texts.entries = []
    }

    mutating func add(
        _ page: Page, _ levels: Levels, _ values: UnsafeRawBufferPointer
    ) throws(ParquetError) {
        let (count, present, first) = (page.header.count, levels.present, texts.entryCount)
        if page.header.usesDictionary {
            guard texts.entries != nil else { throw PageHeader.lacksDictionary }
            try texts.entries?.append(levels, of: count, empty: 0) { output throws(ParquetError) in
                var indices = try DictionaryIndices(values)
                try indices.read(present, size: first, into: output) { UInt32(truncatingIfNeeded: $0) }
            }
            return
        }
        if present > 0 {
            switch page.header.encoding {
            case Encoding.plain: try addPlain(values, present)
            case Encoding.deltaLength: try addWithLengths(values, present)
            case Encoding.deltaText: try addWithPrefixes(values, present)
            default: throw Encoding.unsupported(page.header.encoding, "its texts")
            }
        }
        if texts.entries != nil {
            // Behind a dictionary that became too large: each text is an entry of its own.
            try texts.entries?.append(levels, of: count, empty: 0) { output throws(ParquetError) in
                for index in 0..<present { output[index] = UInt32(truncatingIfNeeded: first + index) }
            }
        } else if !levels.flags.isEmpty {
            spread(levels.flags, first)
        }
    }

    /// Gives each null an empty text: of the texts behind `first`, each begins where the one before ends.
    private mutating func spread(_ flags: [Bool], _ first: Int) {
        var source = texts.starts.count - 1
        texts.starts.append(contentsOf: repeatElement(0, count: first + flags.count - source))
        for row in flags.indices.reversed() {
            texts.starts[first + row + 1] = texts.starts[source]
            if flags[row] { source -= 1 }
        }
    }

    /// Adds texts that each come behind their length.
    private mutating func addPlain(_ values: UnsafeRawBufferPointer, _ count: Int) throws(ParquetError) {
        // Each takes four bytes at least.
        guard count <= values.count / 4 else { throw short(count, values.count / 4) }
        let room = values.count - 4 * count
        try reserve(count, bytes: room)
        var (position, done, end) = (0, 0, texts.bytes.count)
        texts.bytes.append(contentsOf: repeatElement(0, count: room))
        for _ in 0..<count {
            guard values.count - position >= 4 else { throw short(count, done) }
            let raw = values.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let length = Int(UInt32(littleEndian: raw))
            position += 4
            // Room is left for the lengths that are to come.
            guard length <= values.count - position, end + length <= texts.bytes.count else {
                throw short(count, done)
            }
            copy(values, position, length, to: end)
            (position, end, done) = (position + length, end + length, done + 1)
            texts.starts.append(UInt32(truncatingIfNeeded: end))
        }
        texts.bytes.removeLast(texts.bytes.count - end)
    }

    /// Adds texts whose lengths all come first.
    private mutating func addWithLengths(_ values: UnsafeRawBufferPointer, _ count: Int) throws(ParquetError)
    {
        var reader = DeltaReader(values)
        let lengths = try numbers(&reader, count, scratch.plain)
        let sum = try total(lengths)
        guard sum <= values.count - reader.position else { throw short(count, nil) }
        try reserve(count, bytes: sum)
        texts.bytes.append(contentsOf: values[reader.position..<(reader.position + sum)])
        var end = texts.bytes.count - sum
        for length in lengths {
            end += Int(length)
            texts.starts.append(UInt32(truncatingIfNeeded: end))
        }
    }

    /// Adds texts each of which begins like the one before.
    private mutating func addWithPrefixes(_ values: UnsafeRawBufferPointer, _ count: Int) throws(ParquetError)
    {
        var reader = DeltaReader(values)
        let prefixes = try numbers(&reader, count, scratch.plain)
        let lengths = try numbers(&reader, count, scratch.lengths)
        let (shared, own) = (try total(prefixes), try total(lengths))
        guard own <= values.count - reader.position else { throw short(count, nil) }
        try reserve(count, bytes: shared + own)
        var (position, before) = (reader.position, 0)
        for (prefix, length) in zip(prefixes, lengths) {
            guard Int(prefix) <= before else {
                throw ParquetError(
                    .badInput, "a text shares \(Int(prefix).grouped) bytes with one of \(before.grouped)")
            }
            let start = texts.bytes.count - before
            texts.bytes.append(contentsOf: texts.bytes[start..<(start + Int(prefix))])
            texts.bytes.append(contentsOf: values[position..<(position + Int(length))])
            (position, before) = (position + Int(length), Int(prefix + length))
            texts.starts.append(UInt32(truncatingIfNeeded: texts.bytes.count))
        }
    }

    private func numbers(
        _ reader: inout DeltaReader, _ count: Int, _ memory: Memory
    ) throws(ParquetError) -> UnsafeMutableBufferPointer<Int64> {
        let numbers = memory.take(8 * count).bindMemory(to: Int64.self)
        if let start = numbers.baseAddress { try reader.read(count, into: start) }
        return numbers
    }

    /// The sum of lengths; each is no more than what texts may take together.
    private func total(_ lengths: UnsafeMutableBufferPointer<Int64>) throws(ParquetError) -> Int {
        var sum = 0
        for length in lengths {
            guard length >= 0 else {
                throw ParquetError(.badInput, "a text has a length of \(length), it must not be below zero")
            }
            guard length <= most - sum else { throw tooLarge }
            sum += Int(length)
        }
        return sum
    }

    private mutating func reserve(_ count: Int, bytes: Int) throws(ParquetError) {
        guard bytes <= most - texts.bytes.count else { throw tooLarge }
        // By a factor, so that page after page does not copy all that is there.
        let wanted = texts.starts.count + count
        if wanted > texts.starts.capacity {
            texts.starts.reserveCapacity(max(wanted, 2 * texts.starts.count))
        }
    }

    private var tooLarge: ParquetError {
        ParquetError(
            .limit, "the texts of one row group take more than \(most.grouped) bytes",
            hint: "write the file again with smaller row groups")
    }

    private mutating func copy(_ values: UnsafeRawBufferPointer, _ position: Int, _ length: Int, to end: Int)
    {
        texts.bytes.withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[end..<(end + length)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: values[position..<(position + length)]))
        }
    }

    private func short(_ count: Int, _ found: Int?) -> ParquetError {
        ParquetError(
            .badInput,
            "the page says \(count.grouped) texts, its data hold \(found.map(\.grouped) ?? "fewer")")
    }

    /// The texts, once it is sure that they are texts.
    consuming func finish() throws(ParquetError) -> ParquetTexts {
        let texts = texts
        var bad: Int?
        do {
            _ = try UTF8Span(validating: texts.bytes.span)
            // Whole characters must not be cut by the ends of texts.
            bad = texts.starts.first { start in
                Int(start) < texts.bytes.count && texts.bytes[Int(start)] & 0xC0 == 0x80
            }.map { Int($0) }
        } catch {
            bad = error.byteOffsets.lowerBound
        }
        guard let bad else { return texts }
        let entry = max(0, (texts.starts.firstIndex { $0 > bad } ?? texts.starts.count) - 1)
        let found = texts.bytes[Int(texts.starts[entry])...].prefix(Echo.width)
        throw ParquetError(
            .badInput, "a text is not UTF-8: \(Echo.quoted(found))",
            hint: "the column may hold other things than text")
    }

    /// The numbers that texts stand for as decimals, the highest byte first; NaN for a null.
    consuming func decimals(scale: Int, _ valid: [Bool]?, rows: Int) throws(ParquetError) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(texts.entryCount)
        for (start, end) in zip(texts.starts, texts.starts.dropFirst()) {
            guard end - start <= 16 else {
                throw ParquetError(
                    .unsupported, "a decimal has \(Int(end - start).grouped) bytes, at most 16 are read",
                    hint: Compression.advice)
            }
            values.append(
                texts.bytes[Int(start)..<Int(end)].withUnsafeBytes { DecimalNumber.number($0, scale: scale) })
        }
        return (0..<rows).map { row in
            valid.map { !$0[row] } ?? false ? .nan : values[texts.entry(of: row)]
        }
    }
}
