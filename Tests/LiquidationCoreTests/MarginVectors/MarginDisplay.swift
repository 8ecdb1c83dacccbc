import LiquidationCore

/// How the source of a vector prints its figures, in the order in which it is done.
extension MarginVector {
    private struct Step {
        let tick: Double
        let display: PriceDisplay
    }

    private var steps: [Step] {
        var steps: [Step] = []
        if let tick = inputs.number("lp_tick"), tick != 0 {
            steps.append(Step(tick: tick, display: PriceDisplay(bankruptcy: .exact)))
        }
        if let tick = inputs.number("tick_offset"), tick != 0 {
            steps.append(
                Step(
                    tick: tick, display: PriceDisplay(liquidation: .oneTickTowardEntry, bankruptcy: .exact)))
        }
        if let tick = inputs.number("tick"), tick != 0, inputs.text("round") == "toward_entry" {
            steps.append(Step(tick: tick, display: PriceDisplay()))
        }
        return steps
    }

    var buffer: Double { inputs.number("buffer_fraction") ?? 0 }

    /// The answer of an instrument that prints as the vector's source does.
    func answer(
        _ instrument: Instrument, rule: String, _ report: (Instrument) throws -> LiquidationReport
    ) throws -> MarginAnswer {
        var printing = instrument
        var steps = steps[...]
        if buffer == 0, let step = steps.popFirst() {
            printing.tick = try Price(step.tick)
            (printing.rule.display.liquidation, printing.rule.display.bankruptcy) =
                (step.display.liquidation, step.display.bankruptcy)
        }
        let report = try report(printing)
        var answer = MarginAnswer(
            liquidation: report.liquidation?.value, bankruptcy: report.bankruptcy?.value, rule: rule)
        if printing.tick != nil {
            if answer.liquidation != nil { answer.liquidation = report.shown?.value }
            if answer.bankruptcy != nil { answer.bankruptcy = report.shownBankruptcy?.value }
        }
        if buffer != 0, let price = answer.liquidation {
            // A distance that a trading program keeps on top of the venue's price.
            answer.liquidation = price + side.sign * abs(try inputs.need("entry_price") - price) * buffer
        }
        for step in steps {
            answer.liquidation = try answer.liquidation.map {
                try printed($0, step.tick, step.display.liquidation)
            }
            answer.bankruptcy = try answer.bankruptcy.map {
                try printed($0, step.tick, step.display.bankruptcy)
            }
        }
        return answer
    }

    /// The price with a buffer for a position that has none of its own, as a trading program calculates it: the
    /// share `b` of the way from a price that may be negative to the entry.
    ///
    /// `P′ = LP·(1 − b) + E·b` in `equity(LP) = requirement(LP)` is the same equation with the margin
    /// `W·(1 − b)` and the amount `c·(1 − b) + b·q·E·(m + f)`.
    func buffered(_ instrument: Instrument, _ position: Position, _ others: OtherPositions) throws -> Double?
    {
        guard case .fixed(let rate, let amount) = instrument.maintenance, instrument.contract != .inverse
        else {
            return nil
        }
        let required = rate.value + (instrument.rule.closingFee?.rate.value ?? 0)
        let value = position.quantity.value * position.entry.value
        let wallet =
            try instrument.wallet(of: position).value + others.profit.value - others.requirement.value
        var nearer = instrument
        nearer.maintenance = .fixed(
            rate: rate, amount: try Collateral(amount.value * (1 - buffer) + buffer * value * required))
        var position = position
        position.margin = try Collateral(wallet * (1 - buffer))
        return try nearer.report(for: position).liquidation?.value
    }

    /// A price as an instrument of that tick prints it: that of a position which is bankrupt exactly there.
    private func printed(_ price: Double, _ tick: Double, _ rounding: PriceDisplay.Rounding) throws -> Double
    {
        var instrument = Venue.generic.instrument("any", maintenance: .rate(try Rate(0)))
        instrument.tick = try Price(tick)
        instrument.rule.display.liquidation = rounding
        let entry = side == .long ? 2 * price : price / 2
        let position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(1),
            margin: try Collateral(abs(entry - price)))
        guard let shown = try instrument.report(for: position).shown else {
            throw NotExpressible("\(price) rounds to no price")
        }
        return shown.value
    }
}
