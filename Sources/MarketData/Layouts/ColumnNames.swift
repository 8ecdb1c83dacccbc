import LiquidationCore
import PlainText

/// Names that columns have in files of venues and tools, whatever the layout.
///
/// A name counts by its letters and digits, in lower case: `Open Time`, `open_time` and `openTime` are one.
enum ColumnNames {
    /// The letters and digits of a name, in lower case.
    static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "%" })
    }

    /// What a column of this name means; `nil` where it is not known.
    static func meaning(_ name: String) -> Meaning? {
        let name = plain(name)
        return meanings[name] ?? volume(name)
    }

    /// The place of a name of times: of several the first is the time of a row.
    static func timeRank(_ name: String) -> Int? { times.firstIndex(of: plain(name)) }

    /// Names that are meant where others of the same meaning stand beside them: what was paid beside what was announced,
    /// fractions beside amounts, one side beside both.
    static let preferred: Set<String> = [
        "realizedrate", "relativefundingrate", "singleopeninterest", "globalaccountlongshortratio",
        "lsrglobal",
        "countlongshortratio", "volccy",
    ]

    /// Names of the time of a row, the most certain first.
    private static let times = [
        "opentime", "starttime", "candlebegintime", "start", "begin", "periodstart", "startat", "startedat",
        "calctime", "createtime", "fundingtime", "fundingratetimestamp", "effectiveat", "time", "timestamp",
        "ts", "t", "timestampms", "unix",
        "unixtime",
        "tsutc", "createdtime", "datetime", "date", "datetimeutc", "dateutc", "timeutc", "dt", "day",
        "localtime",
        "indexlevel0",
    ]

    private static let meanings: [String: Meaning] = {
        var all: [String: Meaning] = [:]
        func add(_ meaning: Meaning, _ names: String...) {
            for name in names { all[name] = meaning }
        }
        for name in times { add(.time, name) }
        add(.closeTime, "closetime", "endtime", "candleendtime")
        add(.kept(.open), "open", "o", "priceopen", "openprice", "first", "openpx")
        add(.kept(.high), "high", "h", "pricehigh", "highprice", "max", "highpx")
        add(.kept(.low), "low", "l", "pricelow", "lowprice", "min", "lowpx")
        add(.kept(.close), "close", "c", "priceclose", "closeprice", "last", "closepx")
        add(.kept(.volume), "v", "vol", "basevolume", "volumebase", "volccy", "basevol")
        add(
            .kept(.quoteVolume), "quotevolume", "quoteassetvolume", "volumeusd", "volumeusdt", "volumequote",
            "qvolume", "volccyquote", "quotevol", "volumefiat", "quoteassetvol", "usdvolume",
            "volquote", "volusd", "volusdt")
        add(.kept(.volume), "basetokenvolume")
        add(.kept(.accountRatio, .odds), "buyratio")
        add(
            .kept(.openInterest), "oi", "oiclose", "holdingamount", "sumopeninterest", "openinterestclose",
            "openinterestquantity", "oiccy", "singleopeninterest")
        add(
            .kept(.openInterestValue), "oivalue", "oiusd", "openinterestvalue", "openinterestusd",
            "sumopeninterestvalue", "openinterestnotional", "oiusdt", "oicloseusd")
        // CoinGlass' daily tables: margined in stablecoins, counted in coins; all venues, in USD.
        add(.kept(.openInterest), "openinterestamount", "oistableclose")
        add(.kept(.openInterestValue), "oitotalclose")
        add(
            .kept(.fundingRate), "funding", "lastfundingrate", "fundingclose", "realizedrate",
            "relativefundingrate")
        add(
            .kept(.longShortRatio), "lsr", "lsratio", "longshort", "sumtoptraderlongshortratio",
            "toppositionlongshortratio", "lsrtoppositions", "longshortpositionratio")
        add(
            .kept(.accountRatio), "ratio", "countlongshortratio", "globalaccountlongshortratio", "lsrglobal",
            "longshortaccountratio", "topaccountlongshortratio", "lsrtopaccounts",
            "counttoptraderlongshortratio")
        add(.kept(.takerBuyVolume), "takerbuybaseassetvolume", "takerbuybasevolume", "buyvol", "buyvolume")
        add(
            .kept(.takerBuyNotional), "takerbuyquotevolume", "takerbuyquoteassetvolume", "takerbuyusdt",
            "aggregatedbuyvolumeusd", "takerbuyvolumeusd")
        add(.kept(.takerSellNotional), "takersellusdt", "aggregatedsellvolumeusd", "takersellvolumeusd")
        add(
            .kept(.liquidatedLong), "longusd", "liqlongusd", "longliquidation", "longliquidationusd",
            "liquidationlongusd", "aggregatedlongliquidationusd", "longliquidations", "longliquidationsusd")
        add(
            .kept(.liquidatedShort), "shortusd", "liqshortusd", "shortliquidation", "shortliquidationusd",
            "liquidationshortusd", "aggregatedshortliquidationusd", "shortliquidations",
            "shortliquidationsusd")
        add(.kept(.bids), "bidsusd1pct", "aggregatedbidsusd")
        add(.kept(.asks), "asksusd1pct", "aggregatedasksusd")
        add(.kept(.indexPrice), "indexclose")
        add(.whole, "count", "trades", "tradecount", "tradescount", "numberoftrades", "numtrades", "n")
        add(.symbol, "symbol")
        for name in [
            "coin", "ticker", "pair", "instrument", "instrumentname", "instid", "venue", "exchange",
            "contract",
            "market",
        ] {
            add(.label, name)
        }
        add(.whole, "fundingintervalhours")
        add(
            .ignored, "ignore", "confirm", "sumtakerlongshortvolratio", "markprice", "premium", "longaccount",
            "shortaccount", "sellratio", "buysellratio")
        // Last, so that no alias hides one of liq's own names.
        for column in BarColumn.allCases { all[plain(column.name)] = .kept(column) }
        return all
    }()

    /// `Volume BTC` and `Volume USDT`, as tools write them that name the coin.
    private static func volume(_ name: String) -> Meaning? {
        guard name.hasPrefix("volume"), name.count > 6 else { return nil }
        let coin = name.dropFirst(6)
        guard coin.allSatisfy({ $0.isLetter }), (3...6).contains(coin.count) else { return nil }
        return ["usd", "usdt", "usdc", "busd", "fdusd", "eur"].contains(String(coin))
            ? .kept(.quoteVolume)
            : ["base", "coins"].contains(String(coin)) || coin.count <= 5 ? .kept(.volume) : nil
    }
}
