import PlainText

/// A JSON document with any members, as a script reads it.
package indirect enum DocumentValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case flag(Bool)
    /// A number without point and exponent.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case text(String)
    /// An array.
    case list([DocumentValue])
    /// An object; names are there once.
    case record([(name: String, value: DocumentValue)])

    /// The largest text of a file, in bytes: values take many times as much memory.
    private static let largest = 64 << 20

    /// Reads a file, also a gz or zst. One whose name ends in `.jsonl` or `.ndjson` is the list of its lines.
    ///
    /// - Throws: ``DataError`` for broken JSON, a name that is there twice, numbers that are none or too large, and
    ///   `.limit` for more values than a load may keep rows.
    package static func read(_ path: String, limits: Limits = Limits()) throws(DataError) -> DocumentValue {
        let document = try DocumentFile(path, largest: largest, limits: limits)
        var reader = DocumentReader(file: path, budget: RowBudget(limits.rows))
        let name = path.lowercased()
        let packed = [".gz", ".zst"].first { name.hasSuffix($0) } ?? ""
        guard [".jsonl", ".ndjson"].contains(where: { name.hasSuffix($0 + packed) }) else {
            return try reader.read(document.bytes, from: document.start, document.limits)
        }
        var lines: [DocumentValue] = []
        let raw = document.bytes.raw
        for (index, line) in raw[document.start...].split(separator: 10, omittingEmptySubsequences: false)
            .enumerated()
        {
            guard !line.allSatisfy({ [32, 9, 13].contains($0) }) else { continue }
            do throws(DataError) {
                guard let bytes = Bytes(capacity: line.count + 1),
                    bytes.append(UnsafeRawBufferPointer(rebasing: line))
                else { throw DataError(.limit, file: path, "no memory for a line") }
                lines.append(try reader.read(bytes, from: 0, document.limits))
            } catch {
                throw DataError(error.code, file: path, line: index + 1, error.message, hint: error.hint)
            }
        }
        return .list(lines)
    }
}

/// Turns JSON into values that a script can have.
private struct DocumentReader {
    let file: String
    let budget: RowBudget

    /// Reads a text, which gets a line feed: a number that ends the text is whole here.
    mutating func read(_ bytes: Bytes, from start: Int, _ limits: Limits) throws(DataError) -> DocumentValue {
        guard [UInt8(ascii: "\n")].withUnsafeBytes({ bytes.append($0) }) else {
            throw DataError(.limit, file: file, "no memory for the text")
        }
        return try value(JSONValue(bytes, from: start, file: file, limits: limits), at: "")
    }

    mutating func value(_ value: JSONValue, at place: String) throws(DataError) -> DocumentValue {
        switch value {
        case .null: return .null
        case .string(let text):
            try budget.take(1, file: file)
            return .text(text)
        case .word(let word):
            try budget.take(1, file: file)
            return try scalar(word, at: place)
        case .array(let elements):
            try budget.take(1, file: file)
            var list: [DocumentValue] = []
            list.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                list.append(try self.value(element, at: "\(place)[\(index + 1)]"))
            }
            return .list(list)
        case .object(let members):
            try budget.take(1, file: file)
            var (record, seen) = ([(name: String, value: DocumentValue)](), Set<String>())
            for member in members {
                let below = place.isEmpty ? member.name : "\(place).\(member.name)"
                guard seen.insert(member.name).inserted else {
                    throw refused("the name is there twice", at: below)
                }
                record.append((member.name, try self.value(member.value, at: below)))
            }
            return .record(record)
        }
    }

    private func scalar(_ word: String, at place: String) throws(DataError) -> DocumentValue {
        if word == "true" || word == "false" { return .flag(word == "true") }
        guard JSONValue.isNumber(word), let number = Double(word) else {
            throw refused("\(Echo.quoted(word.utf8)) is no value of JSON", at: place)
        }
        if let whole = Int64(word) { return .integer(whole) }
        guard number.isFinite else {
            throw refused("\(Echo.plain(word.utf8)) is too large for a number", at: place)
        }
        return .number(number)
    }

    private func refused(_ rule: String, at place: String) -> DataError {
        DataError(.badInput, file: file, place.isEmpty ? rule : "\(Echo.plain(place.utf8)): \(rule)")
    }
}
