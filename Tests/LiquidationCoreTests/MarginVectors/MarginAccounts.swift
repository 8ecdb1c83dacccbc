import LiquidationCore

/// Formulas that know an account by something else than its wallet, or hold several positions.
extension MarginVector {
    /// OKX: equity from the margin ratio and the reported maintenance.
    func okxFromRatio() throws -> MarginAnswer {
        let (rate, fee) = (try inputs.need("mmr"), try inputs.need("liq_fee_rate"))
        let required = try inputs.need("mm_reported")
        let equity = try inputs.need("margin_ratio") * (required + required / rate * fee)
        return try solve(
            .linear, .mark(fee: fee), fixed(rate, nil),
            owned(face(), margin: equity - inputs.need("unrealized_pnl")))
    }

    /// Bitget: equity is maintenance and fee at the mark over the margin ratio.
    func bitgetFromRatio() throws -> MarginAnswer {
        let (rate, fee) = (try inputs.need("mmr"), try inputs.need("liq_fee_rate"))
        let (quantity, mark) = (try inputs.need("qty"), try inputs.need("mark_price"))
        let equity = quantity * mark * (rate + fee) / (try inputs.need("margin_ratio"))
        return try solve(
            .linear, RuleFamily(maintenance: .atMark, fee: RuleFamily.closing(fee, .atMark)),
            fixed(rate, nil),
            owned(Quantity(quantity), margin: equity - inputs.need("unrealized_pnl")), mark: Price(mark))
    }

    /// dYdX: equity at the oracle's price, signed size.
    func dydx() throws -> MarginAnswer {
        let (size, rate) = (try inputs.need("size"), try inputs.need("mmf"))
        let position = Position(
            side: size > 0 ? .long : .short, entry: try Price(inputs.need("price")),
            quantity: try Quantity(abs(size)), margin: try Collateral(inputs.need("equity")))
        let others = OtherPositions(
            requirement: try Collateral(inputs.number("other_mmr") ?? 0), profit: try Collateral(0))
        var answer = try solve(.linear, .mark(), fixed(rate, nil), position, others: others)
        // Without a maintenance fraction only the bankruptcy price is asked for.
        if rate == 0 { answer.liquidation = nil }
        return answer
    }

    /// HTX: the adjust factor is a rate on value over leverage.
    func adjusted(_ contract: Contract, _ quantity: Quantity) throws -> MarginAnswer {
        let position = Position(
            side: side, entry: try Price(inputs.need("entry_price")), quantity: quantity,
            leverage: try Leverage(inputs.need("leverage")),
            margin: try Collateral(inputs.need("margin_static")))
        return try solve(
            contract, RuleFamily(isRatePerLeverage: true), fixed(inputs.need("adjust_factor"), nil), position)
    }

    /// Positions with wallet and marks: one asked about, the others held.
    func crossPositions() throws -> MarginAnswer {
        let (rows, target) = try inputs.rows("positions", named: "symbol")
        var rule = ""
        var holdings: [Holding] = []
        for (index, row) in rows.enumerated() {
            var symbol: Instrument
            (symbol, rule) = instrument(
                .linear, try .mark(), try fixed(row.need("mmr"), row.number("maintenance_amount")),
                symbol: "\(row.text("symbol") ?? "") \(index)")
            symbol.tick = nil
            let position = Position(
                side: row.text("side") == "long" ? .long : .short, entry: try Price(row.need("entry_price")),
                quantity: try Quantity(row.need("qty")), margin: try Collateral(0))
            holdings.append(Holding(symbol, position, mark: try Price(row.need("mark_price"))))
        }
        let account = Account(wallet: try Collateral(inputs.need("wallet_balance")), holdings: holdings)
        return try answer(account, target, rule)
    }

    /// Hyperliquid: account value, signed sizes and values at mark.
    func hyperliquidCross(_ basis: MarginRule.Basis) throws -> MarginAnswer {
        let (rows, target) = try inputs.rows("positions", named: "coin")
        let (symbol, rule) = instrument(
            .linear, RuleFamily(maintenance: basis), try hyperliquidMaintenance("max_leverage_all"))
        var holdings: [Holding] = []
        for (index, row) in rows.enumerated() {
            let (size, value) = (try row.need("szi"), try row.need("position_value"))
            var own = symbol
            own.symbol = "\(row.text("coin") ?? "") \(index)"
            let mark = try Price(value / abs(size))
            let position = Position(
                side: size > 0 ? .long : .short, entry: try Price(row.number("entry_price") ?? mark.value),
                quantity: try Quantity(abs(size)), margin: try Collateral(0))
            holdings.append(Holding(own, position, mark: mark))
        }
        let profit = holdings.reduce(0) { $0 + $1.profit.value }
        let wallet = try Collateral(inputs.need("account_value") - profit)
        return try answer(Account(wallet: wallet, holdings: holdings), target, rule)
    }

    /// KuCoin: the account divided by value at mark.
    func kucoinCross() throws -> MarginAnswer {
        let (rows, target) = try inputs.rows("positions", named: "symbol")
        let fee = try inputs.need("taker_fee_rate")
        var rule = ""
        var holdings: [Holding] = []
        for (index, row) in rows.enumerated() {
            var symbol: Instrument
            (symbol, rule) = instrument(
                .linear, try .mark(fee: fee), try fixed(row.need("mmr"), nil),
                symbol: "\(row.text("symbol") ?? "") \(index)")
            symbol.rule.crossShare = .byMarkValue
            let mark = try Price(row.need("mark_price"))
            let position = Position(
                side: try row.need("contracts") > 0 ? .long : .short, entry: mark, quantity: try face(row),
                margin: try Collateral(0))
            holdings.append(Holding(symbol, position, mark: mark))
        }
        let wallet = try Collateral(inputs.need("total_margin"))
        return try answer(Account(wallet: wallet, holdings: holdings), target, rule)
    }

    private func answer(_ account: Account, _ target: Int, _ rule: String) throws -> MarginAnswer {
        try answer(account.holdings[target].instrument, rule: rule) { printing in
            var account = account
            account.holdings[target].instrument = printing
            return try account.report(for: target)
        }
    }

    func hyperliquidMaintenance(_ key: String) throws -> Maintenance {
        .hyperliquid(maximumLeverage: try Leverage(inputs.need(key)))
    }

    /// Hyperliquid: margin known by the debt in dollars; the entry may be any price.
    func hyperliquidDebt() throws -> MarginAnswer {
        let (debt, quantity) = (try inputs.need("raw_usd"), try inputs.need("qty"))
        let entry = inputs.number("entry_price") ?? abs(debt) / quantity * (side == .long ? 2 : 0.5)
        let position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity),
            margin: try Collateral(debt + side.sign * quantity * entry))
        return try solve(.linear, .mark(), hyperliquidMaintenance("max_leverage"), position)
    }
}
