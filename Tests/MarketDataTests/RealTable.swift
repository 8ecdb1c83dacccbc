import MarketData

/// What another reader finds in a real table.
struct RealTable: Sendable, CustomStringConvertible {
    /// Below ../shared/data.
    let path: String
    /// Whose rows are read, where there are several.
    let chosen: (column: String, value: String)?
    let kind: SourceKind
    let rows: Int
    /// Sum and number of cells by liq's name of the column, in the file's unit.
    let sums: [String: (sum: Double, cells: Int)]

    var description: String { path }

    /// `coin=BTC` chooses rows.
    private init(
        _ path: String, _ chosen: String?, _ kind: SourceKind, _ rows: Int,
        _ sums: [String: (sum: Double, cells: Int)]
    ) {
        (self.path, self.kind, self.rows, self.sums) = (path, kind, rows, sums)
        self.chosen = chosen.map { text in
            let parts = text.split(separator: "=").map(String.init)
            return (parts[0], parts[1])
        }
    }

    // One file of each layout; Python 3, csv and math.fsum, over ../shared/data as of 2026-12-01.
    static let all: [RealTable] = [
        RealTable(
            "binance-spot/klines/BTCUSDT/BTCUSDT-1h_2023-06-22_2025-06-30.csv.gz", nil, .bars, 17751,
            [
                "close": (1144116095.89, 17751), "high": (1148017540.36, 17751), "low": (1139972923.4, 17751),
                "open": (1144039042.73, 17751), "volume": (23897331.649308, 17751),
            ]),
        RealTable(
            "binance-um/funding/ALL-funding_2025-03-06_2025-06-15.csv.gz", "symbol=BTCUSDT", .fundingRate,
            266, ["funding_rate": (0.00842084, 266)]),
        RealTable(
            "binance-um/funding/ALL-funding_2025-03-08_2025-06-30.csv.gz", "coin=BTC", .fundingRate, 343,
            ["funding_rate": (0.01044948, 343)]),
        RealTable(
            "binance-um/klines/ADAUSDT/ADAUSDT-5m_2025-03-06_2025-04-13.csv.gz", nil, .bars, 10906,
            [
                "close": (7610.0687, 10906), "high": (7626.6293, 10906), "low": (7593.7781, 10906),
                "open": (7610.3807, 10906), "volume": (36873633947.0, 10906),
            ]),
        RealTable(
            "binance-um/klines/BTCUSDT/BTCUSDT-1h_2025-03-06_2025-06-30.csv.gz", nil, .bars, 2797,
            [
                "close": (266768050.9, 2797), "high": (267598602.0, 2797), "low": (265930201.6, 2797),
                "open": (266752302.8, 2797), "volume": (22414204.386, 2797),
            ]),
        RealTable(
            "binance-um/klines/BTCUSDT/BTCUSDT-4h_2023-04-23_2025-06-30.csv.gz", nil, .bars, 4795,
            [
                "close": (295752477.0, 4795), "high": (297858999.7, 4795), "low": (293450994.9, 4795),
                "open": (295672854.2, 4795), "quote_volume": (12570727895021.344, 4795),
            ]),
        RealTable(
            "binance-um/liquidations/ALL-forceOrder_2025-01-26_2025-02-06_sessions.csv.gz", "symbol=LRC",
            .liquidations, 1, ["price": (0.17057, 1), "quantity": (226.0, 1)]),
        RealTable(
            "binance-um/mark/ALL-mark_klines_8h_2025-03-06_2025-06-15.csv.gz", "symbol=BTCUSDT", .markKlines,
            266, ["mark_high": (24751334.34975333, 266), "mark_low": (24272826.42646032, 266)]),
        RealTable(
            "cases/A-btc-4h/bars.csv.gz", nil, .bars, 1375,
            [
                "close": (132209759.2, 1375), "funding_rate": (0.04716062, 687), "high": (133142235.4, 1375),
                "long_short_ratio": (2372.95, 1375), "low": (131201335.2, 1375), "open": (132192900.0, 1375),
                "open_interest": (118919513.62, 1375), "taker_buy_usd": (2675384843577.701, 1375),
                "taker_sell_usd": (2720529002693.5835, 1375), "volume": (47052581.879089355, 1375),
            ]),
        RealTable(
            "cases/A-btc-4h/depth.csv.gz", nil, .series, 1375,
            ["asks_usd": (246900525313.9552, 1375), "bids_usd": (250623906252.6769, 1375)]),
        RealTable(
            "cases/A-btc-4h/liquidations.csv.gz", nil, .series, 1375,
            [
                "liquidated_long_usd": (3002373677.54999, 1375),
                "liquidated_short_usd": (2207001113.22997, 1375),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-funding_oi_weighted-4h_2024-11-13_2025-06-30.csv.gz", nil,
            .sampledFunding, 1375, ["funding_rate": (9.69481, 1375)]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-liquidation-4h_2024-11-13_2025-06-30.csv.gz", nil, .series, 1375,
            [
                "liquidated_long_usd": (3002373677.54999, 1375),
                "liquidated_short_usd": (2207001113.22997, 1375),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-long_short_global_account-4h_2024-11-13_2025-06-30.csv.gz", nil,
            .series, 1375,
            [
                "account_ratio": (1659.82, 1375), "global_account_long_percent": (71890.11, 1375),
                "global_account_short_percent": (65609.89, 1375),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-long_short_top_account-4h_2024-11-13_2025-06-30.csv.gz", nil,
            .series, 1375,
            [
                "account_ratio": (1829.41, 1375), "top_account_long_percent": (75584.77, 1375),
                "top_account_short_percent": (61915.23, 1375),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-long_short_top_position-4h_2024-11-13_2025-06-30.csv.gz", nil,
            .series, 1375,
            [
                "long_short_ratio": (2372.95, 1375), "top_position_long_percent": (86637.04, 1375),
                "top_position_short_percent": (50862.96, 1375),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-oi_all_exchanges_usd-4h_2024-11-21_2025-06-30.csv.gz", nil, .series,
            1327, ["open_interest_value": (82456679789622.0, 1327)]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-oi_stablecoin_margin_qty-4h_2024-11-13_2025-06-30.csv.gz", nil,
            .series, 1375, ["open_interest": (118919513.62, 1375)]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-orderbook_bids_asks-4h_2024-11-13_2025-06-30.csv.gz", nil, .series,
            1378,
            [
                "asks_quantity": (2544153.599, 1378), "asks_usd": (247502710459.0538, 1378),
                "bids_quantity": (2616669.159, 1378), "bids_usd": (251311473051.3109, 1378),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-orderbook_bids_asks-8h_2024-11-21_2025-06-30.csv.gz", nil, .series,
            666,
            [
                "aggregated_asks_quantity": (1151018.817, 666),
                "aggregated_bids_quantity": (1197691.699, 666), "asks_usd": (112172147285.5639, 666),
                "bids_usd": (115227189464.4166, 666),
            ]),
        RealTable(
            "coinglass/binance_4h/BTC/BTC-taker_buy_sell-1d_2024-11-21_2025-06-30.csv.gz", nil, .series, 222,
            ["taker_buy_usd": (2569867046697.041, 222), "taker_sell_usd": (2611858029901.601, 222)]),
        RealTable(
            "coinglass/btc_hourly/BTC-liquidation-1h_2025-11-23_2026-02-28.csv.gz", nil, .series, 2346,
            [
                "liquidated_long_usd": (3649398346.44759, 2346),
                "liquidated_short_usd": (2252423821.19442, 2346), "totalUsd": (5901822167.64201, 2346),
            ]),
        RealTable(
            "coinglass/btc_hourly/BTC-regime-1h_2025-12-04_2026-02-28.csv.gz", nil, .bars, 2078,
            [
                "close": (172781551.32, 2078), "cvd_close": (0.0, 2078), "cvd_high": (0.0, 2078),
                "cvd_low": (0.0, 2078), "cvd_open": (0.0, 2078), "funding_high": (7.697345, 2078),
                "funding_low": (5.616077, 2078), "funding_open": (6.660424, 2078),
                "sampled_funding_rate": (6.650923, 2078), "high": (173373069.14, 2078),
                "liquidated_long_usd": (3352207320.32905, 2078),
                "liquidated_short_usd": (1922239462.51251, 2078),
                "liquidation_total_usd": (5274446782.84156, 2078), "low": (172198596.92, 2078),
                "oi_high": (15792368036879.0, 2078), "oi_low": (15672156645667.0, 2078),
                "oi_open": (15735007942291.0, 2078), "oi_weight_close": (8.370554, 2078),
                "oi_weight_high": (9.344393, 2078), "oi_weight_low": (6.998559, 2078),
                "oi_weight_open": (8.372177, 2078), "open": (172808107.84, 2078),
                "open_interest": (15731960967645.0, 2078),
            ]),
        RealTable(
            "coinglass/daily_1d/ALL-funding_oi_weight_1d.csv.gz", "symbol=BTC", .fundingRate, 1371,
            ["funding_rate": (13.60662879, 1371)]),
        RealTable(
            "coinglass/daily_1d/ALL-futures_ohlcv_1d.csv.gz", "symbol=BTCUSDT", .bars, 1559,
            [
                "close": (42962676.12, 1559), "high": (44045473.03, 1559), "low": (41753210.44, 1559),
                "open": (42930051.47, 1559), "quote_volume": (16390401961027.203, 1559),
            ]),
        RealTable(
            "coinglass/daily_1d/ALL-futures_oi_agg_1d.csv.gz", "symbol=BTC", .series, 3287,
            ["oi_coinm_close": (3044309241740.0, 3287), "open_interest": (169673777.03, 3287)]),
        RealTable(
            "coinglass/daily_1d/ALL-liquidation_agg_1d.csv.gz", "symbol=BTC", .series, 3287,
            [
                "liquidated_long_usd": (56400130601.56481, 3287),
                "liquidated_short_usd": (33871040945.042538, 3287),
            ]),
        RealTable(
            "coinglass/daily_1d/ALL-long_short_all_1d.csv.gz", "symbol=BTC", .series, 1325,
            ["account_ratio": (2039.09, 1171), "long_short_ratio": (1547.77, 1325)]),
        RealTable(
            "coinglass/daily_1d/ALL-taker_vol_agg_futures_1d.csv.gz", "symbol=BTC", .series, 3287,
            ["taker_buy_usd": (16281355034542.863, 3287), "taker_sell_usd": (16438099724883.084, 3287)]),
        RealTable(
            "coinglass/oi_by_exchange_4h/BTC/BTC-oi_by_exchange_usd-4h_2025-05-15_2025-06-30.csv.gz", nil,
            .series, 277,
            [
                "BINGX": (270785316364.0, 277), "BITFINEX": (213525114170.0, 277),
                "BITGET": (1244365184158.0, 277), "BITMEX": (101369958200.0, 277),
                "BITUNIX": (417691238243.0, 277), "BYBIT": (2115566578089.0, 277),
                "CME": (4605074080109.0, 277), "COINBASE": (128435976453.0, 277),
                "COINEX": (41826075429.0, 277), "DERIBIT": (575007701680.0, 277),
                "DYDX": (22572179082.0, 277), "HTX": (1135156964934.0, 277),
                "HYPERLIQUID": (829745481105.0, 277), "KRAKEN": (71153887531.0, 277),
                "MEXC": (836552275486.0, 277), "OKX": (1155591161312.0, 277),
                "WHITEBIT": (584769739509.0, 277), "open_interest_value": (3382039416801.0, 277),
                "price": (29371787.7, 277),
            ]),
        RealTable(
            "ftx/klines/BTC-PERP/BTC-PERP-1m_2021-12-31_2022-02-01.csv.gz", nil, .bars, 45031,
            [
                "close": (1852778648.5, 45031), "high": (1853827705.0, 45031), "low": (1851748543.0, 45031),
                "open": (1852786128.0, 45031), "volume": (119923370570.20744, 45031),
            ]),
        RealTable(
            "okx-swap/liquidations/ALL-liquidation_events_2026-03-04_2026-03-05.csv.gz", "coin=HYPE",
            .liquidations, 99, ["price": (3174.891, 99), "value": (2605818.833, 99)]),
        RealTable(
            "okx-swap/sol_2026-06/SOL-USDT-SWAP-funding_rate_2026-05-31_2026-06-26.csv.gz", nil, .fundingRate,
            77, ["funding_rate": (-0.0026703704386696, 77)]),
        RealTable(
            "okx-swap/sol_2026-06/SOL-USDT-SWAP-long_short_ratio_2026-05-31_2026-06-26.csv.gz", nil, .series,
            624, ["account_ratio": (1659.0, 624)]),
        RealTable(
            "okx-swap/sol_2026-06/SOL-USDT-SWAP-ohlcv_1m_2026-05-31_2026-06-26.csv.gz", nil, .bars, 37486,
            [
                "close": (2620260.17, 37486), "high": (2622086.36, 37486), "low": (2618447.2, 37486),
                "open": (2620272.46, 37486), "volume": (303923239.06, 37486),
            ]),
        RealTable(
            "okx-swap/sol_2026-06/SOL-USDT-SWAP-open_interest_2026-05-31_2026-06-26.csv.gz", nil, .series,
            624, ["open_interest": (136745972874.6317, 624)]),
        RealTable(
            "okx-swap/sol_2026-06/SOL-USDT-SWAP-taker_volume_2026-05-31_2026-06-26.csv.gz", nil, .series, 624,
            ["sellVol": (10800917584.6917, 624), "taker_buy_volume": (10495828872.6579, 624)]),
    ]
}
