import LiquidationCore

/// Completes what takers bought and sold, in base and in quote units.
enum TakerFlow {
    /// Adds the taker columns that follow of others; what is published is kept.
    ///
    /// Sold is quote volume less bought. Bought base units, where only quote units are published, are volume times the
    /// share of what takers bought in all quote units traded: exact but for buys and sells of one bar having had
    /// different average prices. Where quote volume over volume is no price of the bar in most bars, volumes count
    /// contracts (coin-margined dumps do), and no column in quote units can be made of them.
    /// - Returns: what was left out or derived, in plain words.
    static func complete(_ extras: inout BarExtras, _ bars: Timeline) -> [String] {
        let quote = bars[.quoteVolume]
        if let quote, let note = refusal(of: quote, bars) {
            (extras[.takerBuyNotional], extras[.takerSellNotional]) = (nil, nil)
            return [note]
        }
        guard let bought = extras[.takerBuyNotional] else { return [] }
        if extras[.takerSellNotional] == nil, let quote {
            extras[.takerSellNotional] = zip(quote, bought).map { whole, part in max(0, whole - part) }
        }
        guard extras[.takerBuyVolume] == nil, let volume = extras[.volume],
            let sold = extras[.takerSellNotional]
        else { return [] }
        let units = volume.indices.map { bar -> Double in
            let total = bought[bar] + sold[bar]
            // A bar without trades has no share, and nothing to share out.
            return total > 0 ? volume[bar] * (bought[bar] / total) : total == 0 && volume[bar] == 0 ? 0 : .nan
        }
        guard units.contains(where: \.isFinite) else { return [] }
        extras[.takerBuyVolume] = units
        return ["taker_buy_volume is volume times the share of taker_buy_usd in all that takers traded"]
    }

    /// Why quote volume is none; `nil` where it may be one.
    private static func refusal(of quote: [Double], _ bars: Timeline) -> String? {
        guard let volume = bars[.volume], let high = bars[.high], let low = bars[.low] else { return nil }
        var (odd, traded) = (0, 0)
        for row in volume.indices where volume[row] > 0 && quote[row] > 0 {
            let price = quote[row] / volume[row]
            traded += 1
            if price > high[row] * 1.1 || price < low[row] * 0.9 { odd += 1 }
        }
        guard odd * 2 > traded else { return nil }
        return "quote_volume / volume is no price in \(odd) of \(traded) bars: volumes may count contracts, "
            + "taker columns in quote units are left out"
    }
}
