extension Venue {
    /// Binance USDⓈ-M futures.
    ///
    ///     LP = (WB − TMM + UPNL + cum − s·q·E) / (q·(m − s))
    ///
    /// Maintenance follows the mark price; the tier is that of the notional at the liquidation price, found
    /// again where it differs from that at entry. No fee stands in the requirement. Hedged legs of one symbol
    /// share one price in cross mode. Large positions are reduced tier by tier. Printed
    /// to the nearest tick.
    /// - Source: "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts", FAQ b3c689c1; tiers from
    ///   the leverageBracket response; read 2026-11-21.
    public static let binance = Venue(
        id: "binance", title: "Binance USDⓈ-M", contract: .linear, trigger: .mark,
        formula: "(WB − TMM + UPNL + cum − s·q·E) / (q·(m − s))", source: "Binance FAQ b3c689c1",
        dayRead: "2026-11-21", absence: "-- in the app, 0 in the API",
        assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(MarginRule(venue: "binance", partial: .nextTier, display: .nearest))
        ])
}

extension Venue {
    /// Binance COIN-M futures: inverse contracts of 100 USD (BTC) or 10 USD, settled in the coin.
    ///
    ///     LP = Q·(m + s) / (WB − TMM + UPNL + cum + s·Q/E)
    ///
    /// Tiers count the value in coin, `Q / LP`, which rises as the price falls. The app prints the nearest tick.
    /// - Source: "How to Calculate Liquidation Price of COIN-M Futures Contracts", newer copy of the FAQ; its
    ///   maintenance amounts follow the recurrence (the copy of 2021 lists 11.81 where 11.605 is right); read
    ///   2026-11-21.
    public static let binanceCoin = Venue(
        id: "binance-coinm", title: "Binance COIN-M", contract: .inverse, trigger: .mark,
        formula: "Q·(m + s) / (WB − TMM + UPNL + cum + s·Q/E)",
        source: "Binance FAQ, COIN-M liquidation price",
        dayRead: "2026-11-21", absence: "-- in the app, 0 in the API",
        assumed: .rate(Rate(unchecked: 0.004)),
        rules: [
            DatedRule(MarginRule(venue: "binance-coinm", partial: .nextTier, display: .nearest))
        ])
}

/// Binance USDⓈ-M futures: tiers of perpetual contracts, sizes in the quote.
///
/// - Source: the exchange's leverageBracket response as bundled by freqtrade 2026.9, in force 2026-09-29; for 2021
///   the gist highfestiva/b71e76f51eed84d56c1be8ebbcc286b5, read off the exchange's page on 2021-03-26.
enum BinanceTiers {
    static let editions: [TierEdition] = [
        historicBTC(), btcusdt(), ethusdt(), solusdt(), dogeusdt(), xrpusdt(), thousandpepeusdt(),
        btcusdc(), ethusdc(), solusdc(), dogeusdc(), xrpusdc(), thousandpepeusdc(),
    ].compactMap { $0 }

    private static let current = TierRows(
        venue: "binance", title: "Binance USDⓈ-M", day: "2026-09-29",
        source: "leverageBracket as bundled by freqtrade 2026.9")

    /// Its collector names it a table of 2020 and 2021; the leverage of its tiers is not in it.
    private static let historic = TierRows(
        venue: "binance", title: "Binance USDⓈ-M", day: "2021-03-26",
        source: "gist highfestiva/b71e76f5, the exchange's page of 2021-03-26; without leverage limits",
        lastDay: "2021-12-31")

    private static func historicBTC() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (50_000, .infinity, 0.004), (250_000, .infinity, 0.005), (1_000_000, .infinity, 0.01),
            (10_000_000, .infinity, 0.025), (20_000_000, .infinity, 0.05), (50_000_000, .infinity, 0.1),
            (100_000_000, .infinity, 0.125), (200_000_000, .infinity, 0.15),
            (300_000_000, .infinity, 0.25), (500_000_000, .infinity, 0.5),
        ]
        return historic.edition("BTCUSDT", rows)
    }

    private static func btcusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (300_000, 150, 0.004), (800_000, 100, 0.005), (3_000_000, 75, 0.0065), (12_000_000, 50, 0.01),
            (70_000_000, 25, 0.02), (100_000_000, 20, 0.025), (230_000_000, 10, 0.05),
            (480_000_000, 5, 0.1), (600_000_000, 4, 0.125), (800_000_000, 3, 0.15),
            (1_200_000_000, 2, 0.25), (1_800_000_000, 1, 0.5),
        ]
        return current.edition("BTCUSDT", rows)
    }

    private static func ethusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (300_000, 150, 0.004), (800_000, 100, 0.005), (3_000_000, 75, 0.0065), (12_000_000, 50, 0.01),
            (50_000_000, 25, 0.02), (65_000_000, 20, 0.025), (150_000_000, 10, 0.05),
            (320_000_000, 5, 0.1), (400_000_000, 4, 0.125), (530_000_000, 3, 0.15), (800_000_000, 2, 0.25),
            (1_200_000_000, 1, 0.5),
        ]
        return current.edition("ETHUSDT", rows)
    }

    private static func solusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (50_000, 100, 0.005), (400_000, 75, 0.0065), (1_000_000, 50, 0.01), (4_000_000, 25, 0.02),
            (8_000_000, 20, 0.025), (40_000_000, 10, 0.05), (80_000_000, 5, 0.1), (100_000_000, 4, 0.125),
            (200_000_000, 2, 0.25), (400_000_000, 1, 0.5),
        ]
        return current.edition("SOLUSDT", rows)
    }

    private static func dogeusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (80_000, 75, 0.0065), (150_000, 50, 0.01), (750_000, 40, 0.0125), (2_000_000, 25, 0.02),
            (4_000_000, 20, 0.025), (20_000_000, 10, 0.05), (40_000_000, 5, 0.1), (50_000_000, 4, 0.125),
            (100_000_000, 2, 0.25), (200_000_000, 1, 0.5),
        ]
        return current.edition("DOGEUSDT", rows)
    }

    private static func xrpusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (40_000, 100, 0.005), (80_000, 75, 0.006), (150_000, 50, 0.01), (400_000, 40, 0.0125),
            (1_000_000, 25, 0.02), (2_000_000, 20, 0.025), (10_000_000, 10, 0.05), (20_000_000, 5, 0.1),
            (25_000_000, 4, 0.125), (50_000_000, 2, 0.25), (100_000_000, 1, 0.5),
        ]
        return current.edition("XRPUSDT", rows)
    }

    private static func thousandpepeusdt() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (20_000, 75, 0.0065), (200_000, 50, 0.01), (300_000, 40, 0.015), (1_500_000, 25, 0.02),
            (3_000_000, 20, 0.025), (15_000_000, 10, 0.05), (20_000_000, 5, 0.1), (25_000_000, 4, 0.125),
            (30_000_000, 2, 0.25), (35_000_000, 1, 0.5),
        ]
        return current.edition("1000PEPEUSDT", rows)
    }

    private static func btcusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (50_000, 125, 0.004), (500_000, 100, 0.005), (10_000_000, 50, 0.01), (80_000_000, 20, 0.025),
            (150_000_000, 10, 0.05), (300_000_000, 5, 0.1), (450_000_000, 4, 0.125),
            (600_000_000, 3, 0.15), (800_000_000, 2, 0.25), (1_000_000_000, 1, 0.5),
        ]
        return current.edition("BTCUSDC", rows)
    }

    private static func ethusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (50_000, 125, 0.004), (500_000, 100, 0.005), (1_000_000, 75, 0.0065), (5_000_000, 50, 0.01),
            (50_000_000, 20, 0.02), (100_000_000, 10, 0.05), (150_000_000, 5, 0.1),
            (300_000_000, 4, 0.125), (400_000_000, 3, 0.15), (500_000_000, 2, 0.25), (800_000_000, 1, 0.5),
        ]
        return current.edition("ETHUSDC", rows)
    }

    private static func solusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (10_000, 100, 0.005), (50_000, 75, 0.0065), (200_000, 50, 0.01), (500_000, 40, 0.012),
            (1_000_000, 25, 0.02), (2_000_000, 20, 0.025), (5_000_000, 10, 0.05), (15_000_000, 5, 0.1),
            (20_000_000, 4, 0.125), (50_000_000, 2, 0.25), (100_000_000, 1, 0.5),
        ]
        return current.edition("SOLUSDC", rows)
    }

    private static func dogeusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (10_000, 75, 0.005), (50_000, 50, 0.007), (750_000, 40, 0.01), (1_000_000, 25, 0.02),
            (2_000_000, 20, 0.025), (10_000_000, 10, 0.05), (20_000_000, 5, 0.1), (25_000_000, 4, 0.125),
            (50_000_000, 2, 0.25), (100_000_000, 1, 0.5),
        ]
        return current.edition("DOGEUSDC", rows)
    }

    private static func xrpusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (10_000, 75, 0.005), (50_000, 50, 0.01), (100_000, 40, 0.015), (750_000, 25, 0.02),
            (1_000_000, 20, 0.025), (5_000_000, 10, 0.05), (10_000_000, 5, 0.1), (12_500_000, 4, 0.125),
            (25_000_000, 2, 0.25), (50_000_000, 1, 0.5),
        ]
        return current.edition("XRPUSDC", rows)
    }

    private static func thousandpepeusdc() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (5000, 50, 0.015), (10_000, 25, 0.02), (50_000, 20, 0.025), (1_200_000, 10, 0.05),
            (3_000_000, 5, 0.1), (3_600_000, 4, 0.125), (9_000_000, 2, 0.25), (15_000_000, 1, 0.5),
        ]
        return current.edition("1000PEPEUSDC", rows)
    }
}

/// Binance COIN-M futures: tiers of the perpetual contract, sizes in the coin.
///
/// - Source: levels in the exchange's FAQ on COIN-M liquidation prices (50 to 100 BTC at 5 %, 300 BTC at 12.5 % less
///   11.605 BTC), copies of 2021 and 2022, and the recurrence; they give the 33,599.40 of the exchange's calculator.
///   Of the last tier only the floor is certain.
enum BinanceCoinTiers {
    static let editions: [TierEdition] = [btcusdperp()].compactMap { $0 }

    private static let faq = TierRows(
        venue: "binance-coinm", title: "Binance COIN-M", day: "2021-01-01",
        source:
            "COIN-M liquidation FAQ, copies of 2021 and 2022, and the recurrence; without leverage limits",
        unit: .coin)

    private static func btcusdperp() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (5, .infinity, 0.004), (10, .infinity, 0.005), (20, .infinity, 0.01), (50, .infinity, 0.025),
            (100, .infinity, 0.05), (200, .infinity, 0.1), (400, .infinity, 0.125),
        ]
        return faq.edition("BTCUSD_PERP", contractSize: 100, rows)
    }
}
