/// Reads values of Thrift's compact protocol, which describe a Parquet file and its pages.
///
/// Members that nobody asks for are passed over, whatever they are.
/// - Source: apache/thrift, doc/specs/thrift-compact-protocol.md.
struct ThriftReader {
    /// The kind of a value, by its number in the protocol.
    enum Kind: UInt8 {
        case yes = 1, no, byte, int16, int32, int64, double, binary, list, set, map, structure, uuid
    }

    /// A member of a struct: its number and kind; the value comes next.
    struct Field {
        let number: Int
        let kind: Kind
    }

    /// How deep values that are passed over may lie inside one another.
    private static let deepest = 16

    private let bytes: [UInt8]
    /// Where the first of the bytes lies in the file.
    private let start: Int
    /// How many of the bytes are used.
    private(set) var position: Int
    private let end: Int
    /// Whether an error came from a lack of bytes.
    private(set) var isShort = false

    /// A reader of some of the bytes, the first of which lies at `start` in the file.
    init(_ bytes: [UInt8], _ range: Range<Int>, start: Int) {
        (self.bytes, position, end, self.start) = (bytes, range.lowerBound, range.upperBound, start)
    }

    /// How many bytes are left.
    private var left: Int { end - position }

    /// An error at the current place.
    func error(_ message: String, _ code: ParquetError.Code = .badInput) -> ParquetError {
        ParquetError(code, message, at: .init(offset: start + position))
    }

    /// The next member of a struct; `nil` where the struct ends.
    ///
    /// `last` is the number of the member before, zero at first.
    mutating func field(after last: inout Int) throws(ParquetError) -> Field? {
        let head = try byte()
        if head == 0 { return nil }
        guard let kind = Kind(rawValue: head & 15) else {
            throw error("a member is of kind \(head & 15), kinds are 1 to 13")
        }
        let step = Int(head >> 4)
        last = step == 0 ? try signed(bits: 16) : last + step
        guard (0...Int(Int16.max)).contains(last) else { throw error("a member has the number \(last)") }
        return Field(number: last, kind: kind)
    }

    /// A whole number.
    mutating func integer(_ field: Field) throws(ParquetError) -> Int {
        switch field.kind {
        case .byte: return Int(Int8(bitPattern: try byte()))
        case .int16: return try signed(bits: 16)
        case .int32: return try signed(bits: 32)
        case .int64: return try signed(bits: 64)
        default: throw unexpected(field, "a whole number")
        }
    }

    /// A whole number that is not below zero.
    mutating func count(_ field: Field, _ what: StaticString) throws(ParquetError) -> Int {
        let value = try integer(field)
        guard value >= 0 else { throw error("\(what) is \(value.grouped), it must not be below zero") }
        return value
    }

    /// A truth value, which its field holds.
    func flag(_ field: Field) throws(ParquetError) -> Bool {
        guard field.kind == .yes || field.kind == .no else { throw unexpected(field, "a truth value") }
        return field.kind == .yes
    }

    /// A text, with anything that is not UTF-8 replaced.
    mutating func text(_ field: Field) throws(ParquetError) -> String {
        guard field.kind == .binary else { throw unexpected(field, "a text") }
        let count = try length()
        defer { position += count }
        return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
    }

    /// The number of elements of a list of structs, which follow.
    mutating func structs(_ field: Field) throws(ParquetError) -> Int {
        guard field.kind == .list else { throw unexpected(field, "a list") }
        let (kind, count) = try list()
        guard kind == .structure || count == 0 else { throw error("a list holds no structs") }
        return count
    }

    /// Makes sure that a struct follows.
    func expectStruct(_ field: Field) throws(ParquetError) {
        guard field.kind == .structure else { throw unexpected(field, "a struct") }
    }

    /// Passes over the value of a member.
    mutating func skip(_ field: Field) throws(ParquetError) { try skip(field.kind, depth: 0) }

    private mutating func skip(_ kind: Kind, depth: Int) throws(ParquetError) {
        guard depth < Self.deepest else {
            throw error("values lie more than \(Self.deepest) deep inside one another", .limit)
        }
        switch kind {
        case .yes, .no: break
        case .byte: _ = try byte()
        case .int16, .int32, .int64: _ = try varint()
        case .double: try advance(8)
        case .uuid: try advance(16)
        case .binary: try advance(try length())
        case .list, .set:
            let (kind, count) = try list()
            for _ in 0..<count { try skipElement(kind, depth: depth) }
        case .map:
            let count = try length()
            guard count > 0 else { return }
            let kinds = try byte()
            guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15) else {
                throw error("a map has keys or values of an unknown kind")
            }
            for _ in 0..<count {
                try skipElement(key, depth: depth)
                try skipElement(value, depth: depth)
            }
        case .structure:
            var last = 0
            while let field = try field(after: &last) { try skip(field.kind, depth: depth + 1) }
        }
    }

    /// Truth values take a byte in lists and maps, none in structs.
    private mutating func skipElement(_ kind: Kind, depth: Int) throws(ParquetError) {
        if kind == .yes || kind == .no { try advance(1) } else { try skip(kind, depth: depth + 1) }
    }

    private mutating func list() throws(ParquetError) -> (kind: Kind, count: Int) {
        let head = try byte()
        let count = head >> 4 == 15 ? try length() : Int(head >> 4)
        guard let kind = Kind(rawValue: head & 15) else {
            throw error("a list holds values of kind \(head & 15), kinds are 1 to 13")
        }
        // Every element takes a byte at least.
        guard count <= left else {
            throw short("a list says \(count.grouped) values, \(left.grouped) bytes are left")
        }
        return (kind, count)
    }

    /// A length in bytes or elements, no more than there are bytes.
    private mutating func length() throws(ParquetError) -> Int {
        let length = try varint()
        guard length <= UInt64(left) else {
            throw short("a length is \(length), only \(left.grouped) bytes are left")
        }
        return Int(length)
    }

    private mutating func signed(bits: Int) throws(ParquetError) -> Int {
        let raw = try varint()
        let value = Int(bitPattern: UInt(raw >> 1)) ^ -Int(raw & 1)
        guard bits == 64 || (value >= -(1 << (bits - 1)) && value < 1 << (bits - 1)) else {
            throw error("the number \(value) does not fit \(bits) bits")
        }
        return value
    }

    private mutating func varint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            guard shift < 63 || byte < 2 else { break }
            value |= UInt64(byte & 127) &<< shift
            if byte < 128 { return value }
        }
        throw error("a number takes more than 64 bits")
    }

    private mutating func byte() throws(ParquetError) -> UInt8 {
        guard position < end else { throw short("the description ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func advance(_ count: Int) throws(ParquetError) {
        guard count <= left else { throw short("the description ends too early") }
        position += count
    }

    private mutating func short(_ message: String) -> ParquetError {
        isShort = true
        return error(message)
    }

    private func unexpected(_ field: Field, _ what: String) -> ParquetError {
        error("member \(field.number) must be \(what), it is of kind \(field.kind.rawValue)")
    }
}
