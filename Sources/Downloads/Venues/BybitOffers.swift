extension VenueOffer {
    /// Bybit v5, linear contracts. Its files of trades have no checksums.
    ///
    /// From documentation (bybit-exchange/docs 072c197); no venue could be reached. Open interest comes
    /// as `openInterest`, which is both sides together, and `singleOpenInterest`, which is one.
    static let bybit = VenueOffer(
        id: "bybit",
        endpoints: ["api": "https://api.bybit.com", "archive": "https://public.bybit.com"],
        symbols: SymbolRule(example: "BTCUSDT", marks: "-", endings: ["USDT", "PERP"]),
        // 600 in 5 s are allowed; then the address is shut out for 10 minutes, so that fewer are used.
        limits: [RequestLimit("requests", 300, per: 5)],
        parallel: 4,
        answers: AnswerRule(
            member: "retCode", good: "0", words: "retMsg", isRequired: true, busy: ["10006", "10018"]),
        usual: [.klines, .openInterest, .funding],
        offers: [
            .klines: [
                pages(
                    "klines",
                    "kline?category=linear&symbol={symbol}&interval={interval}&start={from}&end={last}",
                    rows: 1000,
                    intervals: [
                        "1m": "1", "3m": "3", "5m": "5", "15m": "15", "30m": "30", "1h": "60", "2h": "120",
                        "4h": "240", "6h": "360", "12h": "720", "1d": "D",
                    ], "kline")
            ],
            .funding: [
                pages(
                    "funding",
                    "funding/history?category=linear&symbol={symbol}&startTime={from}&endTime={last}",
                    rows: 200, step: 3_600_000, "history-fund-rate")
            ],
            .openInterest: [
                pages(
                    "open-interest",
                    "open-interest?category=linear&symbol={symbol}&intervalTime={interval}"
                        + "&startTime={from}&endTime={last}",
                    rows: 200, intervals: periods, "open-interest")
            ],
            .ratios: [
                pages(
                    "account-ratio",
                    "account-ratio?category=linear&symbol={symbol}&period={interval}"
                        + "&startTime={from}&endTime={last}",
                    rows: 500, intervals: periods, reach: .since("2020-07-20"), "long-short-ratio")
            ],
            .trades: [
                .archive(
                    ArchiveOffer(
                        daily: "/trading/{symbol}/{symbol}{day}.csv.gz", checksum: nil,
                        source: Source("https://public.bybit.com/trading/", read: nil)))
            ],
        ],
        reasons: [
            .metrics: "metrics are files of Binance; Bybit has open-interest and ratios",
            .singleTrades: "Bybit has one kind of trades, which lists them one by one: ask for trades",
            .depth: "Bybit's files of order books have no documented addresses",
            .liquidations:
                "Bybit keeps no history of liquidations; its stream allLiquidation has to be recorded",
        ])

    private static let periods = [
        "5m": "5min", "15m": "15min", "30m": "30min", "1h": "1h", "4h": "4h", "1d": "1d",
    ]

    private static func pages(
        _ name: String, _ path: String, rows: Int, step: Int64? = nil, intervals: [String: String] = [:],
        reach: Reach = .all, _ page: String
    ) -> Offer {
        .pages(
            PagesOffer(
                name: name, path: "/v5/market/\(path)&limit=\(rows)", rows: rows, step: step,
                intervals: intervals, cost: [RequestCost("requests")], reach: reach,
                source: Source("https://bybit-exchange.github.io/docs/v5/market/\(page)", read: "2026-12-01"))
        )
    }
}
