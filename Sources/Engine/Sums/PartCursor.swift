import MarketData

/// Reads the bytes of a part from front to back; every step checks that what it needs is there.
struct PartCursor {
    private let bytes: [UInt8]
    private let file: String
    private let end: Int
    private(set) var position: Int

    /// A cursor over the bytes between two places.
    init(_ bytes: [UInt8], from start: Int, to end: Int, file: String) {
        (self.bytes, self.file, self.end, position) = (bytes, file, end, start)
    }

    /// How many bytes are left.
    var left: Int { end - position }

    /// Why the file is refused, with the place.
    func bad(_ message: String, hint: String? = nil) -> DataError {
        DataError(.badInput, file: file, "byte \(position): \(message)", hint: hint)
    }

    mutating func integer<Value: FixedWidthInteger>(_ what: String) throws(DataError) -> Value {
        let size = MemoryLayout<Value>.size
        guard size <= left else { throw bad("\(what) needs \(size) bytes, \(left) are left") }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) }
        position += size
        return Value(littleEndian: value)
    }

    mutating func number(_ what: String) throws(DataError) -> Double {
        Double(bitPattern: try integer(what))
    }

    /// How many of something follow, each of some bytes at least.
    mutating func count(_ what: String, limit: Int, each size: Int) throws(DataError) -> Int {
        let count = Int(try integer("the number of \(what)") as UInt32)
        guard count <= limit else { throw bad("\(count) \(what), at most \(limit) are read") }
        guard count <= left / size else { throw bad("\(count) \(what) do not fit into \(left) bytes") }
        return count
    }

    mutating func flag(_ what: String) throws(DataError) -> Bool {
        let byte: UInt8 = try integer(what)
        guard byte <= 1 else { throw bad("\(what) must be 0 or 1, was \(byte)") }
        return byte == 1
    }

    /// A text without control characters, unless it has lines.
    mutating func text(_ what: String, hasLines: Bool = false) throws(DataError) -> String {
        let count = try count("bytes of \(what)", limit: PartFormat.longest, each: 1)
        let slice = bytes[position..<(position + count)]
        guard let text = String(validating: slice, as: UTF8.self) else { throw bad("\(what) is no UTF-8") }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control: hasLines && scalar == "\n"
            case .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        guard isPlain else { throw bad("\(what) holds a control character") }
        position += count
        return text
    }

    /// A hash as 64 hexadecimal digits.
    mutating func hash(_ what: String) throws(DataError) -> String {
        guard PartFormat.hash <= left else { throw bad("\(what) needs 32 bytes, \(left) are left") }
        defer { position += PartFormat.hash }
        return Self.digits(bytes[position..<(position + PartFormat.hash)])
    }

    /// Bytes as hexadecimal digits.
    static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
