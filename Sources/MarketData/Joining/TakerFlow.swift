/// Derives what takers bought and sold in quote units.
enum TakerFlow {
    /// Taker columns from kline columns; what is published is kept.
    ///
    /// Sold is quote volume less bought. Where quote volume over volume is no price of the bar in most bars, volumes
    /// count contracts (coin-margined dumps do), and no column in quote units can be made of them.
    /// - Returns: the columns, `nil` where they cannot be known, and a note where they were refused.
    static func columns(_ bars: Timeline) -> (bought: [Double]?, sold: [Double]?, note: String?) {
        let (bought, sold) = (bars[.takerBuyNotional], bars[.takerSellNotional])
        guard let quote = bars[.quoteVolume] else { return (bought, sold, nil) }
        if let volume = bars[.volume], let high = bars[.high], let low = bars[.low] {
            var (odd, traded) = (0, 0)
            for row in volume.indices where volume[row] > 0 && quote[row] > 0 {
                let price = quote[row] / volume[row]
                traded += 1
                if price > high[row] * 1.1 || price < low[row] * 0.9 { odd += 1 }
            }
            if odd * 2 > traded {
                return (
                    nil, nil,
                    "quote_volume / volume is no price in \(odd) of \(traded) bars: volumes may count contracts, "
                        + "taker columns in quote units are left out"
                )
            }
        }
        guard sold == nil, let bought else { return (bought, sold, nil) }
        return (bought, zip(quote, bought).map { whole, part in max(0, whole - part) }, nil)
    }
}
