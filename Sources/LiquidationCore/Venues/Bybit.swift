extension Venue {
    /// Bybit USDT and USDC perpetuals.
    ///
    ///     until 2025-09-02:  LP = E − s·(IM − MM + X)/q,  IM = q·E/L,  MM = q·E·m − deduction
    ///     since 2025-09-02:  long  LP = (q·E·(1 − 1/L) − X/(1 − f) − deduction) / (q·(1 − m))
    ///                        short LP = (q·E·(1 + 1/L) + X/(1 + f) + deduction) / (q·(1 + m))
    ///
    /// `X` is margin added later, `f` the taker fee. The fee for closing at the bankruptcy price is held in the
    /// initial margin and required again, so it cancels except on `X`, which moves the bankruptcy price and the fee
    /// with it. Bankruptcy `E·(1 − s/L)`. The tier follows the value at mark of positions and orders since
    /// 2025-09-02. Of hedged legs the larger is required, the smaller only its closing fee. Prices are rounded to
    /// the tick toward the entry, bankruptcy prices too; the API gives an empty text where the price lies outside
    /// the listed range (0.0001 or 999999 before).
    /// - Source: Bybit help, "Liquidation Price (USDT Contract)" and the margin change of 2025-09-02 (page dated
    ///   2025-09-18); taker fee from "Perpetual & Futures Contract: Fees Explained"; read 2026-11-21. The copy breaks
    ///   off before the new linear formula: it is derived from the inverse one on the same page.
    public static let bybit = Venue(
        id: "bybit", title: "Bybit linear", contract: .linear, trigger: .mark,
        formula: "(q·E·(1 ∓ 1/L) ∓ X/(1 ∓ f) ∓ deduction) / (q·(1 ∓ m))",
        source: "Bybit help, margin change of 2025-09-02, page of 2025-09-18", dayRead: "2026-11-21",
        absence: "empty",
        caveat: "the formula since 2025-09-02 is derived from the published inverse one",
        assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(
                MarginRule(
                    venue: "bybit", maintenance: .atEntry, hedgedLegs: .larger, partial: .nextTier),
                formula: "E − s·(IM − MM + X)/q, IM = q·E/L, MM = q·E·m − deduction",
                source: "Bybit help, liquidation price of USDT contracts"),
            DatedRule(from: bybitChange, bybitRule("bybit", .atLiquidation)),
        ])

    /// 2025-09-02, when maintenance began to follow the mark.
    static let bybitChange = Timestamp(milliseconds: 1_756_771_200_000)

    /// The fee of 0.055 % at bankruptcy, reserved and required.
    static func bybitRule(_ id: String, _ maintenance: MarginRule.Basis) -> MarginRule {
        MarginRule(
            venue: id, maintenance: maintenance,
            closingFee: .init(rate: Rate(unchecked: 0.00055), basis: .atBankruptcy, isReserved: true),
            hedgedLegs: .larger, partial: .nextTier)
    }
}

extension Venue {
    /// Bybit inverse perpetuals and futures.
    ///
    ///     until 2025-09-02:  LP = Q / (Q/E + s·(IM − MM)),  MM = (Q/E)·m
    ///     cross, 2020:       BP = (1 + s·f)·Q / (Q/E + s·B),  s·Q·(1/E − 1/LP) = (Q/E)·m + Q·f/BP − B
    ///     since 2025-09-02:  long  LP = Q·(1 + m) / (Q/E + Q/(E·L) + X/(1 + f) + deduction)
    ///                        short LP = Q·(1 − m) / (Q/E − Q/(E·L) − X/(1 − f) − deduction)
    ///
    /// The fee for closing at bankruptcy is reserved and required as in ``bybit``. Before 2025-09-02 the page on
    /// isolated margin adds `X` to the initial margin as it is; here it counts `X/(1 ± f)`, as the cross formula of
    /// the time and every later page have it. Rounded to the tick toward the entry; the API gives an empty text
    /// outside the listed range.
    /// - Source: Bybit help, "Liquidation Price (Inverse Contract)" of 2020 and the copy of 2026-05-27; taker fee
    ///   0.055 % from "Perpetual & Futures Contract: Fees Explained"; read 2026-11-21.
    public static let bybitInverse = Venue(
        id: "bybit-inverse", title: "Bybit inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(1 ± m) / (Q/E ± Q/(E·L) ± X/(1 ± f) ± deduction)",
        source: "Bybit help, liquidation price of inverse contracts, copy of 2026-05-27",
        dayRead: "2026-11-21", absence: "empty", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(
                bybitRule("bybit-inverse", .atEntry),
                formula: "Q / (Q/E + s·(IM − MM)), MM = (Q/E)·m",
                source: "Bybit help, liquidation price of inverse contracts, 2020"),
            DatedRule(from: bybitChange, bybitRule("bybit-inverse", .atLiquidation)),
        ])
}

/// Bybit linear perpetual contracts: tiers of value in the quote; the USDC contracts are named `BTCPERP`.
///
/// Leverage says nothing of the rate here: 45x goes with 1.3 % (BTC), 1.2 % (ETH) or 1.11 % (SOL).
/// - Source: the exchange's v5 risk-limit response of 2025-12-29 as kept by a public repository
///   (erikubingf-del/tradingtest, 30f3720); every deduction follows the recurrence.
enum BybitTiers {
    static let editions: [TierEdition] = [
        btcusdt(), ethusdt(), solusdt(), xrpusdt(), dogeusdt(), thousandpepeusdt(), btcperp(),
        thousandpepeperp(),
    ].compactMap { $0 }

    private static let response = TierRows(
        venue: "bybit", title: "Bybit", day: "2025-12-29",
        source: "v5 risk-limit, kept by a public repository")

    private static func btcusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (2_000_000, 100, 0.005), (2_600_000, 90, 0.0056), (3_200_000, 80, 0.0063),
            (3_800_000, 75, 0.0067), (4_400_000, 70, 0.0071), (5_000_000, 65, 0.0077),
            (5_600_000, 55, 0.0091), (8_500_000, 50, 0.01), (10_000_000, 45, 0.013),
            (14_000_000, 40, 0.015), (20_000_000, 35, 0.016), (28_000_000, 30, 0.02),
            (38_000_000, 25, 0.025), (50_000_000, 20, 0.029), (55_000_000, 19, 0.03),
            (60_000_000, 18, 0.035), (65_000_000, 17, 0.036), (70_000_000, 16, 0.038),
            (75_000_000, 15, 0.04), (80_000_000, 14, 0.045), (85_000_000, 13, 0.05),
            (90_000_000, 12, 0.055), (95_000_000, 11, 0.06), (100_000_000, 10, 0.065),
            (105_000_000, 9, 0.07), (110_000_000, 8, 0.085), (115_000_000, 7, 0.095),
            (120_000_000, 6, 0.1), (150_000_000, 5, 0.12), (200_000_000, 4, 0.14), (250_000_000, 3, 0.18),
            (400_000_000, 2, 0.3), (600_000_000, 1.43, 0.42), (800_000_000, 1.28, 0.5),
            (1_200_000_000, 1, 0.6),
        ]
        return response.edition("BTCUSDT", rows)
    }

    private static func ethusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (900_000, 100, 0.005), (1_200_000, 90, 0.0056), (1_500_000, 80, 0.0063),
            (1_800_000, 75, 0.0067), (2_400_000, 70, 0.0071), (3_200_000, 65, 0.0077),
            (4_000_000, 55, 0.0091), (5_000_000, 50, 0.01), (8_000_000, 45, 0.012),
            (12_000_000, 40, 0.013), (16_000_000, 35, 0.014), (22_000_000, 30, 0.015),
            (28_000_000, 25, 0.02), (32_000_000, 20, 0.025), (34_000_000, 19, 0.03),
            (36_000_000, 18, 0.033), (38_000_000, 17, 0.035), (40_000_000, 16, 0.038),
            (42_000_000, 15, 0.039), (44_000_000, 14, 0.042), (46_000_000, 13, 0.045),
            (48_000_000, 12, 0.05), (50_000_000, 11, 0.055), (52_000_000, 10, 0.06),
            (54_000_000, 9, 0.068), (58_000_000, 8, 0.075), (62_000_000, 7, 0.09), (66_000_000, 6, 0.1),
            (72_000_000, 5, 0.12), (80_000_000, 4, 0.14), (100_000_000, 3, 0.18), (200_000_000, 2, 0.3),
            (400_000_000, 1.43, 0.42), (600_000_000, 1.28, 0.5), (1_000_000_000, 1, 0.6),
        ]
        return response.edition("ETHUSDT", rows)
    }

    private static func solusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (50_000, 100, 0.005), (100_000, 90, 0.0056), (250_000, 80, 0.0063), (400_000, 75, 0.0067),
            (550_000, 70, 0.0071), (700_000, 65, 0.0077), (850_000, 55, 0.0091), (1_000_000, 50, 0.01),
            (2_000_000, 45, 0.0111), (3_000_000, 40, 0.0125), (4_000_000, 35, 0.0143),
            (6_000_000, 30, 0.0167), (8_000_000, 25, 0.02), (10_000_000, 20, 0.025),
            (12_000_000, 19, 0.0263), (14_000_000, 18, 0.0278), (16_000_000, 17, 0.0294),
            (18_000_000, 16, 0.0313), (20_000_000, 15, 0.0333), (22_000_000, 14, 0.0357),
            (24_000_000, 13, 0.0385), (26_000_000, 12, 0.0417), (28_000_000, 11, 0.0455),
            (30_000_000, 10, 0.05), (35_000_000, 9, 0.0556), (40_000_000, 8, 0.0625),
            (45_000_000, 7, 0.0714), (50_000_000, 6, 0.0833), (60_000_000, 5, 0.1), (80_000_000, 4, 0.125),
            (100_000_000, 3, 0.1667), (150_000_000, 2, 0.25), (200_000_000, 1.43, 0.3497),
            (250_000_000, 1.28, 0.3906), (300_000_000, 1, 0.5),
        ]
        return response.edition("SOLUSDT", rows)
    }

    private static func xrpusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (250_000, 75, 0.0075), (400_000, 50, 0.01), (700_000, 33.33, 0.015), (1_200_000, 25, 0.02),
            (1_700_000, 20, 0.025), (2_200_000, 16.67, 0.03), (3_000_000, 14.29, 0.035),
            (4_000_000, 12.5, 0.04), (5_000_000, 11.11, 0.045), (6_000_000, 10, 0.05),
            (6_400_000, 9.09, 0.055), (6_800_000, 8.33, 0.06), (7_200_000, 7.69, 0.065),
            (7_600_000, 7.14, 0.07), (8_000_000, 6.67, 0.075), (9_000_000, 6.25, 0.08),
            (10_000_000, 5.88, 0.085), (12_000_000, 5.56, 0.09), (14_000_000, 5.26, 0.095),
            (16_000_000, 5, 0.1), (18_000_000, 4.76, 0.105), (20_000_000, 4.55, 0.11),
            (22_000_000, 4.35, 0.115), (24_000_000, 4.17, 0.12), (26_000_000, 4, 0.125),
            (28_000_000, 3.85, 0.13), (30_000_000, 3.7, 0.135), (32_000_000, 2.5, 0.2),
            (34_000_000, 1.43, 0.4), (36_000_000, 1, 0.6),
        ]
        return response.edition("XRPUSDT", rows)
    }

    private static func dogeusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (250_000, 75, 0.0075), (500_000, 50, 0.01), (750_000, 33.33, 0.015), (1_500_000, 25, 0.02),
            (3_000_000, 20, 0.025), (5_000_000, 16.67, 0.03), (7_000_000, 14.29, 0.035),
            (10_000_000, 12.5, 0.04), (12_000_000, 11.11, 0.045), (15_000_000, 10, 0.05),
            (16_000_000, 9.09, 0.055), (18_000_000, 8.33, 0.06), (19_000_000, 7.69, 0.065),
            (21_000_000, 7.14, 0.07), (22_000_000, 6.67, 0.075), (24_000_000, 6.25, 0.08),
            (25_000_000, 5.88, 0.085), (27_000_000, 5.56, 0.09), (28_000_000, 5.26, 0.095),
            (30_000_000, 5, 0.1), (35_000_000, 4.76, 0.105), (40_000_000, 4.55, 0.11),
            (45_000_000, 4.35, 0.115), (50_000_000, 4.17, 0.12), (55_000_000, 4, 0.125),
            (60_000_000, 3.85, 0.13), (65_000_000, 3.7, 0.135), (70_000_000, 2.5, 0.2),
            (75_000_000, 1.43, 0.4), (80_000_000, 1, 0.6),
        ]
        return response.edition("DOGEUSDT", rows)
    }

    private static func thousandpepeusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (200_000, 50, 0.01), (400_000, 33.33, 0.015), (600_000, 25, 0.02), (800_000, 20, 0.025),
            (1_000_000, 16.67, 0.03), (1_200_000, 14.29, 0.035), (1_400_000, 12.5, 0.04),
            (1_600_000, 11.11, 0.045), (1_800_000, 10, 0.05), (2_000_000, 9.09, 0.055),
            (2_200_000, 8.33, 0.06), (2_400_000, 7.69, 0.065), (2_600_000, 7.14, 0.07),
            (2_800_000, 6.67, 0.075), (3_000_000, 6.25, 0.08), (3_200_000, 5.88, 0.085),
            (3_400_000, 5.56, 0.09), (3_900_000, 5.26, 0.095), (4_400_000, 5, 0.1),
            (4_900_000, 4.76, 0.105), (5_400_000, 4.55, 0.11), (5_900_000, 4.35, 0.115),
            (6_400_000, 4.17, 0.12), (6_900_000, 4, 0.125), (7_400_000, 3.85, 0.156),
            (7_900_000, 3.4, 0.1764), (8_400_000, 3, 0.1998), (8_900_000, 2.5, 0.24), (9_400_000, 2, 0.3),
            (15_000_000, 1.5, 0.4002),
        ]
        return response.edition("1000PEPEUSDT", rows)
    }

    private static func btcperp() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (100_000, 125, 0.004), (1_000_000, 100, 0.005), (2_000_000, 75, 0.0067), (3_000_000, 50, 0.01),
            (4_000_000, 40, 0.0125), (5_000_000, 33, 0.0152), (7_000_000, 25, 0.02),
            (9_000_000, 20, 0.025), (11_000_000, 19, 0.0263), (13_000_000, 18, 0.0278),
            (15_000_000, 17, 0.0294), (17_000_000, 16, 0.0313), (19_000_000, 15, 0.0333),
            (21_000_000, 14, 0.0357), (23_000_000, 13, 0.0385), (25_000_000, 12, 0.0417),
            (27_000_000, 11, 0.0455), (29_000_000, 10, 0.05), (31_000_000, 9, 0.0556),
            (33_000_000, 8, 0.0625), (35_000_000, 7, 0.0714), (40_000_000, 6, 0.0833),
            (45_000_000, 5.5, 0.0909), (50_000_000, 5, 0.1), (55_000_000, 4.5, 0.1111),
            (60_000_000, 4, 0.125), (65_000_000, 3.5, 0.1429), (70_000_000, 3, 0.1667),
            (80_000_000, 2.5, 0.2), (100_000_000, 2, 0.25),
        ]
        return response.edition("BTCPERP", rows)
    }

    private static func thousandpepeperp() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (40_000, 50, 0.008), (45_000, 45, 0.0111), (50_000, 40, 0.0125), (60_000, 35, 0.0143),
            (80_000, 30, 0.0167), (100_000, 25, 0.02), (200_000, 20, 0.025), (300_000, 16.67, 0.03),
            (400_000, 14.29, 0.035), (500_000, 12.5, 0.04), (600_000, 11.11, 0.045), (700_000, 10, 0.05),
            (800_000, 9.09, 0.055), (900_000, 8.33, 0.06), (1_000_000, 7.69, 0.065),
            (1_100_000, 7.14, 0.07), (1_200_000, 6.67, 0.075), (1_300_000, 6.25, 0.08),
            (1_400_000, 5.88, 0.085), (1_500_000, 5.56, 0.09), (2_000_000, 4.55, 0.11),
            (2_500_000, 3.85, 0.13), (3_000_000, 3.33, 0.15), (3_500_000, 2.94, 0.17),
            (4_000_000, 2.63, 0.19), (4_500_000, 2.38, 0.21), (5_000_000, 2.17, 0.23),
            (5_500_000, 2, 0.25), (7_500_000, 1.5, 0.33), (10_000_000, 1, 0.6),
        ]
        return response.edition("1000PEPEPERP", rows)
    }
}
