extension VenueOffer {
    /// OKX v5 swaps. Sizes are in contracts.
    ///
    /// From documentation as programs that ask it repeat it; no venue could be reached.
    /// Each path has its own limit.
    static let okx = VenueOffer(
        id: "okx",
        endpoints: ["api": "https://www.okx.com"],
        symbols: SymbolRule(example: "BTC-USDT-SWAP", marks: "-", endings: ["-SWAP"]),
        limits: [
            RequestLimit("candles", 20, per: 2), RequestLimit("funding", 10, per: 2),
            RequestLimit("statistics", 10, per: 2), RequestLimit("liquidations", 20, per: 2),
        ],
        parallel: 2,
        answers: AnswerRule(
            member: "code", good: "0", words: "msg", isRequired: true, busy: ["50011", "50013", "50061"]),
        usual: [.klines, .openInterest, .funding],
        offers: [
            .klines: [
                pages(
                    "klines",
                    "market/history-candles?instId={symbol}&bar={interval}&after={to}&before={before}&limit=100",
                    "candles",
                    intervals: [
                        "1m": "1m", "3m": "3m", "5m": "5m", "15m": "15m", "30m": "30m", "1h": "1H",
                        "2h": "2H",
                        "4h": "4H", "6h": "6Hutc", "12h": "12Hutc", "1d": "1Dutc",
                    ], "order-book-trading-market-data-get-candlesticks-history")
            ],
            .funding: [
                pages(
                    "funding",
                    "public/funding-rate-history?instId={symbol}&after={to}&before={before}&limit=100",
                    "funding",
                    step: 3_600_000, reach: .days(90), "public-data-rest-api-get-funding-rate-history")
            ],
            .openInterest: [
                statistics(
                    "open-interest", "open-interest-history?instId={symbol}",
                    "trading-statistics-rest-api-get-contract-open-interest-history")
            ],
            .ratios: [
                statistics(
                    "account-ratio", "long-short-account-ratio-contract?instId={symbol}",
                    "trading-statistics-rest-api-get-long-short-ratio")
            ],
            .liquidations: [
                pages(
                    "liquidations",
                    "public/liquidation-orders?instType=SWAP&state=filled&uly={family}"
                        + "&after={to}&before={before}&limit=100",
                    "liquidations", follow: .oldest(member: "ts", parameter: "after"), reach: .days(7),
                    "public-data-rest-api-get-liquidation-orders")
            ],
        ],
        reasons: [
            .metrics: "metrics are files of Binance; OKX has open-interest and ratios",
            .trades: "OKX's files of trades have no addresses in its documentation",
            .singleTrades: "OKX's files of trades have no addresses in its documentation",
            .depth: "OKX publishes no history of resting orders without a key",
        ])

    private static func pages(
        _ name: String, _ path: String, _ group: String, step: Int64? = nil,
        intervals: [String: String] = [:],
        follow: Following = .windows, reach: Reach = .all, _ page: String
    ) -> Offer {
        .pages(
            PagesOffer(
                name: name, path: "/api/v5/\(path)", rows: 100, step: step, intervals: intervals,
                follow: follow,
                cost: [RequestCost(group)], reach: reach,
                source: Source("https://www.okx.com/docs-v5/en/#\(page)", read: nil)))
    }

    /// Statistics: the latest 1,440 rows of each period.
    private static func statistics(_ name: String, _ path: String, _ page: String) -> Offer {
        pages(
            name, "rubik/stat/contracts/\(path)&period={interval}&begin={from}&end={last}&limit=100",
            "statistics",
            intervals: [
                "5m": "5m", "15m": "15m", "30m": "30m", "1h": "1H", "2h": "2H", "4h": "4H", "6h": "6Hutc",
                "12h": "12Hutc", "1d": "1Dutc",
            ], reach: .rows(1440), page)
    }
}
