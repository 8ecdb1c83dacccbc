import TestSupport
import Testing

@testable import MarketData

@Suite("Shortest decimals") struct ShortestDecimalTests {
    private func text(_ value: Double) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ShortestDecimal.capacity) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = ShortestDecimal.write(value, to: start)
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
    }

    @Test(arguments: [
        (0, "0.0"), (-0.0, "0.0"), (1, "1.0"), (-3, "-3.0"), (0.1, "0.1"), (0.5, "0.5"), (-2.5, "-2.5"),
        (0.0001, "0.0001"),
        (100, "100.0"), (1e15, "1000000000000000.0"), (9_007_199_254_740_991, "9007199254740991.0"),
        (Double.leastNonzeroMagnitude, "5e-324"), (1e22, "1e+22"),
        (0.30000000000000004, "0.30000000000000004"),
        (9007199254740992, "9007199254740992.0"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (0.00012, "0.00012"), (1.5e-5, "1.5e-05"), (2251799813685249.5, "2251799813685249.5"),
    ]) func `a number has its known text`(value: Double, expected: String) {
        #expect(text(value) == expected)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `it is the description, and reads back`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for step in 0..<20_000 {
            let bits = random.next()
            // Of any size, of the sizes of prices, neighbours of powers of two, few digits.
            let value =
                switch step % 4 {
                case 0: Double(bitPattern: bits)
                case 1: Double(bits >> 11) * 0x1p-53 * 1e6
                case 2: Double(sign: .plus, exponent: Int(bits % 70) - 14, significand: 1).nextUp
                default: Double(bits % 1_000_000) / 1000
                }
            guard value.isFinite else { continue }
            let expected = value == 0 ? "0.0" : value.description
            let written = text(value)
            if written != expected || Double(written) != value {
                Issue.record("seed \(seed): \(value) is written \(written)")
                return
            }
        }
        for exponent in -14..<53 {
            for value in [Double(sign: .plus, exponent: exponent, significand: 1)] {
                for near in [value.nextDown, value, value.nextUp] {
                    #expect(text(near) == near.description)
                }
            }
        }
    }
}
