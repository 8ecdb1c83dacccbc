/// Turns the digits of two fields into numbers at once, without a loop over digits and without a branch.
///
/// Each field is loaded backwards from its end in words of eight characters, so that the last digit is always in the
/// same place whatever the length; a mask cuts away what stands before the field.
struct DigitPairs {
    /// One word of eight characters of each of two fields.
    typealias Words = SIMD2<UInt64>

    /// Sums up everything that was no digit; see ``isClean``.
    private var odd = Words()

    /// Whether every character so far was a digit.
    @inline(__always) var isClean: Bool { (odd.x | odd.y) & 0x8080_8080_8080_8080 == 0 }

    /// The longest mantissa in digits: below 2⁵², so that it becomes a `Double` by writing it into one's low bits.
    static let digits = 15

    /// Loads the eight characters at a distance from the ends of two fields.
    @inline(__always)
    package static func load(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ distance: Int) -> Words {
        Words(
            UnsafeRawPointer(a + distance).loadUnaligned(as: UInt64.self).littleEndian,
            UnsafeRawPointer(b + distance).loadUnaligned(as: UInt64.self).littleEndian)
    }

    /// Characters as digits 0 to 9, those outside the mask as 0; what is no digit is remembered.
    @inline(__always)
    mutating func digits(_ characters: Words, _ mask: Words) -> Words {
        let digits = (characters ^ 0x3030_3030_3030_3030) & mask
        odd |= digits | (digits &+ 0x7676_7676_7676_7676)
        return digits
    }

    /// The numbers of eight digits each.
    @inline(__always)
    static func numbers(_ digits: Words) -> Words {
        let ones = unsafeBitCast(digits, to: SIMD8<UInt16>.self)
        let pairs = unsafeBitCast((ones & 0x00FF) &* 10 &+ (ones &>> 8), to: SIMD4<UInt32>.self)
        // Masks that take nothing away tell the compiler that 16 bits are enough to multiply.
        let fours = unsafeBitCast((pairs & 0x7F) &* 100 &+ (pairs &>> 16), to: Words.self)
        return (fours & 0xFFFF_FFFF) &* 10_000 &+ (fours &>> 32)
    }

    /// The numbers of up to sixteen digits, of which the first eight are in `high`.
    @inline(__always)
    static func numbers(_ high: Words, _ low: Words) -> Words {
        (numbers(high) & 0xFFFF_FFFF) &* 100_000_000 &+ numbers(low)
    }

    /// Whole numbers below 2⁵² as doubles, exactly.
    @inline(__always)
    static func doubles(_ numbers: Words) -> SIMD2<Double> {
        unsafeBitCast(numbers | 0x4330_0000_0000_0000, to: SIMD2<Double>.self) - 4_503_599_627_370_496
    }
}
