import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// Tables of Parquet against the same rows as CSV; Parquet/make.py writes both.
@Suite("Parquet tables") struct ParquetTableTests {
    private static let folder = SharedFolder.project.appending(path: "Tests/MarketDataTests/Parquet").path

    @Test(arguments: ["pandas", "polars", "duckdb", "numbers"])
    func `a table is the same dataset as its rows in CSV`(writer: String) throws {
        let expected = try MarketData.load("\(Self.folder)/rows.csv")
        let data = try MarketData.load("\(Self.folder)/\(writer).parquet")
        #expect(cells(data.series) == cells(expected.series))
        #expect(
            data.series.extras.own["mood"]?.missingAsNaN == expected.series.extras.own["mood"]?.missingAsNaN)
        #expect(data.series.extras.openInterest?[3] == nil && data.series.extras.openInterest?[4] == 1004)
        #expect(data.symbol == (writer == "numbers" ? nil : "BTCUSDT"))
    }

    @Test func `a bad cell is told by its row`() {
        let text = Folder.refusal(of: "\(Self.folder)/bad.parquet")
        #expect(text.hasSuffix("row 7, column low: price must be positive (-1.0)"), "\(text)")
    }

    @Test func `rows are counted before they are read`() {
        var limits = Limits()
        limits.rows = 10
        let text = Folder.refusal(of: "\(Self.folder)/numbers.parquet", limits: limits)
        #expect(text.contains("10"), "\(text)")
    }
}
