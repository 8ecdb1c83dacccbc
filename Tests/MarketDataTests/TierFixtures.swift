import LiquidationCore
import MarketData

/// Small files of brackets in every format that is read, and how tests read them.
enum TierFixtures {
    /// The first three brackets of BTCUSDT, 2026-09-29, in the shape of the API documentation.
    static let binance = """
        [{"symbol":"BTCUSDT","notionalCoef":1.0,"brackets":[
        {"bracket":1,"initialLeverage":150,"notionalCap":300000,"notionalFloor":0,"maintMarginRatio":0.004,"cum":0.0},
        {"bracket":2,"initialLeverage":100,"notionalCap":800000,"notionalFloor":300000,"maintMarginRatio":0.005,"cum":300.0},
        {"bracket":3,"initialLeverage":75,"notionalCap":3000000,"notionalFloor":800000,"maintMarginRatio":0.0065,"cum":1500.0}
        ]}]
        """

    /// The first levels of BTCUSD_PERP, 2021, with the field name that the API documentation misspells.
    static let binanceCoin = """
        {"symbol":"BTCUSD_PERP","brackets":[
        {"bracket":2,"initialLeverage":100,"qtyCap":10,"qtylFloor":5,"maintMarginRatio":0.005,"cum":0.005},
        {"bracket":1,"initialLeverage":125,"qtyCap":5,"qtylFloor":0,"maintMarginRatio":0.004,"cum":0.0}]}
        """

    /// The first brackets of BTCUSDT, 2025-12-29, in the shape of the API documentation; the id is no tier.
    static let bybit = """
        {"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[
        {"id":11,"symbol":"BTCUSDT","riskLimitValue":"2000000","maintenanceMargin":"0.005","initialMargin":"0.01",\
        "isLowestRisk":1,"maxLeverage":"100.00","mmDeduction":""},
        {"id":12,"symbol":"BTCUSDT","riskLimitValue":"2600000","maintenanceMargin":0.0056,"initialMargin":0.0112,\
        "isLowestRisk":0,"maxLeverage":"90.00","mmDeduction":"1200"},
        {"id":13,"symbol":"BTCUSDT","riskLimitValue":"3200000","maintenanceMargin":"0.0063","initialMargin":"0.0125",\
        "isLowestRisk":0,"maxLeverage":"80.00","mmDeduction":"3020"}],
        "nextPageCursor":""},"retExtInfo":{},"time":1767013200000}
        """

    /// The first brackets of BTC-USDT-SWAP, 2026-05-28; contracts come in lots of 0.01.
    static let okx = """
        {"code":"0","msg":"","data":[
        {"baseMaxLoan":"","imr":"0.01","instFamily":"BTC-USDT","instId":"","maxLever":"100","maxSz":"1000","minSz":"0",\
        "mmr":"0.004","optMgnFactor":"0","quoteMaxLoan":"","tier":"1","uly":"BTC-USDT"},
        {"baseMaxLoan":"","imr":"0.015","instFamily":"BTC-USDT","instId":"","maxLever":"66.66","maxSz":"5000",\
        "minSz":"1000.01","mmr":"0.005","optMgnFactor":"0","quoteMaxLoan":"","tier":"2","uly":"BTC-USDT"}]}
        """

    /// The first brackets of 0G/USDT:USDT as freqtrade 2026.9 bundles them.
    static let freqtrade = """
        {"0G/USDT:USDT":[
        {"tier":1.0,"symbol":"0G/USDT:USDT","currency":"USDT","minNotional":0.0,"maxNotional":5000.0,\
        "maintenanceMarginRate":0.015,"maxLeverage":50.0,"info":{"bracket":1,"initialLeverage":50,"notionalCap":5000,\
        "notionalFloor":0,"maintMarginRatio":0.015,"cum":0.0}},
        {"tier":2.0,"symbol":"0G/USDT:USDT","currency":"USDT","minNotional":5000.0,"maxNotional":10000.0,\
        "maintenanceMarginRate":0.02,"maxLeverage":25.0,"info":{"bracket":2,"initialLeverage":25,"notionalCap":10000,\
        "notionalFloor":5000,"maintMarginRatio":0.02,"cum":25.0}}]}
        """

    /// The first brackets of Bybit's BTCUSDT, 2025-12-29, in the shape of freqtrade's cache.
    static let cache = """
        {"updated":"2025-12-29T10:30:00.000000+00:00","data":{"BTC\\/USDT:USDT":[
        {"minNotional":0.0,"maxNotional":2000000.0,"maintenanceMarginRate":0.005,"maxLeverage":100.0,"maintAmt":null},
        {"minNotional":2000000.0,"maxNotional":2600000.0,"maintenanceMarginRate":0.0056,"maxLeverage":90.0,"maintAmt":null},
        {"minNotional":2600000.0,"maxNotional":null,"maintenanceMarginRate":"0.0063","maxLeverage":null,"maintAmt":null}
        ]}}
        """

    /// Two symbols; columns in another order than liq writes.
    static let csv = """
        # brackets of two symbols
        mmr,symbol,notional_cap,max_leverage,venue,as_of,provenance,else
        0.004,BTCUSDT,300000,150,binance,2026-09-29,"a page, ""the"" page",x
        0.005,BTCUSDT,800000,100,binance,2026-09-29,"a page, ""the"" page",x
        0.012,BTC-USD,,50,dydx-v4,2026-04-22,,

        """

    static let all = [binance, binanceCoin, bybit, okx, freqtrade, cache, csv]

    /// A file of this text.
    static func file(_ text: String) throws -> TierFile {
        let folder = Folder()
        return try TierFile(folder.write("brackets", text: text))
    }

    /// The first table of a text, as of a venue.
    static func table(_ text: String, venue: String = "binance", size: Double? = nil) throws -> (
        table: TierTable, remarks: [String]
    ) {
        let file = try file(text)
        let draft = file.drafts[0]
        let terms = TierDraft.Terms(
            venue: venue, title: "Here", symbol: draft.symbol(at: venue), day: draft.day ?? "2026-01-01",
            contractSize: size)
        return try draft.table(terms, file: "brackets", format: file.format)
    }

    /// What is said against a text; empty where nothing.
    static func refusal(_ text: String, venue: String = "binance") -> String {
        do {
            let file = try file(text)
            for draft in file.drafts {
                let terms = TierDraft.Terms(
                    venue: venue, title: "Here", symbol: draft.symbol(at: venue), day: "2026-01-01",
                    contractSize: 1)
                _ = try draft.table(terms, file: "brackets", format: file.format)
            }
            return ""
        } catch {
            let text = "\(error)"
            return text.split(separator: "/brackets").last.map(String.init) ?? text
        }
    }
}
