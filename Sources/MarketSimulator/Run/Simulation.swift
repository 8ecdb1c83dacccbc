/// Runs a plan.
///
/// Each step: funding where due; the path to its extremes and its close, on which every position whose level is
/// touched is liquidated and pushes the path on; then holders leave and takers come, at the close. Last price
/// and mark price are the same; there are no fees.
package struct Simulation: Sendable {
    /// What is run.
    package let plan: SimulationPlan

    /// A simulation of a plan.
    package init(_ plan: SimulationPlan) { self.plan = plan }

    /// Runs the plan from the beginning of its warm-up to its end.
    ///
    /// - Returns: the published part, without the warm-up.
    /// - Complexity: O(steps + events · live positions).
    package func run() -> SimulatedMarket {
        var run = MarketRun(plan: plan)
        for _ in 0..<plan.stepCount { run.advance() }
        return run.published()
    }
}
