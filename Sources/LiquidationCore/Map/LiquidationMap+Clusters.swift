extension LiquidationMap {
    /// Height of a cluster's bins as a fraction of the price, where nothing else is asked for.
    public static let clusterResolution = Rate(unchecked: 0.0025)

    /// How many bins a cluster may take to each side of its peak: 1.5 % of the price.
    public static let widestShoulder = 6

    /// The walls of the map, largest first.
    ///
    /// Buckets are summed into bins of `resolution`. A bin that stands above its neighbours is a peak; its
    /// prominence is its height above the higher of the two lowest points that part it from anything higher.
    /// Peaks that stand out by at least a tenth of the side's highest one become clusters, each with the bins
    /// around it down to half of its prominence, ``widestShoulder`` bins to each side at most; the most
    /// prominent takes first. So a slope is no wall, however high it is, and no wall is wider than it helps.
    /// Walls below a tenth of their side's largest are left out.
    ///
    /// - Parameters:
    ///   - distance: only peaks at most this fraction away from the last price.
    ///   - limit: how many per side at most.
    ///   - resolution: height of a bin as a fraction of the price.
    /// - Returns: clusters of both sides by notional, falling.
    /// - Complexity: O(buckets + bins · peaks).
    public func clusters(
        within distance: Rate, limit: Int = 5, resolution: Rate = Self.clusterResolution
    ) -> [Cluster] {
        let found = Side.allCases.flatMap { side -> [Cluster] in
            let walls = walls(bins(of: side, resolution: resolution), side: side)
                .filter { abs($0.distance) <= abs(distance.value) }
                .sorted(by: Self.isLarger)
            let least = (walls.first?.notional ?? 0) / 10
            return Array(walls.prefix(max(0, limit)).prefix { $0.notional >= least })
        }
        let largest = found.map(\.notional).max() ?? 0
        return
            found
            .map { wall in
                Cluster(
                    side: wall.side, low: wall.low, high: wall.high, peak: wall.peak,
                    notional: wall.notional, relative: largest > 0 ? wall.notional / largest : 0,
                    distance: wall.distance)
            }
            .sorted(by: Self.isLarger)
    }

    private static func isLarger(_ a: Cluster, _ b: Cluster) -> Bool {
        (a.notional, b.peak) > (b.notional, a.peak)
    }

    private struct Bin {
        var low: Double
        var high: Double
        var notional: Double
    }

    private func bins(of side: Side, resolution: Rate) -> [Bin] {
        let density = notional[side]
        let height = resolution.value * price.value
        var bins: [Bin] = []
        for bucket in density.indices {
            let (low, high) = (grid.edges[bucket], grid.edges[bucket + 1])
            if let last = bins.last, high - last.low <= height {
                bins[bins.count - 1].high = high
                bins[bins.count - 1].notional += density[bucket]
            } else {
                bins.append(Bin(low: low, high: high, notional: density[bucket]))
            }
        }
        return bins
    }

    private func walls(_ bins: [Bin], side: Side) -> [Cluster] {
        // Per price, so that bins of unequal height can be compared.
        let heights = bins.map { $0.notional / ($0.high - $0.low) }
        var taken = [Bool](repeating: false, count: bins.count)
        func mayTake(_ bin: Int, from peak: Int, over shoulder: Double) -> Bool {
            bins.indices.contains(bin) && !taken[bin] && heights[bin] >= shoulder
                && abs(bin - peak) <= Self.widestShoulder
        }
        return peaks(heights).compactMap { peak in
            guard !taken[peak.first], !taken[peak.last] else { return nil }
            var (first, last) = (peak.first, peak.last)
            while mayTake(first - 1, from: peak.first, over: peak.shoulder) { first -= 1 }
            while mayTake(last + 1, from: peak.last, over: peak.shoulder) { last += 1 }
            for bin in first...last { taken[bin] = true }
            let middle = (bins[peak.first].low + bins[peak.last].high) / 2
            return Cluster(
                side: side, low: bins[first].low, high: bins[last].high, peak: middle,
                notional: bins[first...last].reduce(0) { $0 + $1.notional }, relative: 0,
                distance: middle / price.value - 1)
        }
    }

    private struct Peak {
        /// The bins of its level top.
        let first: Int
        let last: Int
        let prominence: Double
        let shoulder: Double
    }

    /// Peaks that stand out enough, the most prominent first.
    private func peaks(_ heights: [Double]) -> [Peak] {
        let least = (heights.max() ?? 0) / 10
        var peaks: [Peak] = []
        for first in heights.indices where heights[first] > 0 {
            guard heights[first] > (first > 0 ? heights[first - 1] : 0),
                let last = levelEnd(heights, from: first)
            else { continue }
            let base = max(lowest(heights, from: first, by: -1), lowest(heights, from: last, by: 1))
            let prominence = heights[first] - base
            guard prominence >= least else { continue }
            peaks.append(
                Peak(
                    first: first, last: last, prominence: prominence,
                    shoulder: heights[first] - prominence / 2))
        }
        return peaks.sorted { ($0.prominence, $1.first) > ($1.prominence, $0.first) }
    }

    /// The last bin of the level top that starts at a bin; `nil` where the level rises after it.
    private func levelEnd(_ heights: [Double], from peak: Int) -> Int? {
        var end = peak
        while end + 1 < heights.count, heights[end + 1] == heights[peak] { end += 1 }
        return end + 1 < heights.count && heights[end + 1] > heights[peak] ? nil : end
    }

    /// The lowest point between a peak and the next higher bin in a direction; zero where there is none higher.
    private func lowest(_ heights: [Double], from peak: Int, by step: Int) -> Double {
        var lowest = heights[peak]
        var bin = peak + step
        while heights.indices.contains(bin) {
            if heights[bin] > heights[peak] { return lowest }
            lowest = min(lowest, heights[bin])
            bin += step
        }
        return 0
    }
}
