/// Reads plain decimals, `-?digits[.digits][e[+-]digits]`, correctly rounded, whatever the locale.
package enum DecimalNumber {
    /// The nearest `Double`; infinite where the number is too large; `nil` where the text is no plain decimal.
    ///
    /// Up to 2⁵³ with at most 22 decimals, one division of two exact doubles gives the correctly rounded result
    /// (Clinger 1990); up to 19 digits, one 128 bit division with a sticky bit does; the standard library reads
    /// the rest.
    /// - Complexity: O(count), allocates only in the last case.
    @inline(__always)
    package static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        var i = 0
        let isNegative = count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { i = 1 }
        var mantissa: UInt64 = 0
        let whole = i
        while i < count, text[i] &- 48 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(text[i] &- 48)
            i &+= 1
        }
        var digits = i &- whole
        guard digits > 0 else { return nil }
        var decimals = 0
        if i < count, text[i] == UInt8(ascii: ".") {
            i &+= 1
            let fraction = i
            while i < count, text[i] &- 48 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(text[i] &- 48)
                i &+= 1
            }
            decimals = i &- fraction
            guard decimals > 0 else { return nil }
            digits &+= decimals
        }
        guard i == count, digits <= 19, decimals <= 22 else { return general(text, count, from: i) }
        let magnitude =
            mantissa < 1 << 53
            ? Double(mantissa) / powers[decimals] : divided(mantissa, decimals)
        return isNegative ? -magnitude : magnitude
    }

    /// 10⁰ to 10²², all exact.
    static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]

    /// `mantissa / 10^decimals` rounded once, half to even; for mantissas of at least 2⁵³ and up to 19 decimals.
    private static func divided(_ mantissa: UInt64, _ decimals: Int) -> Double {
        if decimals == 0 { return Double(mantissa) }
        var divisor: UInt64 = 1
        for _ in 0..<decimals { divisor &*= 10 }
        let shift = 64 + mantissa.leadingZeroBitCount
        let (quotient, remainder) = (UInt128(mantissa) << UInt128(shift))
            .quotientAndRemainder(dividingBy: UInt128(divisor))
        // 64 significant bits and a sticky last bit are more than the 54 that rounding needs.
        let excess = max(0, 64 - quotient.leadingZeroBitCount)
        let top = UInt64(truncatingIfNeeded: quotient >> UInt128(excess))
        let dropped = quotient & ((UInt128(1) << UInt128(excess)) - 1)
        let sticky: UInt64 = remainder != 0 || dropped != 0 ? 1 : 0
        return Double(sign: .plus, exponent: excess - shift, significand: Double(top | sticky))
    }

    /// Exponents and long mantissas.
    private static func general(_ text: UnsafePointer<UInt8>, _ count: Int, from rest: Int) -> Double? {
        var i = rest
        if i < count {
            guard text[i] | 0x20 == UInt8(ascii: "e") else { return nil }
            i += 1
            if i < count, text[i] == UInt8(ascii: "+") || text[i] == UInt8(ascii: "-") { i += 1 }
            let first = i
            while i < count, text[i] &- 48 < 10 { i += 1 }
            guard i == count, i > first else { return nil }
        }
        let string = String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
        return Double(string) ?? .infinity
    }
}

/// Reads whole numbers, `-?digits`, with every overflow seen.
enum WholeNumber {
    /// The result of reading a text.
    enum Result: Equatable { case value(Int64), tooLarge, notANumber }

    /// - Complexity: O(count).
    @inline(__always)
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Result {
        var i = 0
        let isNegative = count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { i = 1 }
        guard i < count else { return .notANumber }
        guard count - i <= 18 else { return long(text, count, from: i, isNegative) }
        var value: Int64 = 0
        while i < count {
            guard text[i] &- 48 < 10 else { return .notANumber }
            value = value &* 10 &+ Int64(text[i] &- 48)
            i &+= 1
        }
        return .value(isNegative ? -value : value)
    }

    private static func long(
        _ text: UnsafePointer<UInt8>, _ count: Int, from first: Int, _ isNegative: Bool
    ) -> Result {
        var (value, overflowed): (Int64, Bool) = (0, false)
        for i in first..<count {
            guard text[i] &- 48 < 10 else { return .notANumber }
            let digit = Int64(text[i] - 48)
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) =
                isNegative
                ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            value = sum
            overflowed = overflowed || first || second
        }
        return overflowed ? .tooLarge : .value(value)
    }
}

/// Reads `true`, `false` and the same with a capital letter, as some dumps write them.
enum Flag {
    /// `nil` for anything else.
    @inline(__always)
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
        guard count == 4 || count == 5 else { return nil }
        let isTrue = count == 4
        // Both words end in four letters that tell them apart: "true" and "alse".
        let end = UnsafeRawPointer(text + (count &- 4)).loadUnaligned(as: UInt32.self).littleEndian
        let first = text[0] | 0x20
        let expected: UInt32 = isTrue ? 0x6575_7274 : 0x6573_6C61
        let found = isTrue ? end | 0x20 : end
        return found == expected && first == (isTrue ? UInt8(ascii: "t") : UInt8(ascii: "f")) ? isTrue : nil
    }
}
