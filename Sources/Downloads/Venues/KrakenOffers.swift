extension VenueOffer {
    /// Kraken Futures: the one free history of liquidations, as executions of which a few are marked.
    ///
    /// A liquidation has `takerOrder.orderType` with `Liquidation` in it, which the documented list of order types
    /// lacks. From documentation and programs that ask it; no venue could be reached. Public paths do not count against
    /// any limit (docs.kraken.com, guides/futures/ratelimits, read on 2026-12-01): 5 requests a
    /// second are what others allow themselves.
    static let kraken = VenueOffer(
        id: "kraken",
        endpoints: ["api": "https://futures.kraken.com"],
        symbols: SymbolRule(example: "PF_XBTUSD", marks: "_", beginnings: ["PF_", "PI_", "FF_", "FI_"]),
        limits: [RequestLimit("requests", 5, per: 1)],
        parallel: 2,
        answers: AnswerRule(member: "result", good: "success", words: "error", busy: ["apiLimitExceeded"]),
        usual: [.klines, .funding],
        offers: [
            .klines: [
                .pages(
                    PagesOffer(
                        name: "klines",
                        path:
                            "/api/charts/v1/trade/{symbol}/{interval}?from={from.seconds}&to={last.seconds}",
                        // An answer is said to hold 2,000.
                        rows: 1800,
                        intervals: [
                            "1m": "1m", "5m": "5m", "15m": "15m", "30m": "30m", "1h": "1h", "4h": "4h",
                            "12h": "12h", "1d": "1d",
                        ],
                        cost: [RequestCost("requests")],
                        source: Source(
                            "https://docs.kraken.com/api/docs/futures-api/charts/candles", read: nil)))
            ],
            .funding: [
                .pages(
                    PagesOffer(
                        name: "funding", path: "/derivatives/api/v3/historical-funding-rates?symbol={symbol}",
                        rows: .max, follow: .once, cost: [RequestCost("requests")],
                        source: Source(
                            "https://docs.kraken.com/api-reference/historical-funding-rates/historical-funding-rates",
                            read: nil)))
            ],
            .trades: [executions],
            .liquidations: [executions],
        ],
        reasons: [
            .metrics: "metrics are files of Binance",
            .openInterest: "no address for Kraken's open interest by time is known here",
            .ratios: "Kraken publishes no ratios of positions",
            .singleTrades: "Kraken has one kind of trades: ask for trades",
            .depth: "Kraken publishes no history of resting orders",
        ])

    /// Trades and liquidations are the same pages, so that a folder needs them once.
    private static let executions = Offer.pages(
        PagesOffer(
            name: "executions",
            path: "/api/history/v3/market/{symbol}/executions?sort=asc&since={from}&before={to}&count=1000",
            rows: 1000, follow: .token(member: "continuationToken", parameter: "continuation_token"),
            cost: [RequestCost("requests")], reach: .since("2022-03-23"),
            source: Source(
                "https://docs.kraken.com/api-reference/market-history/get-public-execution-events", read: nil)
        )
    )
}
