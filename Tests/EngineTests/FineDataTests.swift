import Engine
import LiquidationCore
import MarketData
import PluginTestSupport
import TestSupport
import Testing

@Suite("Data with bars of several intervals") struct FineDataTests {
    /// Hours and the bars that every four of them make, as files of one folder.
    private func folder() throws -> (folder: TemporaryFolder, hours: Dataset, both: Dataset) {
        let folder = try TemporaryFolder()
        let lines = MadeUpMarket.bars(96).split(separator: "\n").map(String.init)
        let hours = try MarketData.load(try folder.write("hours/h.csv", lines.joined(separator: "\n") + "\n"))
        let series = hours.series
        let interest = try #require(series.extras.openInterest)
        let volume = try #require(series.extras.volume)
        let bars = (0..<24).map { bar -> String in
            let rows = (4 * bar)..<(4 * bar + 4)
            let numbers: [Double] = [
                series.open[rows.lowerBound], series.high[rows].max() ?? 0, series.low[rows].min() ?? 0,
                series.close[rows.upperBound - 1], volume.missingAsNaN[rows].reduce(0, +),
                interest[rows.upperBound - 1] ?? 0,
            ]
            return "\(series.time[rows.lowerBound])," + numbers.map { "\($0)" }.joined(separator: ",")
        }
        try folder.write("both/h.csv", lines.joined(separator: "\n") + "\n")
        try folder.write(
            "both/4h.csv",
            "time,open,high,low,close,volume,open_interest\n" + bars.joined(separator: "\n") + "\n")
        return (folder, hours, try MarketData.load(folder.path + "/both"))
    }

    @Test func `the map is run on the finer bars, and the output says so`() throws {
        let (folder, hours, both) = try folder()
        defer { withExtendedLifetime(folder) {} }
        #expect(both.interval == 4 * 3_600_000 && both.series.count == 24)
        let engine = MapEngine()
        let request = MapRequest(leverage: .measured)
        let (found, expected) = (try engine.result(both, request), try engine.result(hours, request))
        #expect(found.map.notional == expected.map.notional)
        let notes = found.assumptions.notes.map { "\($0)" }.joined(separator: "\n")
        #expect(notes.contains("run on bars of 1h from 2025-05-01T00:00Z to 2025-05-05T00:00Z, else of 4h"))
        #expect(try found.sum().shards.first?.data == engine.result(hours, request).sum().shards.first?.data)
        var balanced = request
        try balanced.setModel("balanced")
        let other = try engine.result(both, balanced).assumptions.notes.map { "\($0)" }.joined(
            separator: "\n")
        #expect(other.contains("the finer bars of the data are not read"))
    }

    @Test func `columns of a heatmap and maps as of an instant are by the longer bars`() throws {
        let (folder, hours, both) = try folder()
        defer { withExtendedLifetime(folder) {} }
        var request = MapRequest(leverage: .measured)
        request.asOf = AsOf(text: "2025-05-03T13:00Z")
        let cut = try MapEngine().result(both, request)
        #expect("\(cut.map.time)" == "2025-05-03T08:00Z")
        request.asOf = AsOf(text: "2025-05-03T12:00Z")
        #expect(try MapEngine().result(hours, request).map.notional == cut.map.notional)
        request.asOf = nil
        request.columns = 24
        let heatmap = try #require(try MapEngine().result(both, request).heatmap)
        #expect(heatmap.columns.map(\.start.milliseconds) == both.series.time)
    }
}
