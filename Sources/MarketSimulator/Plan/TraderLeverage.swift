package import LiquidationCore

/// How opened notional spreads over leverages.
package struct TraderLeverage: Hashable, Sendable {
    /// One leverage and its share.
    package struct Rung: Hashable, Sendable {
        /// The leverage.
        package let leverage: Leverage
        /// Share of opened notional, in any unit common to all rungs.
        package let weight: Double

        /// A rung by its figures; ``TraderLeverage`` checks them together.
        package init(leverage: Leverage, weight: Double) {
            (self.leverage, self.weight) = (leverage, weight)
        }
    }

    /// Rungs from the lowest leverage up; at least one.
    package let rungs: [Rung]

    /// Checks the rungs.
    ///
    /// - Throws: `.invalidMix` when there is none, leverages do not rise, or weights are negative, not finite
    ///   or all zero.
    package init(_ rungs: [Rung]) throws(SimulationError) {
        guard !rungs.isEmpty else { throw SimulationError(.invalidMix, "a leverage mix needs a rung") }
        for (below, above) in zip(rungs, rungs.dropFirst()) where above.leverage <= below.leverage {
            throw SimulationError(
                .invalidMix,
                "leverages must rise, found \(above.leverage.value) after \(below.leverage.value)")
        }
        for rung in rungs where !(0...1e9).contains(rung.weight) {
            throw SimulationError(
                .invalidMix,
                "the weight of leverage \(rung.leverage.value) must lie in 0...1e9, was \(rung.weight)")
        }
        guard rungs.contains(where: { $0.weight > 0 }) else {
            throw SimulationError(.invalidMix, "one weight of the leverage mix must be above zero")
        }
        self.init(unchecked: rungs)
    }

    private init(unchecked rungs: [Rung]) { self.rungs = rungs }

    /// Shares of a log-normal distribution over the customary rungs from 1x to 100x.
    ///
    /// The defaults follow what was seen of real positions: by notional, half lies at or below about 3x and a
    /// fifth above 7x, with a thin tail to 100x.
    /// - Parameters:
    ///   - median: leverage below which half of the notional lies, 1 to 100.
    ///   - spread: standard deviation of the logarithm of leverage, 0.1 to 3.
    /// - Returns: the mix, weights rounded to six decimals.
    /// - Throws: `.outOfRange`.
    package static func logNormal(median: Double, spread: Double) throws(SimulationError) -> TraderLeverage {
        try SimulationError.check("median leverage", median, in: 1...100)
        try SimulationError.check("leverage spread", spread, in: 0.1...3)
        return logNormal(unchecked: median, spread: spread)
    }

    /// The default: a median of 3x with a spread of 1.
    package static let standard = logNormal(unchecked: 3, spread: 0.9)

    private static func logNormal(unchecked median: Double, spread: Double) -> TraderLeverage {
        let ladder: [Double] = [1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 50, 75, 100]
        let logarithms = ladder.map { Elementary.log($0) }
        let center = Elementary.log(median)
        var rungs: [Rung] = []
        for (index, value) in ladder.enumerated() {
            guard let leverage = try? Leverage(value) else { continue }
            // The density at the rung times the stretch of log leverage that is nearest to it.
            let below = logarithms[max(0, index - 1)]
            let above = logarithms[min(ladder.count - 1, index + 1)]
            let distance = (logarithms[index] - center) / spread
            let density = Elementary.exp(-distance * distance / 2)
            rungs.append(Rung(leverage: leverage, weight: (density * (above - below) * 5e5).rounded() / 1e6))
        }
        return TraderLeverage(unchecked: rungs)
    }

    /// The highest rung at or below a leverage; the lowest rung where all lie above.
    func rung(atMost limit: Double) -> Int { rungs.lastIndex { $0.leverage.value <= limit } ?? 0 }
}
