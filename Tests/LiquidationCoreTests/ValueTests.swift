import Foundation
import Glibc
import LiquidationCore
import TestSupport
import Testing

@testable import LiquidationCore

/// Price, Quantity, Notional, Collateral, Rate, Leverage: what each takes and what it refuses.
@Suite("Units") struct UnitsTests {
    private func code(_ body: () throws -> Void) -> CoreError.Code? {
        #expect(throws: CoreError.self, performing: body)?.code
    }

    @Test(arguments: [0, -0.0, -1, .nan, .infinity, -.infinity] as [Double])
    func `a price and a quantity are finite and above zero`(value: Double) {
        #expect(code { _ = try Price(value) } == .notPositive)
        #expect(code { _ = try Quantity(value) } == .notPositive)
    }

    @Test(arguments: [-1, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity] as [Double])
    func `a notional is finite and not negative`(value: Double) {
        #expect(code { _ = try Notional(value) } == .outOfRange)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func `a collateral and a rate are finite`(value: Double) {
        #expect(code { _ = try Collateral(value) } == .notFinite)
        #expect(code { _ = try Rate(value) } == .notFinite)
    }

    @Test(arguments: [Double(1).nextDown, 0, -1, .nan, .infinity] as [Double])
    func `a leverage is finite and at least 1`(value: Double) {
        #expect(code { _ = try Leverage(value) } == .outOfRange)
    }

    @Test func `the borders themselves are legal`() throws {
        #expect(try Price(.leastNonzeroMagnitude).value == .leastNonzeroMagnitude)
        #expect(try Quantity(.greatestFiniteMagnitude).value == .greatestFiniteMagnitude)
        #expect(try Notional(0).value == 0)
        #expect(try Collateral(-5).value == -5)
        #expect(try Rate(-0.0001).value == -0.0001)
        #expect(try Leverage(1).value == 1)
    }

    @Test func `values of one unit are ordered`() throws {
        #expect(try Price(1) < Price(2))
        #expect(try Quantity(1) < Quantity(2))
        #expect(try Notional(1) < Notional(2))
        #expect(try Collateral(-1) < Collateral(2))
        #expect(try Rate(-1) < Rate(2))
        #expect(try Leverage(1) < Leverage(2))
    }

    @Test func `an error prints its message and, where there is one, its hint`() {
        let error = #expect(throws: CoreError.self) { try Price(-2) }
        #expect(error?.description == "price must be finite and above zero, was -2.0")
        #expect(CoreError(.outOfRange, "too long", hint: "take less").description == "too long (take less)")
    }

    @Test func `a side has a sign`() {
        #expect(Side.long.sign == 1)
        #expect(Side.short.sign == -1)
        #expect(Side.allCases == [.long, .short])
    }
}

@Suite("Timestamp") struct TimestampTests {
    static let day: Int64 = 86_400_000

    @Test(
        arguments: [
            (0, "1970-01-01T00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (60_000, "1970-01-01T00:01Z"),
            (1_000, "1970-01-01T00:00:01Z"), (1, "1970-01-01T00:00:00.001Z"),
            // `date -u -d 2025-06-30T16:00 +%s` prints 1751299200.
            (1_751_299_200_000, "2025-06-30T16:00Z"),
            // RFC 3339, 5.8 speaks of the leap day of a century: 2000 has one.
            (951_782_400_000, "2000-02-29T00:00Z"),
            // The year 0000 of ISO 8601 is 1 BC; the year before it is written with a sign.
            (-62_167_219_200_000, "0000-01-01T00:00Z"), (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `text shows seconds and milliseconds only where they are not zero`(
        milliseconds: Int64, text: String
    ) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test func `every instant has a text`() {
        #expect(Timestamp(milliseconds: .max).description == "292278994-08-17T07:12:55.807Z")
        #expect(Timestamp(milliseconds: .min).description.hasPrefix("-292275055-05-16T16:47:04"))
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `days of the years 0 to 9999 are those of the C library`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let second = Int.random(in: -62_167_219_200...253_402_300_799, using: &random)
            var (time, civil) = (time_t(second), tm())
            gmtime_r(&time, &civil)
            let stamp = try #require(
                Timestamp(
                    year: Int64(civil.tm_year) + 1900, month: Int64(civil.tm_mon) + 1,
                    day: Int64(civil.tm_mday),
                    milliseconds: Int64(civil.tm_hour * 3600 + civil.tm_min * 60 + civil.tm_sec) * 1000),
                "seed \(seed), second \(second)")
            #expect(stamp.milliseconds == Int64(second) * 1000, "seed \(seed), second \(second)")
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `text is what Foundation prints, since the calendar's reform`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<500 {
            // 1583-01-01 to 9999-12-31: Foundation reads dates before in the Julian calendar.
            let second = Int64.random(in: -12_212_553_600...253_402_300_799, using: &random)
            let date = Date(timeIntervalSince1970: Double(second) + 0.125)
            let stamp = Timestamp(milliseconds: second * 1000 + 125)
            #expect(stamp.description == date.formatted(style), "seed \(seed), second \(second)")
        }
    }

    @Test(
        arguments: [
            (2023, 2, 29), (1900, 2, 29), (2024, 2, 30), (2025, 4, 31), (2025, 13, 1), (2025, 0, 1),
            (2025, 1, 0),
            (2025, 1, 32), (-1, 1, 1), (10_000, 1, 1), (.max, .max, .max), (.min, .min, .min),
        ] as [(Int64, Int64, Int64)])
    func `a date that does not exist is nil`(year: Int64, month: Int64, day: Int64) {
        #expect(Timestamp(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [0, 4, 400, 1600, 2000, 2024, 9996] as [Int64])
    func `a leap day exists and is followed by the first of March`(year: Int64) throws {
        let leap = try #require(Timestamp(year: year, month: 2, day: 29))
        let march = try #require(Timestamp(year: year, month: 3, day: 1))
        #expect(march.milliseconds - leap.milliseconds == Self.day)
    }

    @Test func `time of day lies within the day`() throws {
        let midnight = try #require(Timestamp(year: 2025, month: 6, day: 30))
        let last = try #require(Timestamp(year: 2025, month: 6, day: 30, milliseconds: Self.day - 1))
        #expect(midnight < last)
        #expect(last.milliseconds - midnight.milliseconds == Self.day - 1)
        #expect(Timestamp(year: 2025, month: 6, day: 30, milliseconds: Self.day) == nil)
        #expect(Timestamp(year: 2025, month: 6, day: 30, milliseconds: -1) == nil)
    }
}

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
