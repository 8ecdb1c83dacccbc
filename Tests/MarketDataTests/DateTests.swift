import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// Dates whose day and month stand in an order that a file has to tell, and times of day in a column of their own.
@Suite("Dates") struct DateTests {
    private func load(_ text: String, _ unit: TimeUnit? = nil, name: String = "x.csv") throws -> Dataset {
        var options = ReadOptions()
        options.timeUnit = unit
        let folder = Folder()
        return try MarketData.load(folder.write(name, text: text), limits: Limits(), options: options)
    }

    private func bars(_ dates: [String], header: String = "Date,Open,High,Low,Close") -> String {
        header + "\n" + dates.map { "\($0),1,2,0.5,1.5\n" }.joined()
    }

    private func days(_ data: Dataset) -> [String] {
        data.series.time.map { Day.text(Timestamp(milliseconds: $0)) }
    }

    @Test(arguments: [
        (["01/12/2025", "01/13/2025"], ["2025-01-12", "2025-01-13"], "text, month-first"),
        (["12/01/2025", "13/01/2025"], ["2025-01-12", "2025-01-13"], "text, day-first"),
        (["12.01.2025", "13.01.2025"], ["2025-01-12", "2025-01-13"], "text, day-first"),
        (["1/12/2025", "1/13/2025"], ["2025-01-12", "2025-01-13"], "text, month-first"),
        (["2025/01/12", "2025/01/13"], ["2025-01-12", "2025-01-13"], "text"),
        (["2025.01.12", "2025.01.13"], ["2025-01-12", "2025-01-13"], "text"),
        // The last row speaks for all, newest first too.
        (
            ["01/13/2025", "01/12/2025", "01/11/2025"], ["2025-01-11", "2025-01-12", "2025-01-13"],
            "text, month-first"
        ),
    ]) func `a number above twelve tells for the whole file which one is the day`(
        dates: [String], expected: [String], unit: String
    ) throws {
        let data = try load(bars(dates))
        #expect(days(data) == expected)
        #expect(data.report.sources.first?.timeUnit == unit)
        let isTurned = dates.first == "01/13/2025"
        #expect(data.report.notes.contains { $0.contains("rows out of order") } == isTurned)
    }

    @Test func `many rows before the one that tells are read by it`() throws {
        // The first days of a month by the hour, then a thirteenth: 288 rows are open until then.
        let dates = (1...13).flatMap { day in
            (0..<24).map { "02/\(day < 10 ? "0" : "")\(day)/2025 \($0):00" }
        }
        let series = try load(bars(dates)).series
        #expect(series.count == 13 * 24 && series.time[0] == 1_738_368_000_000)
        #expect(zip(series.time, series.time.dropFirst()).allSatisfy { $1 - $0 == 3_600_000 })
    }

    @Test func `where no row tells, the file is refused with both days and what says it`() throws {
        let text = bars(["01/02/2025", "01/03/2025"])
        let refusal = Folder.refusal(text)
        #expect(refusal.contains("x.csv:2: no row tells whether dates begin with the day or with the month"))
        #expect(refusal.contains("this one is 2025-02-01 or 2025-01-02"), "\(refusal)")
        #expect(refusal.contains("--time-unit day-first, or --time-unit month-first, says which"))
        #expect(days(try load(text, .monthFirst)) == ["2025-01-02", "2025-01-03"])
        #expect(days(try load(text, .dayFirst)) == ["2025-02-01", "2025-03-01"])
        // The same in both orders: nothing to tell.
        #expect(try load(bars(["02/02/2025 00:00", "02/02/2025 01:00"])).series.count == 2)
    }

    @Test(arguments: [
        (
            ["13/01/2025", "01/14/2025"], nil,
            "x.csv:3: column Date: '01/14/2025' is none of the dates that begin with the day"
        ),
        (["31/02/2025", "01/03/2025"], nil, "x.csv:2: column Date: '31/02/2025' is not a UTC time"),
        (["13/01/2025", "30/02/2025"], nil, "x.csv:3: column Date: '30/02/2025' is no day that exists"),
        (
            ["13/01/2025", "2025-01-14"], nil,
            "timestamp unit changes from dates that begin with the day to text"
        ),
        (["13/01/2025", "14/01/2025"], TimeUnit.monthFirst, "--time-unit month-first was given"),
    ]) func `a date of another order is refused`(dates: [String], unit: TimeUnit?, message: String) throws {
        let error = #expect(throws: DataError.self) { try load(bars(dates), unit) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        (
            "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
            ["2025.01.31\t23:00:00", "2025.02.01\t00:00:00"], "\t", "\t5\t0\t10"
        ),
        ("Date,Time,Open,High,Low,Close", ["31/01/2025,23:00", "01/02/2025,00:00"], ",", ""),
        ("Date,Time,Open,High,Low,Close", ["1/31/2025,11:00 PM", "2/1/2025,12:00 AM"], ",", ""),
        ("Time,Date,Open,High,Low,Close", ["23:00:00,2025-01-31", "00:00:00,2025-02-01"], ",", ""),
        ("Date,Open,High,Low,Close", ["31.01.2025 23:00:00", "01.02.2025 00:00:00"], ",", ""),
        ("Date,Open,High,Low,Close", ["\"1/31/2025, 11:00:00 PM\"", "\"2/1/2025, 12:00:00 AM\""], ",", ""),
        ("", ["2025.01.31,23:00", "2025.02.01,00:00"], ",", ",7"),
    ]) func `date and time of day make one instant, in one column or in two`(
        header: String, starts: [String], mark: String, rest: String
    ) throws {
        let cells = ["1", "2", "0.5", "1.5"].joined(separator: mark)
        let rows = starts.map { "\($0)\(mark)\(cells)\(rest)\n" }.joined()
        let data = try load((header.isEmpty ? "" : header + "\n") + rows)
        #expect(data.series.time == [1_738_364_400_000, 1_738_368_000_000])
        #expect(data.interval == 3_600_000)
    }

    @Test func `a time of day beside whole instants is left alone`() throws {
        let text =
            "Datetime,Time,Open,High,Low,Close\n2025-01-31 23:00,05:00,1,2,0.5,1.5\n2025-02-01 00:00,06:00,1,2,0.5,1.5\n"
        #expect(try load(text).series.time == [1_738_364_400_000, 1_738_368_000_000])
        #expect(Folder.refusal("Date,Time,Open,High,Low,Close\n2025-01-31,23:0x,1,2,0.5,1.5\n") != "")
        let bad =
            "Date,Time,Open,High,Low,Close\n2025-01-31,23:00,1,2,0.5,1.5\n2025-02-01,25:00,1,2,0.5,1.5\n"
        #expect(Folder.refusal(bad).contains("x.csv:3: column Time: '25:00' is no time of day"))
    }

    @Test func `trades have such dates, where the first of them tell or both orders are the same`() throws {
        func trades(_ day: String, _ count: Int) -> String {
            "date,price,qty,side\n"
                + (0..<count).map { "\(day) 0:\(10 + $0 / 60 % 50):\(10 + $0 % 50),10,1,buy\n" }.joined()
        }
        let data = try load(trades("02/02/2025", 50))
        #expect(data.series.time == [1_738_455_000_000])
        // Several pieces of text.
        let many =
            "date,price,qty,side\n"
            + (0..<9000).map { "02/02/2025 \(10 + $0 / 3600):\(10 + $0 / 60 % 50),10,1,buy\n" }.sorted()
            .joined()
        #expect(try load(many).report.sources.first?.rows == 9000)
        #expect(try load(trades("13/02/2025", 50)).series.count == 1)
        #expect(Folder.refusal(trades("01/02/2025", 50)).contains("no row tells whether dates begin"))
        let answer = (0..<3).map {
            "{\"date\":\"02/02/2025 0:1\(3 - $0)\",\"price\":1,\"qty\":1,\"side\":\"buy\"}"
        }
        #expect(try load("[" + answer.joined(separator: ",") + "]", name: "x.json").series.count == 3)
    }

    @Test func `times of day without dates are refused with the reason`() {
        let refusal = Folder.refusal("Time,Open,High,Low,Close\n00:00,1,2,0.5,1.5\n")
        #expect(
            refusal.contains("column time is missing; Time holds times of day, and no column has dates"),
            "\(refusal)")
    }

    @Test func `rows of JSON have such dates too`() throws {
        let rows = ["01/12/2025", "01/13/2025"].map {
            "{\"date\":\"\($0)\",\"open\":1,\"high\":2,\"low\":1,\"close\":2}"
        }
        let data = try load("[" + rows.joined(separator: ",") + "]", name: "x.json")
        #expect(data.series.time == [1_736_640_000_000, 1_736_726_400_000])
    }
}
