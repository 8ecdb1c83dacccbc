import Foundation
import Glibc
import LiquidationCore
import TestSupport
import Testing

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
