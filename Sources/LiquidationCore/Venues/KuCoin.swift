extension Venue {
    /// KuCoin futures margined in USDT or USDC.
    ///
    ///     until 2025-05-22:  LP = E − s·(IM − MM)/q,  MM = q·E·m
    ///     since 2025-05-22:  LP = (q·E − s·M) / (q·(1 − s·m − s·f))
    ///     cross:             LP = (MV − |MV|·AMR) / ((1 − s·m − s·f)·size),  AMR = total margin / Σ|MV|
    ///
    /// Until 2025-05-22 margin and maintenance both held the fee of bankruptcy, which cancels, and maintenance held
    /// the funding about to fall due; since then a liquidation fee of 0.06 % on the value at mark takes its place.
    /// The cross price is for reference: the risk rate at 100 % decides. Liquidation prices are rounded to the tick
    /// toward the entry, bankruptcy prices away from it; where there is none the highest price stands.
    /// - Source: KuCoin help 4408061803033 (older), 26694703491737 (newer), 35084431335065 (cross), "Important:
    ///   Update to the Isolated Margin Calculation Formula" of 2025-05-20; read 2026-11-21.
    public static let kucoin = Venue(
        id: "kucoin", title: "KuCoin linear", contract: .linear, trigger: .mark,
        formula: "(q·E − s·M) / (q·(1 − s·m − s·f))",
        source: "KuCoin help 26694703491737 and 35084431335065",
        dayRead: "2026-11-21", absence: "the highest price",
        caveat: "the help pages 4408061803033 and 26694703491737 both stand and differ; "
            + "the cross example of BTC (47,956) forgets a division, its formula gives 48,243",
        assumed: .rate(Rate(unchecked: 0.004)), rules: kucoinRules("kucoin"))

    /// Frozen at entry without a fee, then following the mark with one.
    static func kucoinRules(_ id: String) -> [DatedRule] {
        let display = PriceDisplay(bankruptcy: .awayFromEntry, absence: .highestPrice)
        return [
            DatedRule(
                MarginRule(
                    venue: id, maintenance: .atEntry, reservesFundingDue: true, crossShare: .byMarkValue,
                    display: display),
                formula: "W + profit(LP) = MM, MM = value at entry·m + funding due",
                source: "KuCoin help 4408061803033"),
            DatedRule(
                from: Timestamp(milliseconds: 1_747_872_000_000),  // 2025-05-22
                MarginRule(
                    venue: id, closingFee: .init(rate: Rate(unchecked: 0.0006), basis: .atLiquidation),
                    crossShare: .byMarkValue, display: display)),
        ]
    }
}

extension Venue {
    /// KuCoin futures margined in coin.
    ///
    ///     until 2025-05-22:  LP = Q / (Q/E + s·(IM − MM))
    ///     since 2025-05-22:  LP = Q·(s + m + f) / (M + s·Q/E)
    ///
    /// As ``kucoin``; a cross position's `M` is its share of the total margin by value at mark. Short positions that cannot be liquidated show the highest price of the contract, 1,000,000 for
    /// XBTUSDM. Bankruptcy `E/(1 ± 1/L)`.
    /// - Source: KuCoin help 4408061803033, 27619032569113 (bankruptcy), 35084431335065 (cross); read 2026-11-21.
    public static let kucoinInverse = Venue(
        id: "kucoin-inverse", title: "KuCoin inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (M + s·Q/E)",
        source: "KuCoin help 4408061803033, 27619032569113 and 35084431335065", dayRead: "2026-11-21",
        absence: "the highest price",
        caveat:
            "since 2025-05-22 as for linear contracts: the page gives no inverse formula for isolated margin",
        assumed: .rate(Rate(unchecked: 0.004)), rules: kucoinRules("kucoin-inverse"))
}
