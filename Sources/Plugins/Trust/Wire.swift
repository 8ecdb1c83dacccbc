import Engine
import LiquidationCore
import LuaRuntime
import PlainText

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

/// Plain values as they cross between a map and a plugin's process: numbers, texts, tables, vectors.
struct WireValues {
    let values: [LuaValue]

    init(_ values: [LuaValue]) { self.values = values }

    private static let (depth, entries) = (8, 100_000)

    func write(_ writer: inout WireWriter) {
        writer.put(values.count)
        for value in values { Self.write(value, &writer, depth: 0) }
    }

    private static func write(_ value: LuaValue, _ writer: inout WireWriter, depth: Int) {
        switch value {
        case .boolean(let flag): (writer.put(UInt8(1)), writer.put(flag)).0
        case .integer(let number): (writer.put(UInt8(2)), writer.put(number)).0
        case .number(let number): (writer.put(UInt8(3)), writer.put(number)).0
        case .string(let text): (writer.put(UInt8(4)), writer.put(text)).0
        case .vector(let vector): (writer.put(UInt8(5)), writer.put((try? vector.values) ?? [])).0
        case .table(let table):
            guard depth < Self.depth, let pairs = try? table.pairs(limit: entries) else {
                return writer.put(UInt8(7))
            }
            writer.put(UInt8(6))
            writer.put(pairs.count)
            for (key, value) in pairs {
                write(key, &writer, depth: depth + 1)
                write(value, &writer, depth: depth + 1)
            }
        case .nil: writer.put(UInt8(0))
        // Said to be one, and refused as one.
        case .function, .object, .other: writer.put(UInt8(7))
        }
    }

    /// The values of a message, made in a state.
    init(reading reader: inout WireReader, in state: LuaState) throws {
        values = try (0..<(try reader.count())).map { _ in try Self.read(&reader, state, depth: 0) }
    }

    private static func read(_ reader: inout WireReader, _ state: LuaState, depth: Int) throws -> LuaValue {
        switch try reader.byte() {
        case 0: return .nil
        case 1: return .boolean(try reader.flag())
        case 2: return .integer(try reader.integer())
        case 3: return .number(try reader.number())
        case 4: return .string(try reader.text())
        case 5: return .vector(LuaVector(try reader.numbers()))
        case 6:
            guard depth < Self.depth else { throw WireReader.damaged }
            let table = try state.makeTable()
            for _ in 0..<(try reader.count(of: 2)) {
                let key = try read(&reader, state, depth: depth + 1)
                let value = try read(&reader, state, depth: depth + 1)
                switch key {
                case .integer(let index): try table.set(Int(index), value)
                case .string(let name): try table.set(name, value)
                default: throw EngineError(.script, "tables must have names or whole numbers as keys here")
                }
            }
            return .table(table)
        default:
            throw EngineError(
                .script, "only numbers, texts, booleans, vectors and tables of them can be passed here")
        }
    }
}

extension PluginManifest {
    func write(_ writer: inout WireWriter) {
        for text in [kind.name, id, version, summary] { writer.put(text) }
        writer.put(body.rawValue)
        writer.put(ladder?.leverages) { $0.put($1) }
        writer.put(parameters.count)
        for parameter in parameters {
            for text in [parameter.name, parameter.kind.rawValue, parameter.unit, parameter.doc] {
                writer.put(text)
            }
            writer.put(parameter.minimum) { $0.put($1) }
            writer.put(parameter.maximum) { $0.put($1) }
            switch parameter.fallback {
            case .number(let number): (writer.put(UInt8(0)), writer.put(number)).0
            case .integer(let number): (writer.put(UInt8(1)), writer.put(number)).0
            case .boolean(let flag): (writer.put(UInt8(2)), writer.put(flag)).0
            case .string(let text): (writer.put(UInt8(3)), writer.put(text)).0
            }
        }
    }

    /// Reads a manifest that another process has checked, and checks what the program relies on.
    ///
    /// - Throws: ``EngineError`` where it is damaged.
    init(reading reader: inout WireReader, id wanted: String) throws(EngineError) {
        guard let kind = PluginKindDescriptor.kind(named: try reader.text()) else { throw WireReader.damaged }
        let (id, version, summary) = (try reader.text(), try reader.text(), try reader.text())
        guard id == wanted, let body = Body(rawValue: try reader.byte()) else { throw WireReader.damaged }
        var ladder: Ladder?
        if let leverages = try reader.optional({ reader throws(EngineError) in try reader.numbers() }) {
            guard let found = try? Ladder(leverages) else { throw WireReader.damaged }
            ladder = found
        }
        var parameters: [PluginParameter] = []
        for _ in 0..<min(100, try reader.count()) {
            let (name, type) = (try reader.text(), try reader.text())
            let (unit, doc) = (try reader.text(), try reader.text())
            let minimum = try reader.optional { reader throws(EngineError) in try reader.number() }
            let maximum = try reader.optional { reader throws(EngineError) in try reader.number() }
            let fallback: PluginParameter.Value =
                switch try reader.byte() {
                case 0: .number(try reader.number())
                case 1: .integer(try reader.integer())
                case 2: .boolean(try reader.flag())
                default: .string(try reader.text())
                }
            guard let type = PluginParameter.Kind(rawValue: type) else { throw WireReader.damaged }
            parameters.append(
                PluginParameter(
                    name: name, kind: type, unit: unit, fallback: fallback, minimum: minimum,
                    maximum: maximum,
                    doc: doc))
        }
        self.init(
            kind: kind, id: id, version: version.escapingControls(), summary: summary.escapingControls(),
            parameters: parameters, ladder: ladder, body: body)
    }
}

extension BarContext {
    /// About how many bytes a process needs to take the series in and work on it.
    var size: Int { series.count * ((LuaBarColumns.all.count + 2) * 8 * 8 + 32 * (ladder.count + 8)) }

    func write(_ writer: inout WireWriter) {
        writer.put(interval)
        writer.put(ladder.leverages)
        writer.put(series.time)
        for cells in [series.open, series.high, series.low, series.close] { writer.put(cells) }
        for column in BarColumn.allCases {
            writer.put(series.extras[column]) { $0.put($1.missingAsNaN) }
        }
        let own = series.extras.own.sorted { $0.key < $1.key }
        writer.put(Int64(own.count))
        for (name, cells) in own {
            writer.put(name)
            writer.put(cells.missingAsNaN)
        }
    }

    /// The context of a message.
    convenience init(reading reader: inout WireReader) throws {
        let interval = try reader.integer()
        let ladder = try Ladder(try reader.numbers())
        let time = try reader.integers()
        let (open, high) = (try reader.numbers(), try reader.numbers())
        let (low, close) = (try reader.numbers(), try reader.numbers())
        var extras = BarSeries.Extras()
        for column in BarColumn.allCases {
            let cells = try reader.optional { reader throws(EngineError) in try reader.numbers() }
            extras[column] = cells.map(Column.init(missingAsNaN:))
        }
        for _ in 0..<(try reader.integer()) {
            let name = try reader.text()
            extras.own[name] = Column(missingAsNaN: try reader.numbers())
        }
        let series = try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
        self.init(series, interval: interval, ladder: ladder)
    }
}

extension EngineError {
    private static let codes: [(name: String, code: Code)] = [
        ("usage", .usage), ("script", .script), ("invalid", .pluginInvalid), ("missing", .pluginMissing),
        ("limit", .limit), ("interrupted", .interrupted), ("input", .inputMissing), ("bad", .badInput),
        ("create", .cannotCreate), ("refused", .refused),
    ]

    /// Puts an error into a message.
    func write(_ writer: inout WireWriter) {
        writer.put(Self.codes.first { $0.code == code }?.name ?? "invalid")
        writer.put(message)
        writer.put(hint) { $0.put($1) }
        writer.put(place) { writer, place in
            writer.put(place.chunk)
            writer.put(place.line)
            writer.put(place.message)
            writer.put(place.isSyntax)
            writer.put(place.host) { $0.put($1) }
            writer.put(place.subject) { $1.write(&$0) }
        }
        writer.put(subject) { $1.write(&$0) }
    }

    /// The error of a message.
    ///
    /// - Throws: ``EngineError`` where the message is damaged.
    init(reading frame: Frame) throws(EngineError) {
        var reader = WireReader(frame.bytes)
        let (name, message) = (try reader.text(), try reader.text())
        let hint = try reader.optional { reader throws(EngineError) in try reader.text() }
        let place = try reader.optional { reader throws(EngineError) in
            SourcePlace(
                chunk: try reader.text().escapingControls(), line: Int(try reader.integer()),
                message: try reader.text().escapingControls(), isSyntax: try reader.flag(),
                host: try reader.optional { reader throws(EngineError) in try reader.text() },
                subject: try reader.optional(ErrorSubject.init(reading:)))
        }
        let subject = try reader.optional(ErrorSubject.init(reading:))
        let code = Self.codes.first { $0.name == name }?.code ?? .pluginInvalid
        self.init(
            code, message.escapingControls(), hint: hint?.escapingControls(), place: place, subject: subject)
    }
}

extension ErrorSubject {
    /// Puts a subject into a message.
    fileprivate func write(_ writer: inout WireWriter) {
        let (kind, place, texts): (Int, Int, [String?]) =
            switch self {
            case .value(let text, let argument): (0, 0, [text, argument])
            case .name(let name): (1, 0, [name, nil])
            case .member(let name): (2, 0, [name, nil])
            case .argument(let place, let function): (3, place, [function, nil])
            case .index: (4, 0, [nil, nil])
            case .call: (5, 0, [nil, nil])
            }
        writer.put(kind)
        writer.put(place)
        for text in texts { writer.put(text) { $0.put($1) } }
    }

    /// The subject of a message.
    ///
    /// - Throws: ``EngineError`` where the message is damaged.
    fileprivate init(reading reader: inout WireReader) throws(EngineError) {
        let (kind, place) = (try reader.integer(), Int(try reader.integer()))
        let first = try reader.optional { reader throws(EngineError) in try reader.text() }
        let second = try reader.optional { reader throws(EngineError) in try reader.text() }
        switch (kind, first) {
        case (0, _): self = .value(first, of: second)
        case (1, let name?): self = .name(name)
        case (2, let name?): self = .member(name)
        case (3, let name?): self = .argument(place, of: name)
        case (4, _): self = .index
        case (5, _): self = .call
        default: throw WireReader.damaged
        }
    }
}
