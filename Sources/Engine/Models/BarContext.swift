package import LiquidationCore

/// The series that plugins are asked about.
package final class BarContext {
    /// The bars.
    package let series: BarSeries
    /// Milliseconds from one bar to the next.
    package let interval: Int64
    /// The rungs that weights are wanted for.
    package let ladder: Ladder
    /// Asked while waiting: false ends the run.
    package let shouldContinue: () -> Bool
    /// What the provider of plugins makes of these bars, kept here so that it is made once for all plugins of a run.
    package var rows: AnyObject?

    /// A context by its parts.
    package init(
        _ series: BarSeries, interval: Int64, ladder: Ladder, shouldContinue: @escaping () -> Bool = { true }
    ) {
        (self.series, self.interval, self.ladder, self.shouldContinue) = (
            series, interval, ladder, shouldContinue
        )
    }

    /// The last bar, which signal rules are given.
    package var last: BarPlace { BarPlace(series, series.count - 1) }
}
