/// A small market as a bars file, for tests that need data and not a story.
package enum MadeUpMarket {
    /// Hourly bars as CSV: a seeded walk around 100,000 with all columns.
    package static func bars(_ count: Int, seed: UInt64 = 7, funding: String = "0.0003") -> String {
        var random = SeededGenerator(seed: seed)
        var price = 100_000.0
        var openInterest = 20_000.0
        var text =
            "time,open,high,low,close,volume,open_interest,long_short_ratio,taker_buy_usd,taker_sell_usd,"
            + "funding_rate\n"
        func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        for index in 0..<count {
            let open = cents(price)
            price *= 1 + Double.random(in: -0.01...0.01, using: &random)
            let close = cents(price)
            let high = cents(max(open, close) * (1 + Double.random(in: 0...0.004, using: &random)))
            let low = cents(min(open, close) * (1 - Double.random(in: 0...0.004, using: &random)))
            openInterest *= 1 + Double.random(in: -0.02...0.02, using: &random)
            let volume = cents(Double.random(in: 500...5000, using: &random))
            let ratio = cents(Double.random(in: 0.8...1.6, using: &random))
            text += "\(1_746_057_600_000 + index * 3_600_000),\(open),\(high),\(low),\(close),\(volume),"
            text += "\(cents(openInterest)),\(ratio),\(cents(volume * open * 0.5)),"
            text += "\(cents(volume * open * 0.5)),\(index % 8 == 0 ? funding : "")\n"
        }
        return text
    }
}
