/// A small JSON document as values; numbers keep their text, so that each reader says what it accepts.
enum JSONValue {
    /// An object; members in the order of the text.
    case object([(name: String, value: JSONValue)])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number, `true`, `false` or anything else without quotes.
    case word(String)
    /// `null`.
    case null

    /// Reads a whole document.
    ///
    /// - Throws: ``DataError`` for broken JSON with its byte, and for nesting beyond ``Limits/depth``.
    init(_ bytes: Bytes, from start: Int, file: String, limits: Limits) throws(DataError) {
        defer { withExtendedLifetime(bytes) {} }
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        // The scanner's own walk holds the limit of depth, so that the one below cannot go deeper.
        try scanner.skipValue()
        try scanner.finish()
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        self = try Self.value(&scanner, bytes)
    }

    private static func value(_ scanner: inout JSONScanner, _ bytes: Bytes) throws(DataError) -> JSONValue {
        switch scanner.peek() {
        case UInt8(ascii: "{"):
            _ = try scanner.expect("{")
            var members: [(name: String, value: JSONValue)] = []
            if scanner.peek() == UInt8(ascii: "}") {
                _ = try scanner.expect("}")
                return .object(members)
            }
            repeat {
                let name = try scanner.scalar()
                _ = try scanner.expect(":")
                members.append((text(bytes, name), try value(&scanner, bytes)))
            } while try scanner.expect(",", "}") == ","
            return .object(members)
        case UInt8(ascii: "["):
            _ = try scanner.expect("[")
            var elements: [JSONValue] = []
            if scanner.peek() == UInt8(ascii: "]") {
                _ = try scanner.expect("]")
                return .array(elements)
            }
            repeat { elements.append(try value(&scanner, bytes)) } while try scanner.expect(",", "]") == ","
            return .array(elements)
        case UInt8(ascii: "\""): return .string(text(bytes, try scanner.scalar()))
        default:
            let range = try scanner.scalar()
            return range.start == range.end ? .null : .word(text(bytes, range))
        }
    }

    private static func text(_ bytes: Bytes, _ range: (start: Int, end: Int)) -> String {
        JSONEscapes.undone(bytes.raw[range.start..<range.end])
    }
}

extension JSONValue {
    /// A member of an object; `nil` where there is none, it is `null`, or this is no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let found = members.first(where: { $0.name == name }) else {
            return nil
        }
        if case .null = found.value { return nil }
        return found.value
    }

    /// The elements of an array; `nil` for anything else.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The members of an object; `nil` for anything else.
    var members: [(name: String, value: JSONValue)]? {
        if case .object(let members) = self { return members }
        return nil
    }

    /// What is written, of strings and words that are not empty.
    var text: String? {
        switch self {
        case .string(let text), .word(let text): text.isEmpty ? nil : text
        default: nil
        }
    }
}
