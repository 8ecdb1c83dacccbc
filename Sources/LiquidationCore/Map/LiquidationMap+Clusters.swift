extension LiquidationMap {
    /// Height of a cluster's bins as a fraction of the price, where nothing else is asked for.
    public static let clusterResolution = Rate(unchecked: 0.0025)

    /// The walls of the map, largest first.
    ///
    /// Buckets are summed into bins of `resolution`; then the highest bin that is left becomes a peak and takes
    /// its neighbours for as long as they stand at half of its height or more.
    ///
    /// - Parameters:
    ///   - distance: only prices at most this fraction away from the last one.
    ///   - limit: how many per side at most.
    ///   - resolution: height of a bin as a fraction of the price.
    /// - Returns: clusters of both sides by notional, falling.
    /// - Complexity: O(buckets + bins · limit).
    public func clusters(
        within distance: Rate, limit: Int = 5, resolution: Rate = Self.clusterResolution
    ) -> [Cluster] {
        let found = Side.allCases.flatMap { side in
            peaks(bins(of: side, within: distance, resolution: resolution), side: side, limit: limit)
        }
        let largest = found.map(\.notional).max() ?? 0
        return
            found
            .map { found in
                Cluster(
                    side: found.side, low: found.low, high: found.high, peak: found.peak,
                    notional: found.notional, relative: largest > 0 ? found.notional / largest : 0,
                    distance: found.peak / price.value - 1)
            }
            .sorted { ($0.notional, $1.peak) > ($1.notional, $0.peak) }
    }

    private struct Bin {
        var low: Double
        var high: Double
        var notional: Double
    }

    private func bins(of side: Side, within distance: Rate, resolution: Rate) -> [Bin] {
        let density = notional(side)
        let reach = abs(distance.value) * price.value
        let height = resolution.value * price.value
        var bins: [Bin] = []
        for bucket in density.indices {
            let (low, high) = (grid.edges[bucket], grid.edges[bucket + 1])
            guard abs(grid.middle(of: bucket) - price.value) <= reach else { continue }
            if let last = bins.last, high - last.low <= height {
                bins[bins.count - 1].high = high
                bins[bins.count - 1].notional += density[bucket]
            } else {
                bins.append(Bin(low: low, high: high, notional: density[bucket]))
            }
        }
        return bins
    }

    private func peaks(_ bins: [Bin], side: Side, limit: Int) -> [Cluster] {
        var taken = [Bool](repeating: false, count: bins.count)
        var clusters: [Cluster] = []
        while clusters.count < limit {
            var top: Int?
            for bin in bins.indices where !taken[bin] && bins[bin].notional > 0 {
                if top.map({ bins[bin].notional > bins[$0].notional }) ?? true { top = bin }
            }
            guard let peak = top else { break }
            let half = bins[peak].notional / 2
            func belongs(_ bin: Int) -> Bool {
                bins.indices.contains(bin) && !taken[bin] && bins[bin].notional >= half
            }
            var (first, last) = (peak, peak)
            while belongs(first - 1) { first -= 1 }
            while belongs(last + 1) { last += 1 }
            for bin in first...last { taken[bin] = true }
            clusters.append(
                Cluster(
                    side: side, low: bins[first].low, high: bins[last].high,
                    peak: (bins[peak].low + bins[peak].high) / 2,
                    notional: bins[first...last].reduce(0) { $0 + $1.notional }, relative: 0, distance: 0))
        }
        return clusters
    }
}
