import LiquidationCore

/// From the name of a formula to calls of the library.
extension MarginVector {
    /// - Throws: ``NotExpressible`` for an unknown formula or a missing input, `CoreError` for a figure that is none.
    func answer() throws -> MarginAnswer {
        switch formula {
        case "linear_mark_mm": return try linearMark()
        case "linear_entry_mm": return try linearEntry()
        case "inverse_mark_mm":
            return try solve(
                .inverse, .mark(fee: inputs.number("liq_fee_rate") ?? 0),
                fixed(inputs.need("mmr"), inputs.number("maintenance_amount")), position(face()),
                others: others())
        case "inverse_entry_mm":
            return try solve(
                .inverse, .entry(), fixed(inputs.need("mmr"), inputs.number("mm_deduction")),
                position(face(), leverage: inputs.number("leverage") ?? 1))
        case "inverse_bankruptcy": return try inverseBankruptcy()
        case "inverse_none":
            let short = Position(
                side: .short, entry: try Price(inputs.need("entry_price")), quantity: try face(),
                margin: try Collateral(inputs.need("margin")))
            return try solve(.inverse, .mark(), fixed(0, nil), short)
        case "tier_recurrence": return try tierRecurrence()
        case "bybit_inverse_cross_legacy":
            let fee = try RuleFamily.closing(inputs.need("taker_fee_rate"), .atBankruptcy, isReserved: true)
            let balance = try inputs.need("wallet_balance") - (inputs.number("order_margin") ?? 0)
            return try solve(
                .inverse, RuleFamily(maintenance: .atEntry, fee: fee), fixed(inputs.need("mmr"), nil),
                owned(face(), margin: balance))
        case "bybit_inverse_im":
            let fee = try RuleFamily.closing(inputs.need("taker_fee_rate"), .atLiquidation, isReserved: true)
            return try solve(
                .inverse, RuleFamily(maintenance: .atEntry, fee: fee), fixed(inputs.need("mmr"), nil),
                owned(face(), margin: inputs.need("position_im")))
        case "okx_cross_from_ratio": return try okxFromRatio()
        case "bitget_cross_legacy": return try bitgetFromRatio()
        case "kucoin_iso_api": return try kucoinIsolated()
        case "kucoin_inv_iso_clamp": return try kucoinInverseIsolated()
        case "kucoin_cross_from_bust": return try kucoinFromBankruptcy()
        case "kucoin_cross_amr": return try kucoinCross()
        case "linear_cross_positions": return try crossPositions()
        case "hyperliquid":
            return try solve(
                .linear, .mark(), hyperliquidMaintenance("max_leverage"),
                owned(Quantity(inputs.need("qty")), margin: inputs.need("margin")))
        case "hyperliquid_rawusd": return try hyperliquidDebt()
        case "hyperliquid_cross": return try hyperliquidCross(.atLiquidation)
        case "hyperliquid_cross_legacy": return try hyperliquidCross(.atMark)
        case "dydx": return try dydx()
        case "htx_adjust": return try adjusted(.inverse, face())
        case "htx_adjust_linear": return try adjusted(.linear, Quantity(inputs.need("qty")))
        case "phemex_linear":
            let fee = try RuleFamily.closing(inputs.need("taker_fee_rate"), .atLiquidation, isReserved: true)
            return try solve(
                .linear, RuleFamily(fee: fee), fixed(inputs.need("mmr"), inputs.number("mm_amount")),
                Position(
                    side: side, entry: Price(inputs.need("entry_price")),
                    quantity: Quantity(inputs.need("qty")),
                    leverage: Leverage(inputs.need("leverage"))))
        default: throw NotExpressible("formula \(formula) is not known")
        }
    }

    /// One position under a rule of a family.
    func solve(
        _ contract: Contract, _ family: RuleFamily, _ maintenance: Maintenance, _ position: Position,
        mark: Price? = nil, others: OtherPositions = .none
    ) throws -> MarginAnswer {
        let (instrument, rule) = instrument(contract, family, maintenance)
        var answer = try answer(instrument, rule: rule) {
            try $0.report(for: position, mark: mark, others: others)
        }
        if buffer != 0, answer.liquidation == nil {
            answer.liquidation = try buffered(instrument, position, others)
        }
        return answer
    }

    /// A position by its margin.
    func owned(_ quantity: Quantity, margin: Double) throws -> Position {
        Position(
            side: side, entry: try Price(inputs.need("entry_price")), quantity: quantity,
            margin: try Collateral(margin))
    }

    func others() throws -> OtherPositions {
        OtherPositions(
            requirement: try Collateral(inputs.number("other_maintenance_margin") ?? 0),
            profit: try Collateral(inputs.number("other_unrealized_pnl") ?? 0))
    }

    private var straight: Contract { contract == "quanto" ? .quanto : .linear }

    private func linearMark() throws -> MarginAnswer {
        try solve(
            straight, .mark(fee: inputs.number("liq_fee_rate") ?? 0),
            fixed(inputs.need("mmr"), inputs.number("maintenance_amount")),
            position(Quantity(inputs.need("qty"))), others: others())
    }

    private func linearEntry() throws -> MarginAnswer {
        try solve(
            straight, .entry(fee: inputs.number("entry_fee_rate") ?? 0),
            fixed(inputs.need("mmr"), inputs.number("mm_deduction")), position(Quantity(inputs.need("qty"))))
    }

    /// Only the bankruptcy price is published.
    private func inverseBankruptcy() throws -> MarginAnswer {
        let position = Position(
            side: side, entry: try Price(inputs.need("entry_price")), quantity: try face(),
            leverage: try Leverage(inputs.need("leverage")))
        var answer = try solve(.inverse, .mark(), fixed(0, nil), position)
        answer.liquidation = nil
        return answer
    }

    /// Not a price: the amount that is subtracted in a tier.
    private func tierRecurrence() throws -> MarginAnswer {
        let (floors, rates) = (try inputs.numbers("floors"), try inputs.numbers("mmrs"))
        guard let level = Int(exactly: try inputs.need("target_level")), level >= 1,
            level <= min(floors.count, rates.count)
        else { throw NotExpressible("target_level is no level of the table") }
        let amounts = TierTable.continuousAmounts(
            floors: Array(floors.prefix(level)), rates: Array(rates.prefix(level)))
        return MarginAnswer(liquidation: amounts[level - 1], rule: "TierTable")
    }
}

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
