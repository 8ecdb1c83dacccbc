package import LiquidationCore

extension MapPicture {
    /// What a move of the price would force-close: longs on the way down, shorts on the way up, quote units.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - move: the move as a fraction of the price; below zero for a fall.
    /// - Returns: the sum over the price range that the move crosses.
    /// - Complexity: O(buckets).
    package static func forceClosed(on map: LiquidationMap, by move: Double) -> Double {
        let price = map.price.value
        guard move != 0, move > -1, move.isFinite else { return 0 }
        let target = price * (1 + move)
        let side: Side = move < 0 ? .long : .short
        let bins = PriceBins(edges: [min(price, target), max(price, target)])
        return bins.sums(of: map.notional(side), on: map.grid, side: side, price: price).inside[0]
    }
}
