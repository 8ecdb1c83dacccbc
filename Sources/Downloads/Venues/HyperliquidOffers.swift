extension VenueOffer {
    /// Hyperliquid: everything is posted to one address.
    ///
    /// From documentation, of which the page about limits was read on 2026-12-01; no venue could be reached.
    static let hyperliquid = VenueOffer(
        id: "hyperliquid",
        endpoints: ["api": "https://api.hyperliquid.xyz"],
        symbols: SymbolRule(example: "BTC", marks: ":", allowsSmallLetters: true),
        limits: [RequestLimit("weight", 1200, per: 60)],
        parallel: 2,
        // Errors come with a status of their own.
        answers: AnswerRule(member: "error", good: nil, words: "error"),
        usual: [.klines, .funding],
        offers: [
            .klines: [
                .pages(
                    PagesOffer(
                        name: "klines", path: "/info",
                        body: #"{"type":"candleSnapshot","req":{"coin":"{symbol}","interval":"{interval}","#
                            + #""startTime":{from},"endTime":{last}}}"#,
                        rows: 1000,
                        intervals: [
                            "1m": "1m", "3m": "3m", "5m": "5m", "15m": "15m", "30m": "30m", "1h": "1h",
                            "2h": "2h", "4h": "4h", "8h": "8h", "12h": "12h", "1d": "1d",
                        ],
                        // 20, and 1 for each 60 rows.
                        cost: [RequestCost("weight", 37)], reach: .rows(5000), source: info))
            ],
            .funding: [
                .pages(
                    PagesOffer(
                        name: "funding", path: "/info",
                        body:
                            #"{"type":"fundingHistory","coin":"{symbol}","startTime":{from},"endTime":{last}}"#,
                        rows: 480, step: 3_600_000,
                        // 20, and 1 for each 20 rows.
                        cost: [RequestCost("weight", 44)], source: info))
            ],
        ],
        reasons: [
            .metrics: "metrics are files of Binance",
            .openInterest: "Hyperliquid publishes the present open interest only",
            .ratios: "Hyperliquid publishes no ratios",
            .trades: "Hyperliquid's history of trades is in a store that bills who reads it",
            .singleTrades: "Hyperliquid's history of trades is in a store that bills who reads it",
            .depth: "Hyperliquid's history of order books is in a store that bills who reads it",
            .liquidations: "Hyperliquid publishes no liquidations",
        ])

    private static let info = Source(
        "https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint", read: nil)
}
