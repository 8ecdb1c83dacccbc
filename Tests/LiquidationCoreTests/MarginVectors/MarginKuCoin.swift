import LiquidationCore

/// KuCoin's positions as its API gives them: margin and maintenance as amounts.
extension MarginVector {
    /// Margin without the reserved fee, and what is required without it: the fee stands in both and cancels.
    private func amounts() throws -> (margin: Double, required: Maintenance) {
        let margin = try inputs.need("pos_init") + inputs.need("pos_cross")
        let reserved = try inputs.need("pos_margin") - margin
        return (margin, try fixed(0, reserved - inputs.need("pos_maint")))
    }

    func kucoinIsolated() throws -> MarginAnswer {
        let (margin, required) = try amounts()
        var (instrument, rule) = instrument(.linear, try .entry(), required)
        instrument.tick = try Price(inputs.need("tick"))
        instrument.rule.display = Venue.kucoin.rule().display
        let report = try instrument.report(for: owned(Quantity(inputs.need("qty")), margin: margin))
        return MarginAnswer(
            liquidation: report.shown?.value, bankruptcy: report.shownBankruptcy?.value, rule: rule)
    }

    /// Where there is no price, or one above the highest, the highest stands.
    func kucoinInverseIsolated() throws -> MarginAnswer {
        let (margin, required) = try amounts()
        var (instrument, rule) = instrument(.inverse, try .entry(), required)
        instrument.listed = try Price(.leastNormalMagnitude)...Price(inputs.need("max_price"))
        instrument.rule.display.absence = Venue.kucoinInverse.rule().display.absence
        let report = try instrument.report(for: owned(face(), margin: margin))
        return MarginAnswer(
            liquidation: report.shown?.value, bankruptcy: report.shownBankruptcy?.value, rule: rule)
    }

    /// A position that is known by its bankruptcy price: whatever its entry, its margin is lost there.
    func kucoinFromBankruptcy() throws -> MarginAnswer {
        let bankruptcy = try inputs.need("bankruptcy_price")
        let entry = inputs.number("entry_price") ?? bankruptcy * (side == .long ? 2 : 0.5)
        let quantity = inputs.number("qty") ?? 1
        let position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity),
            margin: try Collateral(side.sign * (entry - bankruptcy) * quantity))
        return try solve(
            .linear, .mark(fee: inputs.need("taker_fee_rate")), fixed(inputs.need("mmr"), nil), position)
    }
}
