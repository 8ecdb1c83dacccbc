import PlainText

/// A file of an account: its wallet and its positions, as names and values that are not judged yet.
///
/// JSON is `{"wallet": 1000, "positions": [{"venue": "binance", …}]}`; CSV has a header and a row for each
/// position.
package struct AccountFile: Sendable {
    /// A value as it was written.
    package enum Value: Hashable, Sendable {
        /// A number.
        case number(Double)
        /// A text; of CSV a number too.
        case text(String)
    }

    /// The wallet, where the file has one.
    package let wallet: Value?
    /// The positions, each by the names of its fields.
    package let positions: [[String: Value]]

    /// The most positions of an account.
    private static let limit = 100_000

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` where it cannot be read or is neither.
    package init(_ path: String) throws(DataError) {
        var limits = Limits()
        limits.bytes = 64 << 20
        let bytes = try Bytes.all(of: FileStream(path, limits: limits), file: path)
        let start = try TextEncoding.start(of: bytes, file: path)
        try TextEncoding.check(bytes.raw, offset: 0, file: path)
        var scanner = JSONScanner(bytes, from: start, file: path, limits: limits)
        switch scanner.peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            (wallet, positions) = try Self.read(
                JSONValue(bytes, from: start, file: path, limits: limits), path)
        default: (wallet, positions) = (nil, try Self.rows(bytes, from: start, path, limits))
        }
        guard !positions.isEmpty else {
            throw DataError(.badInput, file: path, "there are no positions in the file")
        }
        guard positions.count <= Self.limit else {
            throw DataError(.limit, file: path, "an account may have \(Self.limit) positions")
        }
    }

    private static func read(
        _ value: JSONValue, _ file: String
    ) throws(DataError) -> (Value?, [[String: Value]]) {
        for (name, _) in value.members ?? [] where !["wallet", "positions"].contains(name) {
            throw DataError(
                .badInput, file: file,
                "no member \(Echo.quoted(name.utf8)): an account has wallet and positions")
        }
        guard let list = value.elements ?? value["positions"]?.elements else {
            throw DataError(.badInput, file: file, "a list \"positions\" is needed")
        }
        var positions: [[String: Value]] = []
        for (index, element) in list.enumerated() {
            guard let members = element.members else {
                throw DataError(.badInput, file: file, "position \(index + 1) is no object")
            }
            var fields: [String: Value] = [:]
            for (name, member) in members {
                guard let value = scalar(member) else {
                    if case .null = member { continue }
                    throw DataError(
                        .badInput, file: file,
                        "position \(index + 1), \(Echo.plain(name.utf8)): a number or a text is needed")
                }
                fields[name] = value
            }
            positions.append(fields)
        }
        return (value["wallet"].flatMap(scalar), positions)
    }

    private static func scalar(_ value: JSONValue) -> Value? {
        switch value {
        case .word(let word): Double(word).map(Value.number) ?? .text(word)
        case .string(let text): .text(text)
        default: nil
        }
    }

    private static func rows(
        _ bytes: Bytes, from start: Int, _ file: String, _ limits: Limits
    ) throws(DataError) -> [[String: Value]] {
        defer { withExtendedLifetime(bytes) {} }
        let text = bytes.start
        var splitter = RowSplitter(limits: limits)
        var (position, line) = (start, 1)
        var names: [String] = []
        var rows: [[String: Value]] = []
        while position < bytes.count {
            if splitter.split(text, from: position, end: bytes.count) != nil {
                throw DataError(.badInput, file: file, line: line, "is no row of CSV")
            }
            let cells = (0..<splitter.count).map { index in
                let (first, end) = splitter[index]
                return String(
                    decoding: UnsafeBufferPointer(start: text + first, count: end - first), as: UTF8.self)
            }
            position = splitter.next
            if line == 1 {
                names = cells
            } else if cells != [""] {
                guard cells.count == names.count else {
                    throw DataError(
                        .badInput, file: file, line: line, "\(cells.count) columns, \(names.count) expected")
                }
                let filled = zip(names, cells).filter { !$0.1.isEmpty }.map { ($0.0, Value.text($0.1)) }
                rows.append(Dictionary(filled) { first, _ in first })
            }
            line += 1
        }
        return rows
    }
}
