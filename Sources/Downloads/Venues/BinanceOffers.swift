extension VenueOffer {
    /// Binance USD-M futures: files of whole days and months, and the API for what they do not hold yet.
    ///
    /// From documentation as programs that ask it repeat it; no venue could be reached when it was written.
    static let binance = VenueOffer(
        id: "binance",
        endpoints: ["api": "https://fapi.binance.com", "archive": "https://data.binance.vision"],
        symbols: SymbolRule(
            example: "BTCUSDT", marks: "_", endings: ["USDT", "USDC", "USD1", "BUSD", "BTC"]),
        limits: [
            RequestLimit("weight", 2400, per: 60),
            // Statistics are counted apart, and so are the two about funding.
            RequestLimit("statistics", 1000, per: 300), RequestLimit("funding", 500, per: 300),
        ],
        parallel: 4,
        answers: AnswerRule(member: "code", good: nil, words: "msg", busy: ["-1003", "-1015"]),
        usual: [.klines, .metrics, .funding],
        offers: [
            .klines: [
                archive("klines/{symbol}/{interval}/{symbol}-{interval}"),
                pages(
                    "klines", "/fapi/v1/klines?symbol={symbol}&interval={interval}", rows: 1500,
                    RequestCost("weight", 10), intervals: intervals, "Kline-Candlestick-Data"),
            ],
            .metrics: [archive("metrics/{symbol}/{symbol}-metrics", isMonthly: false, since: "2020-09-01")],
            .funding: [
                archive("fundingRate/{symbol}/{symbol}-fundingRate", isDaily: false),
                pages(
                    "funding", "/fapi/v1/fundingRate?symbol={symbol}", rows: 1000, step: 3_600_000,
                    RequestCost("funding"), "Get-Funding-Rate-History"),
            ],
            .openInterest: [statistics("open-interest", "openInterestHist", "Open-Interest-Statistics")],
            .ratios: [
                statistics("top-position-ratio", "topLongShortPositionRatio", "Top-Trader-Long-Short-Ratio"),
                statistics(
                    "top-account-ratio", "topLongShortAccountRatio", "Top-Long-Short-Account-Ratio"),
                statistics("account-ratio", "globalLongShortAccountRatio", "Long-Short-Ratio"),
                statistics("taker-ratio", "takerlongshortRatio", "Taker-BuySell-Volume"),
            ],
            .trades: [archive("aggTrades/{symbol}/{symbol}-aggTrades")],
            .singleTrades: [archive("trades/{symbol}/{symbol}-trades")],
            .depth: [archive("bookDepth/{symbol}/{symbol}-bookDepth", isMonthly: false, since: "2023-01-01")],
        ],
        reasons: [
            // binance/binance-public-data issue 361; the folder was found empty in 2026-04.
            .liquidations:
                "Binance took its liquidationSnapshot files down; its stream of liquidations has to be recorded"
        ])

    private static let intervals: [String: String] = {
        let same = ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d"]
        return Dictionary(uniqueKeysWithValues: same.map { ($0, $0) })
    }()

    /// Files below `data/futures/um`: new days on the next day, new months on the first Monday of the next one.
    private static func archive(
        _ path: String, isMonthly: Bool = true, isDaily: Bool = true, since: String? = nil
    ) -> Offer {
        .archive(
            ArchiveOffer(
                monthly: isMonthly ? "/data/futures/um/monthly/\(path)-{month}.zip" : nil,
                daily: isDaily ? "/data/futures/um/daily/\(path)-{day}.zip" : nil,
                since: since,
                source: Source("https://github.com/binance/binance-public-data", read: nil)))
    }

    private static func pages(
        _ name: String, _ path: String, rows: Int, step: Int64? = nil, _ cost: RequestCost,
        intervals: [String: String] = [:], reach: Reach = .all, _ page: String
    ) -> Offer {
        .pages(
            PagesOffer(
                name: name, path: path + "&startTime={from}&endTime={last}&limit=\(rows)", rows: rows,
                step: step, intervals: intervals, cost: [cost], reach: reach,
                source: Source(
                    "https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/"
                        + page, read: nil)))
    }

    /// Statistics go back 30 days; a day less, so that the oldest page is not refused while the others are fetched.
    private static func statistics(_ name: String, _ path: String, _ page: String) -> Offer {
        pages(
            name, "/futures/data/\(path)?symbol={symbol}&period={interval}", rows: 500,
            RequestCost("statistics"),
            intervals: intervals.filter { !["1m", "3m", "8h"].contains($0.key) }, reach: .days(29), page)
    }
}
