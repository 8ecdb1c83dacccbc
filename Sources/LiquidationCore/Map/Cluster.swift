/// A peak of a map that stands out, with its shoulders down to half of its prominence.
public struct Cluster: Hashable, Sendable {
    /// Which positions would be force-closed there.
    public let side: Side
    /// Lower edge, quote per base.
    public let low: Double
    /// Upper edge, quote per base.
    public let high: Double
    /// The middle of the highest bin.
    public let peak: Double
    /// Notional between the edges, quote units.
    public let notional: Double
    /// Notional relative to the largest cluster that was found, 0 to 1.
    public let relative: Double
    /// Distance of the peak from the price as a fraction of it; negative below.
    public let distance: Double
}

extension LiquidationMap {
    /// Height of a cluster's bins as a fraction of the price, where nothing else is asked for.
    public static let clusterResolution = Rate(unchecked: 0.0025)

    /// How many bins a cluster may take to each side of its peak: 1.5 % of the price.
    public static let widestShoulder = 6

    /// The clusters of the map, largest first.
    ///
    /// Buckets are summed into bins of `resolution`. A bin that stands above its neighbours is a peak; its
    /// prominence is its height above the higher of the two lowest points that part it from anything higher.
    /// Peaks that stand out by at least a tenth of the side's highest one become clusters, each with the bins
    /// around it down to half of its prominence, ``widestShoulder`` bins to each side at most; the most
    /// prominent takes first. So a slope is no cluster, however high it is, and no cluster is wider than it helps.
    /// Ranked below a tenth of their side's largest are left out.
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
            let clusters = clusters(bins(of: side, resolution: resolution), side: side)
                .filter { abs($0.distance) <= abs(distance.value) }
                .sorted(by: Self.isLarger)
            let least = (clusters.first?.notional ?? 0) / 10
            return Array(clusters.prefix(max(0, limit)).prefix { $0.notional >= least })
        }
        let largest = found.map(\.notional).max() ?? 0
        return
            found
            .map { cluster in
                Cluster(
                    side: cluster.side, low: cluster.low, high: cluster.high, peak: cluster.peak,
                    notional: cluster.notional, relative: largest > 0 ? cluster.notional / largest : 0,
                    distance: cluster.distance)
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

    private func clusters(_ bins: [Bin], side: Side) -> [Cluster] {
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

/// What became of a cluster from one map to another: moved, grown, shrunk, gone or new.
public struct ClusterMove: Hashable, Sendable {
    /// Whose positions.
    public let side: Side
    /// The cluster of the map before; `nil` where it is new.
    public let before: Cluster?
    /// The cluster of the map after; `nil` where it is gone.
    public let after: Cluster?

    /// How far apart two peaks may lie to be one cluster, a fraction of the price, where nothing else is asked for.
    public static let tolerance = Rate(unchecked: 0.01)

    /// Notional after less that before, quote units; a cluster that is not there has none.
    public var change: Double { (after?.notional ?? 0) - (before?.notional ?? 0) }

    /// The clusters of two maps side by side, by size of change, falling.
    ///
    /// Ranked of one side are matched by their peaks, the nearest pair first, where they lie no farther apart than the
    /// tolerance. All clusters take part in that; listed are those that are among the largest of either map, so that none
    /// is called new for having only grown.
    ///
    /// - Parameters:
    ///   - before: the map before.
    ///   - after: the map after.
    ///   - distance: how far from its map's price a listed cluster may lie, a fraction.
    ///   - limit: how many of each side and map at most.
    ///   - tolerance: how far apart peaks may lie, a fraction of the price after.
    /// - Returns: what became of each listed cluster.
    /// - Complexity: O(clusters² · log clusters) after that of ``LiquidationMap/clusters(within:limit:resolution:)``.
    public static func moves(
        from before: LiquidationMap, to after: LiquidationMap, within distance: Rate, limit: Int = 5,
        tolerance: Rate = Self.tolerance
    ) -> [ClusterMove] {
        let (old, new) = (Ranked(before, distance, limit), Ranked(after, distance, limit))
        let reach = abs(tolerance.value) * after.price.value
        var pairs: [(old: Int, new: Int, apart: Double)] = []
        for (index, cluster) in old.all.enumerated() {
            for (other, next) in new.all.enumerated() where cluster.side == next.side {
                let apart = abs(next.peak - cluster.peak)
                if apart <= reach { pairs.append((index, other, apart)) }
            }
        }
        // Both lists fall by notional: of pairs equally near the larger clusters come first.
        pairs.sort { ($0.apart, $0.new, $0.old) < ($1.apart, $1.new, $1.old) }
        var (match, taken) = ([Int: Int](), Set<Int>())
        for pair in pairs where match[pair.old] == nil && taken.insert(pair.new).inserted {
            match[pair.old] = pair.new
        }
        var moves: [ClusterMove] = []
        for (index, cluster) in old.all.enumerated() {
            let next = match[index]
            guard index < old.listed || next.map({ $0 < new.listed }) ?? false else { continue }
            moves.append(ClusterMove(side: cluster.side, before: cluster, after: next.map { new.all[$0] }))
        }
        for (index, cluster) in new.all.prefix(new.listed).enumerated() where !taken.contains(index) {
            moves.append(ClusterMove(side: cluster.side, before: nil, after: cluster))
        }
        return moves.sorted(by: isLarger)
    }

    private static func isLarger(_ a: ClusterMove, _ b: ClusterMove) -> Bool {
        func peak(_ move: ClusterMove) -> Double { (move.after ?? move.before)?.peak ?? 0 }
        return (abs(a.change), peak(b)) > (abs(b.change), peak(a))
    }

    /// The clusters of a map: those that are listed first.
    private struct Ranked {
        let all: [Cluster]
        let listed: Int

        init(_ map: LiquidationMap, _ distance: Rate, _ limit: Int) {
            let near = map.clusters(within: distance, limit: limit)
            let wide = map.clusters(within: Rate(unchecked: 1000), limit: .max)
            all =
                near
                + wide.filter { cluster in
                    !near.contains { $0.side == cluster.side && $0.peak == cluster.peak }
                }
            listed = near.count
        }
    }
}
