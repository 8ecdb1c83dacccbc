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
    /// What is said of the file.
    package let notes: [String]

    /// The most positions of an account.
    private static let limit = 100_000

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` where it cannot be read, changes while it is read, or is neither.
    package init(_ path: String, limits: Limits = Limits()) throws(DataError) {
        var limits = limits
        limits.bytes = 64 << 20
        let bytes = try Bytes.whole(path, limits: limits)
        let start = try TextEncoding.start(of: bytes, file: path)
        try TextEncoding.check(bytes.raw, offset: 0, file: path)
        var scanner = JSONScanner(bytes, from: start, file: path, limits: limits)
        switch scanner.peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            (wallet, positions) = try Self.read(
                JSONValue(bytes, from: start, file: path, limits: limits), path)
            notes = []
        default:
            (wallet, positions) = (nil, try Self.rows(bytes, from: start, path, limits))
            let isOpen = bytes.raw.last != 10
            notes = isOpen ? [OpenEnd.note(line: bytes.raw.count { $0 == 10 } + 1)] : []
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
        var seen: Set<String> = []
        for (name, _) in value.members ?? [] {
            guard ["wallet", "positions"].contains(name) else {
                throw DataError(
                    .badInput, file: file,
                    "no member \(Echo.quoted(name.utf8)): an account has wallet and positions")
            }
            guard seen.insert(name).inserted else {
                throw DataError(.badInput, file: file, "\(name) is there twice")
            }
        }
        if let wallet = value["wallet"], scalar(wallet) == nil {
            throw DataError(.badInput, file: file, "wallet: a number is needed")
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
                guard fields[name] == nil else {
                    throw DataError(
                        .badInput, file: file,
                        "position \(index + 1): \(Echo.plain(name.utf8)) is there twice")
                }
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
        case .word("true"): .text("true")
        case .word("false"): .text("false")
        case .word(let word): JSONValue.isNumber(word) ? Double(word).map(Value.number) : nil
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
                if let name = Set(names).first(where: { name in names.count { $0 == name } > 1 }) {
                    throw DataError(
                        .badInput, file: file, line: 1, "column \(Echo.plain(name.utf8)) appears twice")
                }
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
