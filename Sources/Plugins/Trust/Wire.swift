import Engine

/// Bytes of a message between the program and a plugin's process, little-endian.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func put(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ count: Int) { put(Int64(count)) }

    mutating func put(_ number: Double) { put(Int64(bitPattern: number.bitPattern)) }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ data: [UInt8]) {
        put(data.count)
        bytes.append(contentsOf: data)
    }

    /// Cells as they lie in memory: both ends are the same program on the same machine.
    mutating func put(_ cells: [Double]) {
        put(cells.count)
        cells.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ cells: [Int64]) {
        put(cells.count)
        cells.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// A value that may be absent.
    mutating func put<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
        put(value != nil)
        if let value { write(&self, value) }
    }
}

/// Reads what a ``WireWriter`` wrote. The other side is not trusted: whatever does not fit is an error.
struct WireReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    static var damaged: EngineError {
        EngineError(.pluginInvalid, "its process sent a message that cannot be read")
    }

    private mutating func take(_ count: Int) throws(EngineError) -> Range<Int> {
        guard count >= 0, count <= bytes.count - offset else { throw Self.damaged }
        defer { offset += count }
        return offset..<(offset + count)
    }

    mutating func byte() throws(EngineError) -> UInt8 { bytes[try take(1).lowerBound] }

    mutating func flag() throws(EngineError) -> Bool { try byte() != 0 }

    mutating func integer() throws(EngineError) -> Int64 {
        let range = try take(8)
        return bytes.withUnsafeBytes {
            Int64(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: Int64.self))
        }
    }

    /// A count of things of which each takes at least so many bytes.
    mutating func count(of size: Int = 1) throws(EngineError) -> Int {
        let count = try integer()
        guard count >= 0, count <= (bytes.count - offset) / size else { throw Self.damaged }
        return Int(count)
    }

    mutating func number() throws(EngineError) -> Double {
        Double(bitPattern: UInt64(bitPattern: try integer()))
    }

    mutating func data() throws(EngineError) -> [UInt8] { Array(bytes[try take(try count())]) }

    mutating func text() throws(EngineError) -> String { String(decoding: try data(), as: UTF8.self) }

    mutating func numbers() throws(EngineError) -> [Double] { try cells(filledWith: 0.0) }

    mutating func integers() throws(EngineError) -> [Int64] { try cells(filledWith: Int64(0)) }

    private mutating func cells<Cell>(filledWith zero: Cell) throws(EngineError) -> [Cell] {
        let count = try count(of: 8)
        let range = try take(count * 8)
        var cells = [Cell](repeating: zero, count: count)
        cells.withUnsafeMutableBytes { $0.copyBytes(from: bytes[range]) }
        return cells
    }

    /// A value that may be absent.
    mutating func optional<Value>(
        _ read: (inout WireReader) throws(EngineError) -> Value
    ) throws(EngineError) -> Value? {
        try flag() ? try read(&self) : nil
    }
}
