package import LiquidationCore

/// Market data of one symbol, joined from one or more files, and what was found on the way.
package struct Dataset: Sendable {
    /// The bars.
    package let series: BarSeries
    /// The symbol that the files name; `nil` where none does.
    package let symbol: String?
    /// Milliseconds from one bar to the next; zero where a single bar does not tell.
    package let interval: Int64
    /// Sources, coverage, gaps and notes.
    package let report: DataReport

    /// The same data with other bars of it: fewer, or in other units.
    package func with(_ series: BarSeries) -> Dataset {
        Dataset(series: series, symbol: symbol, interval: interval, report: report)
    }
}
