import LiquidationCore
import MarketSimulator

extension SimulatedMarket {
    /// The bars as the engine reads them, with open interest at each bar's end, the ratio of top traders'
    /// quantities there, and funding on the bar that begins with the payment or holds it.
    ///
    /// - Throws: ``CoreError`` when a bar breaks a rule of ``BarSeries``: a bug of the simulator.
    /// - Complexity: O(bars + metrics + funding).
    func barSeries() throws(CoreError) -> BarSeries {
        let length = Int64(plan.barMinutes) * 60_000
        let start = plan.start.milliseconds
        var interest: [Double?] = Array(repeating: nil, count: bars.count)
        var ratio = interest
        var rates = interest
        for row in metrics {
            let bar = Int((row.time.milliseconds - start - 1) / length)
            interest[bar] = Double(row.openInterest.count) / Double(Lots.perUnit)
            ratio[bar] = row.topQuantityRatio.value
        }
        for payment in funding {
            rates[Int((payment.time.milliseconds - start) / length)] = Double(payment.rate) / 1e8
        }
        var extras = BarSeries.Extras()
        extras.volume = try Column(bars.map { Double($0.volume.count) / Double(Lots.perUnit) })
        extras.takerBuyVolume = try Column(
            bars.map { Double($0.takerBuyVolume.count) / Double(Lots.perUnit) })
        extras.openInterest = try Column(interest)
        extras.longShortRatio = try Column(ratio)
        extras.fundingRate = try Column(rates)
        return try BarSeries(
            time: bars.map(\.time.milliseconds), open: bars.map(\.open.price.value),
            high: bars.map(\.high.price.value), low: bars.map(\.low.price.value),
            close: bars.map(\.close.price.value), extras: extras)
    }
}

extension SimulatedPosition {
    /// Whether it counts towards open interest at an instant: opened before, not ended before.
    func isLive(at instant: Timestamp) -> Bool {
        entryTime < instant && (exitTime.map { $0 >= instant } ?? true)
    }
}

extension SimulatedFiles {
    /// The text of one path; `nil` where there is none.
    subscript(path: String) -> String? { files.first { $0.path == path }?.text }
}
