package import LiquidationCore
import PlainText

/// A fast move at a given time on top of the random path: a squeeze upwards, a crash downwards.
package struct ScriptedMove: Hashable, Sendable {
    /// Minutes from the plan's start to its first step.
    package let startMinute: Int
    /// Length in minutes.
    package let minutes: Int
    /// Price change over its length, before what liquidations add: 0.1 is +10 %.
    package let change: Rate
    /// Share of the move, in log price, that is taken back over the next four times its length.
    package let recovery: Double

    /// A move by its figures; ``SimulationPlan`` checks them.
    package init(startMinute: Int, minutes: Int, change: Rate, recovery: Double) {
        (self.startMinute, self.minutes, self.change, self.recovery) = (
            startMinute, minutes, change, recovery
        )
    }

    /// - Throws: `.outOfRange`, naming the move and the figure.
    func check(name: String, planMinutes: Int) throws(SimulationError) {
        try SimulationError.check("\(name) startMinute", Double(startMinute), in: 0...Double(planMinutes))
        try SimulationError.check("\(name) minutes", Double(minutes), in: 1...10_000)
        try SimulationError.check("\(name) change", change.value, in: -0.8...2)
        try SimulationError.check("\(name) recovery", recovery, in: 0...1)
    }

    /// How many times the volatility of the mood rules while the move lasts.
    static let agitation = 2.5

    /// The log return that the move adds to a minute, and whether the move itself lasts in it.
    ///
    /// - Parameter minute: minutes since the plan's start.
    /// - Returns: zero and `false` outside the move and its recovery.
    /// - Complexity: O(1).
    func drift(atMinute minute: Double) -> (perMinute: Double, isMoving: Bool) {
        let (length, past) = (Double(minutes), minute - Double(startMinute))
        let total = Elementary.log(1 + change.value)
        if past >= 0, past < length { return (total / length, true) }
        if past >= length, past < 5 * length { return (-total * recovery / (4 * length), false) }
        return (0, false)
    }

    /// The figures in words.
    var text: String {
        "change \(DecimalText.text(change.value)) in \(minutes) minutes from minute \(startMinute), "
            + "recovery \(DecimalText.text(recovery))"
    }
}
