import Charts
import Foundation
import LiquidationCore
import LuaRuntime
import MarketData
@testable import Engine
@testable import Plugins
@testable import Scripting
import TestSupport
import Testing

@Suite("Columns of bars") struct BarColumnTests {
    private let folder: TemporaryFolder
    private let session: Session

    init() throws {
        folder = try TemporaryFolder()
        session = try Session(
            searchPath: [SharedFolder.project.appending(path: "plugins").path, folder.path],
            style: .plain(columns: 80)
        ) { _ in }
    }

    /// Four bars with one column, missing in the second.
    private func table(_ column: BarColumn, last: String = "0.02") -> String {
        let cells = ["0.01", "", "0.03", last]
        return "time,open,high,low,close,\(column.name)\n"
            + cells.enumerated().map { "\(1_704_067_200_000 + $0 * 60_000),10,12,9,11,\($1)\n" }.joined()
    }

    @Test(arguments: BarColumn.allCases)
    func `a column goes all the way from a file to plugins and scripts`(column: BarColumn) throws {
        let cells = [0.01, nil, 0.03, 0.02]
        let path = try folder.write("bars.csv", table(column))
        let data = try MarketData.load(path)
        let series = data.series
        func read(_ series: BarSeries) -> [Double?]? {
            series.extras[column].map { cells in (0..<4).map { cells[$0] } }
        }
        #expect(read(series) == cells)

        // Covered: in the report of the data, and in what every output says of it.
        // Where there is no ratio of positions, that of accounts stands in.
        let there = column == .accountRatio ? [.longShortRatio, column] : [column]
        #expect(data.report.coverage.map { "\($0.column) \($0.present)" } == there.map { "\($0.name) 3" })
        #expect(series.coverage.map { "\($0.column.name) \($0.present)" } == there.map { "\($0.name) 3" })
        #expect(!data.report.missing.contains(column.name))
        #expect(data.report.missing.count == BarColumn.allCases.count { !there.contains($0) && $0.isUsual })

        // Hashed: by its cells and by its name.
        let other = try MarketData.load(try folder.write("other.csv", table(column, last: "0.04"))).series
        #expect(other.contentHash != series.contentHash)
        for another in BarColumn.allCases where another != column {
            var extras = BarSeries.Extras()
            extras[another] = series.extras[column]
            let renamed = try BarSeries(
                time: series.time, open: series.open, high: series.high, low: series.low, close: series.close,
                extras: extras)
            #expect(renamed.contentHash != series.contentHash, "\(another.name)")
        }

        // Sent to an isolated plugin.
        var writer = WireWriter()
        BarContext(series, interval: data.interval, ladder: try Ladder([5])).write(&writer)
        var reader = WireReader(writer.bytes)
        #expect(read(try BarContext(reading: &reader).series) == cells)
        #expect(reader.isAtEnd)

        // Cut with the bars.
        #expect(series.suffix(milliseconds: 120_000).extras[column]?[0] == 0.03)

        // In `series`, in a dataset, and in a plugin's `bar`.
        let state = try LuaState(profile: .script, limits: .none, output: nil)
        let object = try state.makeObject(
            SeriesObject(series, interval: 60_000), type: SeriesObject.makeType())
        let field = try state.load("local series = ... return series.\(column.name)", chunk: "test")
        let vector = try #require(try state.call(field, [object]).first?.vector)
        let values = try vector.values
        #expect(values[0] == 0.01 && values[1].isNaN)
        let answer = try session.run("return liq.load(\"\(path)\").\(column.name)[3]", chunk: "test")
        #expect(answer.first?.double == 0.03)
        let row = BarRow(series, interval: 60_000)
        let cell = try state.load("local bar = ... return bar.\(column.name)", chunk: "test")
        for (bar, value) in [(0, 0.01), (1, nil), (2, 0.03)] {
            row.row.move(to: bar)
            #expect(try state.call(cell, [state.makeRow(row.row)]).first?.double == value)
        }
    }

    @Test func `the documents name every column`() throws {
        let pages = try ["README.md", "docs/plugins.md"].map {
            try String(contentsOf: SharedFolder.project.appending(path: $0), encoding: .utf8)
        }
        for column in BarColumn.allCases {
            for page in pages { #expect(page.contains(column.name), "\(column.name)") }
        }
    }

    @Test func `what takers traded in liq's own bars table reaches plugins and divides longs from shorts`()
        throws
    {
        let rows = MadeUpMarket.bars(60).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let text = rows.enumerated().map { index, row in
            var row = row.map(String.init)
            if index > 0 { (row[8], row[9]) = ("300", "100") }
            return row.joined(separator: ",")
        }
        let path = try folder.write("takers.csv", text.joined(separator: "\n"))
        try folder.write(
            "seen.lua",
            """
            return { kind = "leverage", run = function(bar, ladder)
              assert(bar.taker_buy_usd == 300 and bar.taker_sell_usd == 100)
              assert(bar.taker_buy_volume == bar.volume * 0.75)
              local weights = {}
              for i = 1, #ladder do weights[i] = 1 end
              return weights
            end }
            """)
        let answer = try session.run(
            "m = liq.load(\"\(path)\"):map { leverage = \"seen\", model = \"reference\", "
                + "options = {split = \"taker\"} } return m", chunk: "test")
        #expect(answer.count == 1)
    }
}
