/// Decimal numbers, which a file holds as a whole number and the number of its decimals.
enum DecimalNumber {
    /// The most decimals that are read.
    static let largestScale = 38

    /// Powers of ten that a double holds exactly.
    private static let powers: [Double] = (0..<22).reduce(into: [1]) { powers, _ in
        powers.append((powers.last ?? 1) * 10)
    }

    /// The double nearest to `unscaled` / 10^`scale`.
    @inline(__always)
    static func number(_ unscaled: Int64, scale: Int) -> Double {
        // Both are exact, so there is only the division's rounding.
        if unscaled.magnitude <= 1 << 53, scale <= 22 { return Double(unscaled) / powers[scale] }
        return rounded(Int128(unscaled), scale)
    }

    /// The double nearest to a number of at most 16 bytes, the highest first, over 10^`scale`.
    static func number(_ bytes: UnsafeRawBufferPointer, scale: Int) -> Double {
        guard let first = bytes.first else { return 0 }
        var value: Int128 = first < 128 ? 0 : -1
        for byte in bytes.prefix(16) { value = value << 8 | Int128(byte) }
        guard let small = Int64(exactly: value) else { return rounded(value, scale) }
        return number(small, scale: scale)
    }

    private static func rounded(_ unscaled: Int128, _ scale: Int) -> Double {
        Double("\(unscaled)e-\(scale)") ?? .nan
    }

    /// The number that two bytes stand for: IEEE 754, binary16.
    static func half(_ bits: UInt16) -> Double {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Double(bits & 1023) / 1024
        let magnitude: Double =
            switch exponent {
            case 31: fraction == 0 ? .infinity : .nan
            case 0: fraction * 0x1p-14
            default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
            }
        return bits >> 15 == 0 ? magnitude : -magnitude
    }
}
