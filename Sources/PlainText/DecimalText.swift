/// Exact decimals for files: never an exponent, no separated thousands, the same in every locale.
package enum DecimalText {
    /// Appends a whole number of `10^-decimals`, as `-12.034`.
    ///
    /// - Parameters:
    ///   - scaled: the number times `10^decimals`.
    ///   - decimals: digits after the point; no point where zero.
    ///   - bytes: ASCII is appended here.
    /// - Complexity: O(digits).
    package static func append(_ scaled: Int64, decimals: Int, to bytes: inout [UInt8]) {
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let digits = String(scaled.magnitude).utf8
        let padding = max(0, decimals + 1 - digits.count)
        let whole = digits.count + padding - decimals
        var written = 0
        func put(_ digit: UInt8) {
            if written == whole { bytes.append(UInt8(ascii: ".")) }
            bytes.append(digit)
            written += 1
        }
        for _ in 0..<padding { put(UInt8(ascii: "0")) }
        for digit in digits { put(digit) }
    }

    /// A whole number of `10^-decimals` as text.
    package static func text(scaled: Int64, decimals: Int) -> String {
        var bytes: [UInt8] = []
        append(scaled, decimals: decimals, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number rounded to at most six decimals, without zeros at its end.
    ///
    /// - Precondition: its size is below 1e12.
    package static func text(_ value: Double) -> String {
        precondition(abs(value) < 1e12)
        var bytes: [UInt8] = []
        append(Int64((value * 1e6).rounded()), decimals: 6, to: &bytes)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A whole number divided by a power of ten, rounded half away from zero: for publishing fewer decimals.
    package static func rounded(_ value: Int64, by power: Int64) -> Int64 {
        let half = value < 0 ? -(power / 2) : power / 2
        return (value + half) / power
    }
}
