/// The shortest decimal that reads back as the same `Double`, without a `String` on the way: how every number that is not
/// a whole number by its nature is written in CSV, JSON and JSON lines.
///
/// The bytes are those of `description`; zero has no sign. So there is always a point or an exponent, and a reader that
/// guesses types by the first rows finds a column of floats even where they are whole: `0.0`, never `0`.
///
/// Magnitudes from 10⁻⁴ to below 2⁵³ are rendered here: there the powers of ten that the algorithm multiplies with are
/// exact in 64 bits. All else is left to `description`.
/// - Source: R. Giulietti, "The Schubfach way to render doubles" (2021).
package enum ShortestDecimal {
    /// The most bytes that ``write(_:to:)`` writes.
    package static let capacity = 32

    /// A number as the text of a cell; empty where it is not finite.
    package static func text(_ value: Double) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds a number; nothing where it is not finite.
    @inline(__always)
    package static func append(_ value: Double, to bytes: inout [UInt8]) {
        guard value.isFinite else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room in
            guard let start = room.baseAddress else { return }
            bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: write(value, to: start)))
        }
    }

    /// Writes a finite number; returns how many bytes.
    ///
    /// - Precondition: ``capacity`` bytes can be written.
    @inline(__always)
    package static func write(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> Int {
        let magnitude = value.magnitude
        guard magnitude >= 1e-4, magnitude < 0x1p53 else {
            // Most buckets of a map are empty.
            return value == 0 ? zero(text) : general(value, text)
        }
        var count = 0
        if value < 0 {
            text[0] = UInt8(ascii: "-")
            count = 1
        }
        var (digits, decimals) = shortest(magnitude)
        while decimals > 0, digits % 10 == 0 { (digits, decimals) = (digits / 10, decimals - 1) }
        guard decimals > 0 else {
            count += whole(digits, text + count)
            text[count] = UInt8(ascii: ".")
            text[count + 1] = UInt8(ascii: "0")
            return count + 2
        }
        // At most 17 digits: with 18 decimals or more nothing stands before the point.
        let (before, behind) =
            decimals < 18 ? digits.quotientAndRemainder(dividingBy: powers[decimals]) : (0, digits)
        count += whole(before, text + count)
        text[count] = UInt8(ascii: ".")
        fixed(behind, decimals, text + count + 1)
        return count + 1 + decimals
    }

    /// Writes a whole number; returns how many bytes, at most 20.
    @inline(__always)
    static func whole(_ value: UInt64, _ text: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 1
        while count < 20, value >= powers[count] { count += 1 }
        fixed(value, count, text)
        return count
    }

    /// Writes the last digits of a number.
    private static func fixed(_ value: UInt64, _ count: Int, _ text: UnsafeMutablePointer<UInt8>) {
        // Two halves at a time: their divisions do not wait for one another.
        guard count > 8 else { return half(value, count, text) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        half(low, 8, text + (count - 8))
        fixed(high, count - 8, text)
    }

    @inline(__always)
    private static func half(_ value: UInt64, _ count: Int, _ text: UnsafeMutablePointer<UInt8>) {
        var (rest, place) = (UInt32(truncatingIfNeeded: value), count)
        while place > 1 {
            let (higher, pair) = rest.quotientAndRemainder(dividingBy: 100)
            text[place - 1] = UInt8(truncatingIfNeeded: 48 + pair % 10)
            text[place - 2] = UInt8(truncatingIfNeeded: 48 + pair / 10)
            (rest, place) = (higher, place - 2)
        }
        if place == 1 { text[0] = UInt8(truncatingIfNeeded: 48 + rest % 10) }
    }

    /// 10⁰ to 10¹⁹.
    private static let powers: [UInt64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
        1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        10_000_000_000_000_000_000,
    ]

    /// 10⁰ to 10²⁰, shifted so that the top bit is set: 5²⁰ has 47 bits, so all are exact.
    private static let scaled: [UInt64] = [
        9_223_372_036_854_775_808, 11_529_215_046_068_469_760, 14_411_518_807_585_587_200,
        18_014_398_509_481_984_000, 11_258_999_068_426_240_000, 14_073_748_835_532_800_000,
        17_592_186_044_416_000_000, 10_995_116_277_760_000_000, 13_743_895_347_200_000_000,
        17_179_869_184_000_000_000, 10_737_418_240_000_000_000, 13_421_772_800_000_000_000,
        16_777_216_000_000_000_000, 10_485_760_000_000_000_000, 13_107_200_000_000_000_000,
        16_384_000_000_000_000_000, 10_240_000_000_000_000_000, 12_800_000_000_000_000_000,
        16_000_000_000_000_000_000, 10_000_000_000_000_000_000, 12_500_000_000_000_000_000,
    ]

    /// `digits · 10^-decimals`: of the shortest decimals that round to the number, the nearest.
    @inline(__always)
    private static func shortest(_ magnitude: Double) -> (digits: UInt64, decimals: Int) {
        let fraction = magnitude.significandBitPattern
        let c = fraction | 1 << 52
        let q = Int(magnitude.exponentBitPattern) - 1075
        if c.trailingZeroBitCount >= -q { return (c >> UInt64(-q), 0) }
        let isLowerCloser = fraction == 0
        let k = (q * 1_262_611 - (isLowerCloser ? 524_031 : 0)) >> 22
        let h = UInt64(q + ((-k * 1_741_647) >> 19) + 1)
        let power = scaled[-k]
        // Rounded to odd: the last bit says whether anything was cut off.
        func product(_ factor: UInt64) -> UInt64 {
            let (high, low) = power.multipliedFullWidth(by: factor << h)
            return high | (low != 0 ? 1 : 0)
        }
        let odd = c & 1
        let lower = product(4 * c - 2 + (isLowerCloser ? 1 : 0)) + odd
        let middle = product(4 * c)
        let upper = product(4 * c + 2) - odd
        let s = middle / 4
        if s >= 10 {
            let tens = s / 10
            let (isBelow, isAbove) = (lower <= 40 * tens, 40 * tens + 40 <= upper)
            if isBelow != isAbove { return (tens + (isAbove ? 1 : 0), -k - 1) }
        }
        let (isBelow, isAbove) = (lower <= 4 * s, 4 * s + 4 <= upper)
        if isBelow != isAbove { return (s + (isAbove ? 1 : 0), -k) }
        let half = 4 * s + 2
        return (s + (middle > half || (middle == half && s & 1 == 1) ? 1 : 0), -k)
    }

    /// -0 means nothing to a reader of amounts.
    @inline(__always)
    private static func zero(_ text: UnsafeMutablePointer<UInt8>) -> Int {
        (text[0], text[1], text[2]) = (UInt8(ascii: "0"), UInt8(ascii: "."), UInt8(ascii: "0"))
        return 3
    }

    private static func general(_ value: Double, _ text: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        for byte in value.description.utf8 {
            text[count] = byte
            count += 1
        }
        return count
    }
}
