import PlainText

/// How traders come, choose, size and leave. Every figure has a default; ``SimulationPlan`` checks them.
package struct TraderHabits: Hashable, Sendable {
    /// Taker entries expected in an hour that moves as a calm one does; half as many come when nothing moves,
    /// up to four times as many in a rush.
    package var entriesPerHour = 3.0
    /// Share of takers who open in the direction of the last hour's move; the rest fade it.
    package var momentumShare = 0.6
    /// Share of openings whose other side is a market maker at 1x and not a second trader.
    package var makerShare = 0.5
    /// Share of departures in which a new holder takes the position over, so that open interest stays.
    package var handOverShare = 0.2
    /// Share of liquidations taken over by a market maker at 1x; in the rest the other side takes its profit.
    package var makerTakeoverShare = 0.35
    /// Median notional of a position at 3x, quote units.
    package var medianNotional = 1_400_000.0
    /// Standard deviation of the logarithm of notional.
    package var notionalSpread = 0.9
    /// How fast size falls with leverage: the median notional at leverage L is that at 3x times `(3/L)^tilt`.
    package var leverageTilt = 1.0
    /// Median holding time of a trader, hours.
    package var medianHours = 60.0
    /// Standard deviation of the logarithm of a holding time.
    package var hoursSpread = 1.0
    /// Median holding time of a market maker, hours.
    package var makerMedianHours = 12.0

    /// The defaults.
    package init() {}

    /// - Throws: `.outOfRange`, naming the figure.
    func check() throws(SimulationError) {
        try SimulationError.check("entriesPerHour", entriesPerHour, in: 0.1...600)
        try SimulationError.check("momentumShare", momentumShare, in: 0...1)
        try SimulationError.check("makerShare", makerShare, in: 0...1)
        try SimulationError.check("handOverShare", handOverShare, in: 0...0.95)
        try SimulationError.check("makerTakeoverShare", makerTakeoverShare, in: 0...1)
        try SimulationError.check("medianNotional", medianNotional, in: 1000...50_000_000)
        try SimulationError.check("notionalSpread", notionalSpread, in: 0...2.5)
        try SimulationError.check("leverageTilt", leverageTilt, in: 0...1)
        try SimulationError.check("medianHours", medianHours, in: 0.1...2000)
        try SimulationError.check("hoursSpread", hoursSpread, in: 0...3)
        try SimulationError.check("makerMedianHours", makerMedianHours, in: 0.1...2000)
    }

    /// The figures by name, for printing.
    var listing: [(name: String, value: String)] {
        [
            ("entries per hour", DecimalText.text(entriesPerHour)),
            ("momentum share", DecimalText.text(momentumShare)),
            ("maker share", DecimalText.text(makerShare)),
            ("hand-over share", DecimalText.text(handOverShare)),
            ("maker takeover share", DecimalText.text(makerTakeoverShare)),
            ("median notional at 3x", DecimalText.text(medianNotional)),
            ("notional spread", DecimalText.text(notionalSpread)),
            ("leverage tilt", DecimalText.text(leverageTilt)),
            ("median holding hours", DecimalText.text(medianHours)),
            ("holding spread", DecimalText.text(hoursSpread)),
            ("maker median holding hours", DecimalText.text(makerMedianHours)),
        ]
    }
}
