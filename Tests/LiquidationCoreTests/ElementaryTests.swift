import Glibc
import TestSupport
import Testing

@testable import LiquidationCore

/// Against the C library, whose log and exp are within 1 ulp of the exact value.
@Suite("Elementary") struct ElementaryTests {
    private func near(_ ours: Double, _ exact: Double) -> Bool { abs(ours - exact) <= 2 * exact.ulp }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `log is within 2 ulp of the C library`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            let anyPositive = Double(bitPattern: random.next() >> 1)
            let numbers = [
                anyPositive.isFinite && anyPositive > 0 ? anyPositive : 1,
                Double.random(in: 1e-8...1e-4, using: &random), Double.random(in: 0.5...2, using: &random),
                1 + Double.random(in: -1e-9...1e-9, using: &random),
                Double.random(in: 2...1e6, using: &random),
            ]
            for x in numbers where !near(Elementary.log(x), Glibc.log(x)) {
                Issue.record("seed \(seed): log(\(x)) is \(Elementary.log(x))")
            }
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `exp is within 2 ulp of the C library`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            for range in [-745...708.99, -40...40, -1...1, -1e-9...1e-9] {
                let x = Double.random(in: range, using: &random)
                if !near(Elementary.exp(x), Glibc.exp(x)) {
                    Issue.record("seed \(seed): exp(\(x)) is \(Elementary.exp(x))")
                }
            }
        }
    }

    @Test func `the logarithm of a power of two is the C library's to the bit`() {
        for exponent in -1074...1023 {
            let power = Double(sign: .plus, exponent: exponent, significand: 1)
            #expect(Elementary.log(power) == Glibc.log(power), "2^\(exponent)")
        }
    }

    @Test func `log of 1 is 0, exp of 0 is 1, exp of a very low number is 0`() {
        #expect(Elementary.log(1) == 0)
        #expect(Elementary.exp(0) == 1)
        #expect(Elementary.exp(-745.2) == 0)
        #expect(Elementary.exp(-.infinity) == 0)
    }
}
