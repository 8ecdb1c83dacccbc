package import LiquidationCore
import PlainText

/// JSON text built value by value: shortest round-trip numbers, `null` for what JSON cannot say.
///
/// Members keep the order in which they are added, so that the same values give the same bytes.
package struct JSONText {
    private var text: [UInt8] = []
    /// Whether the open object or array has no member yet, innermost last.
    private var isFirst: [Bool] = []
    private let indented: Bool

    /// An empty text.
    ///
    /// - Parameter indented: one member a line; arrays of numbers stay on one line.
    package init(indented: Bool = true) { self.indented = indented }

    /// The text, ending in a line feed.
    package var string: String { String(decoding: text, as: UTF8.self) + "\n" }

    /// Adds an object as a member, or as the whole where `key` is `nil` at the top.
    package mutating func object(_ key: String? = nil, _ members: (inout JSONText) throws -> Void) rethrows {
        try nest(key, "{", "}", members)
    }

    /// Adds an array of objects, arrays or values.
    package mutating func array(_ key: String? = nil, _ members: (inout JSONText) throws -> Void) rethrows {
        try nest(key, "[", "]", members)
    }

    /// Adds a number, see ``ShortestDecimal``; NaN and infinities become `null`.
    package mutating func number(_ key: String? = nil, _ value: Double?) {
        begin(key)
        append(value)
    }

    /// Adds a whole number.
    package mutating func integer(_ key: String? = nil, _ value: Int64) {
        begin(key)
        text.append(contentsOf: String(value).utf8)
    }

    /// Adds a string, or `null`.
    package mutating func string(_ key: String? = nil, _ value: String?) {
        begin(key)
        guard let value else { return text.append(contentsOf: "null".utf8) }
        quote(value)
    }

    /// Adds a line, or `null`.
    @_disfavoredOverload
    package mutating func string(_ key: String? = nil, _ line: PlainLine?) {
        let text: String? = line?.text
        string(key, text)
    }

    /// Adds a word of JSON that is neither number nor string.
    package mutating func word(_ key: String? = nil, _ value: StaticString) {
        begin(key)
        value.withUTF8Buffer { text.append(contentsOf: $0) }
    }

    /// Adds `true` or `false`.
    package mutating func boolean(_ key: String? = nil, _ value: Bool) { word(key, value ? "true" : "false") }

    /// Adds `null`.
    package mutating func null(_ key: String? = nil) { string(key, nil) }

    /// Adds an array of numbers on one line.
    package mutating func numbers(_ key: String? = nil, _ values: [Double]) {
        begin(key)
        text.append(UInt8(ascii: "["))
        // Several at a time: adding to the text costs as much as writing a number.
        let (room, widest) = (4096, ShortestDecimal.capacity + 1)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { buffer in
            guard let start = buffer.baseAddress else { return }
            var count = 0
            for (index, value) in values.enumerated() {
                if index > 0 {
                    start[count] = UInt8(ascii: ",")
                    count += 1
                }
                count += Self.write(value, to: start + count)
                guard count > room - widest else { continue }
                text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
                count = 0
            }
            text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Writes a number, or `null`; returns how many bytes.
    @inline(__always)
    private static func write(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> Int {
        if value.isFinite { return ShortestDecimal.write(value, to: text) }
        for (place, byte) in "null".utf8.enumerated() { text[place] = byte }
        return 4
    }

    /// Adds an array of two whole numbers, which are not below zero, and two others on one line.
    package mutating func row(_ whole: (Int, Int), _ numbers: (Double, Double)) {
        begin(nil)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * (ShortestDecimal.capacity + 1) + 1) {
            room in
            guard let start = room.baseAddress else { return }
            var count = 0
            func put(_ byte: Unicode.Scalar) {
                start[count] = UInt8(ascii: byte)
                count += 1
            }
            put("[")
            count += ShortestDecimal.whole(UInt64(whole.0), start + count)
            put(",")
            count += ShortestDecimal.whole(UInt64(whole.1), start + count)
            put(",")
            count += Self.write(numbers.0, to: start + count)
            put(",")
            count += Self.write(numbers.1, to: start + count)
            put("]")
            text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
    }

    private mutating func nest(
        _ key: String?, _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        _ members: (inout JSONText) throws -> Void
    ) rethrows {
        begin(key)
        text.append(UInt8(ascii: open))
        isFirst.append(true)
        try members(&self)
        if !isFirst.removeLast() { newline() }
        text.append(UInt8(ascii: close))
    }

    private mutating func begin(_ key: String?) {
        if let last = isFirst.indices.last {
            if !isFirst[last] { text.append(UInt8(ascii: ",")) }
            isFirst[last] = false
            newline()
        }
        guard let key else { return }
        quote(key)
        text.append(UInt8(ascii: ":"))
        if indented { text.append(UInt8(ascii: " ")) }
    }

    private mutating func newline() {
        guard indented else { return }
        text.append(UInt8(ascii: "\n"))
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * isFirst.count))
    }

    private mutating func append(_ value: Double?) {
        guard let value, value.isFinite else { return text.append(contentsOf: "null".utf8) }
        ShortestDecimal.append(value, to: &text)
    }

    private mutating func quote(_ string: String) {
        text.append(UInt8(ascii: "\""))
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text.append(contentsOf: "\\\"".utf8)
            case "\\": text.append(contentsOf: "\\\\".utf8)
            case "\n": text.append(contentsOf: "\\n".utf8)
            // What would drive a terminal or turn a line round where the JSON is looked at; none lies above U+FFFF.
            case _ where scalar.isControl || scalar.isDirectionMark:
                let digits = String(scalar.value, radix: 16)
                text.append(
                    contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: text.append(contentsOf: scalar.utf8)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
