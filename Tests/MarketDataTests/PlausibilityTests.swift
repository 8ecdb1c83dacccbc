import LiquidationCore
import MarketData
import Testing

/// Numbers that can be read and are probably meant otherwise: a note names bar, value and likely unit.
@Suite("Plausibility") struct PlausibilityTests {
    /// Hours from 2024-01-01T00:00Z, each with a close of 50,000 that moves by a little, 100 units traded.
    private struct Hours {
        var close: [Double]
        var high: [Double]
        var low: [Double]
        var volume: [String]
        var openInterest: [String]
        var funding: [String]

        init(_ count: Int, close: Double = 50_000) {
            self.close = (0..<count).map { close * (1 + 0.001 * Double($0 % 3)) }
            high = self.close.map { $0 * 1.002 }
            low = self.close.map { $0 * 0.998 }
            volume = Array(repeating: "100", count: count)
            openInterest = (0..<count).map { "\(1000 + $0)" }
            funding = (0..<count).map { $0 % 8 == 0 ? "0.0001" : "" }
        }

        mutating func set(close value: Double, at bar: Int) {
            (close[bar], high[bar], low[bar]) = (value, value, value)
        }

        var text: String {
            "time,open,high,low,close,volume,open_interest,funding_rate\n"
                + close.indices.map { bar in
                    let time = Klines.start + Int64(bar) * 3_600_000
                    return "\(time),\(close[bar]),\(high[bar]),\(low[bar]),\(close[bar]),\(volume[bar]),"
                        + "\(openInterest[bar]),\(funding[bar])\n"
                }.joined()
        }

        func notes(now: Int64 = Klines.start + 1000 * 3_600_000) throws -> [String] {
            var limits = Limits()
            limits.now = { Timestamp(milliseconds: now) }
            let folder = Folder()
            return try MarketData.load(folder.write("x.csv", text: text), limits: limits).report.notes
        }
    }

    private func changed(_ change: (inout Hours) -> Void) throws -> [String] {
        var hours = Hours(48)
        change(&hours)
        return try hours.notes()
    }

    @Test func `ordinary bars have no note`() throws {
        #expect(try Hours(48).notes() == [])
        // A tenth of the volume, and ten times as much in a quiet market.
        #expect(try changed { $0.volume = $0.volume.map { _ in "10000" } } == [])
        #expect(try changed { $0.volume = $0.volume.map { _ in "10" } } == [])
    }

    @Test func `open interest that jumps has a note with bar, values and factor`() throws {
        let jumped = try changed { $0.openInterest[7] = "1007000" }
        #expect(
            jumped == [
                "open_interest rises from 1.01K to 1.01M in one bar (2024-01-01T07:00Z), by a factor of 1.00K: one of "
                    + "the two may be in another unit, and 1 more such bar"
            ])
        // 1,006 units are worth 50.3M at a price of 50,000.
        let dollars = try changed { hours in
            for bar in 40..<48 { hours.openInterest[bar] = "\((1000 + bar) * 50_000)" }
        }
        #expect(
            dollars == [
                "open_interest rises from 1.04K to 52.0M in one bar (2024-01-02T16:00Z), by a factor of 50.0K: if it "
                    + "counts USD, it is 1.04K base units"
            ])
        let before = try changed { hours in
            for bar in 0..<8 { hours.openInterest[bar] = "\((1000 + bar) * 50_000)" }
        }
        #expect(
            before.count == 1
                && before[0].contains("falls from 50.4M to 1.01K in one bar (2024-01-01T08:00Z)"))
        #expect(before[0].hasSuffix("if those before count USD, they were 1.00K base units"), "\(before)")
        #expect(try changed { $0.openInterest[7] = "9000" } == [])
    }

    @Test func `open interest that falls to zero has a note`() throws {
        let notes = try changed { $0.openInterest[7] = "0" }
        #expect(
            notes.contains(
                "open_interest falls from 1.01K to 0 in one bar (2024-01-01T07:00Z), as if all positions were closed: a "
                    + "cell that is not known is left blank"), "\(notes)")
    }

    @Test func `open interest in USD is told by the days of volume that it is worth`() throws {
        let notes = try changed { hours in
            hours.openInterest = (0..<48).map { "\((1000 + $0) * 50_000)" }
        }
        // The last bar: 1,047 units at 50,000 USD; 2,400 are traded a day.
        #expect(
            notes == [
                "open_interest 52.4M (2024-01-02T23:00Z) is 21.8K days of volume: if it counts USD, it is 1.04K base units (--open-interest-unit quote; contracts*SIZE for contracts)"
            ])
        let bare = try changed { hours in
            hours.volume = hours.volume.map { _ in "" }
            hours.openInterest = (0..<48).map { "\((1000 + $0) * 50_000)" }
        }
        #expect(
            bare.contains(
                "open_interest 52.4M (2024-01-02T23:00Z) is worth 2.62T at the close: if it counts USD, it is 1.04K base "
                    + "units (--open-interest-unit quote; contracts*SIZE for contracts)"), "\(bare)")
        let others = try changed { $0.volume = $0.volume.map { _ in "0.000001" } }
        #expect(
            others.count == 1 && others[0].hasSuffix("it may count contracts or another coin"), "\(others)")
    }

    @Test func `a close with one digit more or less than its neighbours has a note`() throws {
        let clear = try changed { $0.set(close: 510_000, at: 9) }
        #expect(clear.count == 1, "\(clear)")
        #expect(
            clear[0].hasPrefix(
                "close 510,000 (2024-01-01T09:00Z) is 10.2 times above that of the bar beside it"))
        let less = try changed { $0.set(close: 4_900, at: 47) }
        #expect(
            less.count == 1 && less[0].hasPrefix("close 4,900 (2024-01-02T23:00Z) is 10.2 times below"),
            "\(less)")
        let two = try changed { hours in for bar in [9, 19] { hours.set(close: 510_000, at: bar) } }
        #expect(two.count == 1 && two[0].hasSuffix("a digit may be lost, and 1 more such bar"), "\(two)")
    }

    @Test func `one high or low that decides the grid has a note`() throws {
        let high = try changed { $0.high[9] = 120_000 }
        #expect(
            high == [
                "high 120,000 (2024-01-01T09:00Z) alone decides how far the grid reaches: all other prices are at most "
                    + "50,200.2"
            ])
        let low = try changed { $0.low[9] = 0.5 }
        #expect(
            low == [
                "low 0.5 (2024-01-01T09:00Z) alone decides how far the grid reaches: all other prices are at least 49,900"
            ])
        #expect(try changed { $0.high[9] = 90_000 } == [])
    }

    @Test func `funding in per cent has a note`() throws {
        let notes = try changed { $0.funding = $0.funding.map { $0.isEmpty ? "" : "0.01" } }
        #expect(
            notes == [
                "funding_rate 0.01 (2024-01-02T16:00Z) looks like per cent: half of all payments are 1 % or more; if it is "
                    + "per cent, it is 0.0001 as a fraction (--funding-unit percent)"
            ])
        // One payment of 2 % occurs: BTC has paid that in a squeeze.
        #expect(try changed { $0.funding[8] = "0.02" } == [])
    }

    @Test func `a last bar in the future, and one that is not finished, have notes`() throws {
        let hours = Hours(48)
        let last = Klines.start + 47 * 3_600_000
        #expect(
            try hours.notes(now: last - 3 * 86_400_000) == [
                "the last bar (2024-01-02T23:00Z) opens 3 days after now: its time, or the clock of this machine, may be "
                    + "wrong"
            ])
        #expect(
            try hours.notes(now: last + 60_000) == [
                "the last bar (2024-01-02T23:00Z) is not finished: it ends after now, 2024-01-03T00:00Z"
            ])
        #expect(try hours.notes(now: last + 3_600_000) == [])
    }

    @Test func `one bar alone has a note`() throws {
        #expect(
            try Hours(1).notes() == [
                "there is one bar only (2024-01-01T00:00Z, close 50,000): it opens everything that the map shows, and tells "
                    + "no interval"
            ])
    }
}

/// Real data; skipped where the machine does not have it.
@Suite("Plausibility of real data", .enabled(if: Shared.has("data/cases/A-btc-4h/bars.csv.gz")))
struct RealPlausibilityTests {
    @Test(arguments: ["A-btc-4h", "A-eth-4h", "B-btc-1h"])
    func `real cases have no note on units`(name: String) throws {
        let notes = try MarketData.load("\(Shared.root)/data/cases/\(name)/bars.csv.gz").report.notes
        for word in ["open_interest ", "funding_rate ", "close ", "high ", "low ", "the last bar"] {
            #expect(!notes.contains { $0.hasPrefix(word) }, "\(notes)")
        }
    }
}
