package import LiquidationCore

/// The difference of two maps made ready for drawing, without a size or a colour.
package struct DeltaPicture: Sendable {
    /// One line of the picture.
    package struct Bin: Hashable, Sendable {
        /// Its price range, quote per base.
        package let low: Double, high: Double
        /// What it holds more than before; below zero where less.
        package let change: BySide<Double>

        /// What is added, both sides together.
        package var growth: Double { max(change.long, 0) + max(change.short, 0) }
        /// What is gone, both sides together, above zero.
        package var shrinkage: Double { max(-change.long, 0) + max(-change.short, 0) }
    }

    /// Rising in price, laid out as those of a ``MapPicture`` of the map after.
    package let bins: [Bin]
    /// Height of a bin, a round number.
    package let step: Double
    /// The price of the map after.
    package let price: Double
    /// The largest growth of a bin and its largest shrinkage; zero where there is none.
    package let growth: Double, shrinkage: Double
    /// Change below the first bin and above the last.
    package let below: BySide<Double>, above: BySide<Double>

    /// The picture of a difference.
    ///
    /// - Parameters:
    ///   - delta: the difference.
    ///   - within: how far from the price it reaches at least, as a fraction of it.
    ///   - maximumBins: how many bins at most, about; at least 4.
    /// - Complexity: O(buckets + bins).
    package init(_ delta: MapDelta, within: Double, maximumBins: Int) {
        let price = delta.after.price.value
        let reach = within.isFinite ? min(max(within, 0.001), 10) : 0.2
        let step = AxisStep.round(atLeast: price * 2 * reach / Double(max(maximumBins, 4) - 1))
        let bins = MapPicture.layout(on: delta.grid, price: price, reach: reach, step: step)
        func sums(_ map: LiquidationMap) -> BySide<PriceBins.Sums> {
            .each { bins.sums(of: map.notional[$0], on: map.grid, side: $0, price: map.price.value) }
        }
        let (before, after) = (sums(delta.before), sums(delta.after))
        func change(_ part: (PriceBins.Sums) -> Double) -> BySide<Double> {
            after.map(part) - before.map(part)
        }
        self.bins = (0..<bins.count).map { index in
            Bin(
                low: bins.edges[index], high: bins.edges[index + 1],
                change: change { $0.inside[index] })
        }
        (self.step, self.price) = (step, price)
        growth = self.bins.map(\.growth).max() ?? 0
        shrinkage = self.bins.map(\.shrinkage).max() ?? 0
        (below, above) = (change(\.below), change(\.above))
    }
}
