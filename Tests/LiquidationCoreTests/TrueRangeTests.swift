import Testing

@testable import LiquidationCore

@Suite("Average true range") struct TrueRangeTests {
    private let hour: Int64 = 3_600_000

    /// Bars of a length in hours: each closes at its own price, ranges one below to one above it.
    private func series(_ closes: [Double], hours: Int64) throws -> BarSeries {
        let opens = [closes[0]] + closes.dropLast()
        return try BarSeries(
            time: closes.indices.map { Int64($0) * hours * hour }, open: opens,
            high: zip(opens, closes).map { max($0, $1) + 1 }, low: zip(opens, closes).map { min($0, $1) - 1 },
            close: closes)
    }

    @Test func `the range of a day includes the close before it`() throws {
        // Two days of 12 hours: 100 to 110, a range of 99 to 111, then 110 to 104 and 106: 103 to 111.
        let series = try series([100, 110, 104, 106], hours: 12)
        #expect(series.averageTrueRange == (12.0 + 8) / 2)
    }

    @Test func `a gap between days counts`() throws {
        let series = try BarSeries(
            time: [0, 24 * hour], open: [100, 120], high: [101, 121], low: [99, 119], close: [100, 120])
        // 2 on the first day; on the second 121 less the close of 100.
        #expect(series.averageTrueRange == (2.0 + 21) / 2)
    }

    @Test func `at most the last 14 days count, and days end with the last bar`() throws {
        let quiet = [Double](repeating: 100, count: 6 * 14)
        let wild = (0..<60).map { 100 + Double($0 % 2) * 50 }
        #expect(try series(wild + [100] + quiet, hours: 4).averageTrueRange == 2)
        // Three bars over: the first day is a rest and does not count.
        #expect(try series([300, 300, 300] + quiet.prefix(12), hours: 4).averageTrueRange == (2.0 + 202) / 2)
    }

    @Test func `bars that do not tell have none`() throws {
        #expect(try series([100], hours: 4).averageTrueRange == nil)
        #expect(try series([100, 101], hours: 4).averageTrueRange == nil)
        #expect(try series([100, 101, 102], hours: 24 * 7).averageTrueRange == nil)
        #expect(try series([100, 100, 100], hours: 24).averageTrueRange == 2)
    }
}
