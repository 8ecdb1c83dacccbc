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
        guard move != 0, move > -1, move.isFinite else { return 0 }
        guard let distance = try? Rate(move) else { return 0 }
        return map.sum(move < 0 ? .long : .short, within: distance)
    }
}
