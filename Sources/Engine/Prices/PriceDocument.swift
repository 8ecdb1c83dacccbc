package import LiquidationCore
import MarketData

/// A liquidation price with everything that an output says about it.
package struct PriceDocument: Sendable {
    /// What a reverse calculation found.
    package struct Solution: Hashable, Sendable {
        /// `leverage`, `margin` or `quantity`.
        package let name: String
        /// The answer, in the unit of its name.
        package let value: Double
        /// The liquidation price that was wanted.
        package let wish: Double

        /// An answer by its parts.
        package init(name: String, value: Double, wish: Double) {
            (self.name, self.value, self.wish) = (name, value, wish)
        }
    }

    /// The engine and its version.
    package let engine: String
    /// The venue.
    package let venue: Venue
    /// The instant whose rule counts; the newest rule where `nil`.
    package let at: Timestamp?
    /// The contract under that rule.
    package let instrument: Instrument
    /// The position's terms; its margin is the wallet in cross mode.
    package let position: Position
    /// Whether the account's wallet stands behind it.
    package let isCross: Bool
    /// The price now.
    package let mark: Price
    /// The account's other positions.
    package let others: OtherPositions
    /// The price and how it was found.
    package let report: LiquidationReport
    /// Equity and requirement at the price, item by item.
    package let breakdown: MarginBreakdown?
    /// Where the maintenance figures come from, for people.
    package let origin: String
    /// Whether they are assumed.
    package let isAssumed: Bool
    /// What a reader must know.
    package let warnings: [String]
    /// What was solved for.
    package var solution: Solution?
    /// Steps of a partial liquidation; `nil` where they were not asked for.
    package var steps: [PartialLiquidation]?

    /// A document by its parts.
    package init(
        engine: String, venue: Venue, at: Timestamp?, instrument: Instrument, position: Position,
        isCross: Bool, mark: Price, others: OtherPositions, report: LiquidationReport,
        breakdown: MarginBreakdown?, origin: String, isAssumed: Bool, warnings: [String]
    ) {
        (self.engine, self.venue, self.at, self.instrument) = (engine, venue, at, instrument)
        (self.position, self.isCross, self.mark, self.others) = (position, isCross, mark, others)
        (self.report, self.breakdown, self.origin) = (report, breakdown, origin)
        (self.isAssumed, self.warnings) = (isAssumed, warnings)
    }
}

extension PriceDocument {
    /// The formula in force.
    package var formula: String { venue.formula(at: at) }
    /// Where it was read.
    package var source: String { venue.source(at: at) }
    /// The first day of the rule; `nil` for as long as the venue is known.
    package var ruleFrom: Timestamp? { venue.span(at: at).from }
    /// The first day of the rule that followed.
    package var ruleUntil: Timestamp? { venue.span(at: at).until }

    /// A tier that was tried, and what became of it.
    package struct Verdict: Hashable, Sendable {
        /// Its number, counted from 1.
        package let number: Int
        /// The price that it gives on its own.
        package let price: Price?
        /// The size at that price, in the unit of the table.
        package let size: Double?
        /// Whether it is the one in force at the liquidation price.
        package let isAccepted: Bool
        /// Why.
        package let reason: String
    }

    /// The tiers in the order in which they were tried.
    package var verdicts: [Verdict] {
        report.trials.enumerated().map { index, trial in
            let isLast = index == report.trials.count - 1
            let isAccepted = isLast && report.liquidation != nil && trial.tier == report.tier
            let size = trial.price.map { instrument.measured(position.quantity, at: $0) }
            return Verdict(
                number: trial.tier + 1, price: trial.price, size: size, isAccepted: isAccepted,
                reason: reason(trial, size: size, isAccepted: isAccepted))
        }
    }

    private func reason(_ trial: LiquidationReport.Trial, size: Double?, isAccepted: Bool) -> String {
        if isAccepted {
            guard let price = trial.price, let found = report.liquidation,
                abs(price.value / found.value - 1) < 1e-9
            else { return "accepted: the requirement jumps past equity where the tier begins" }
            return "accepted"
        }
        guard let price = trial.price, let size else { return "refused: it gives no positive price" }
        if let tier = instrument.maintenance.table?.tiers[trial.tier] {
            if size < tier.floor { return "refused: the size there is below the tier" }
            if size >= tier.cap { return "refused: the size there is above the tier" }
        }
        let isBeyond = position.side == .long ? price > mark : price < mark
        return isBeyond ? "refused: it lies on the other side of the mark" : "refused"
    }
}
