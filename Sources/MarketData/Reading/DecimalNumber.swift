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
