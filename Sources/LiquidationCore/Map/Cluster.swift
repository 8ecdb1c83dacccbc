/// A peak of a map that stands out from what is around it.
///
/// See ``LiquidationMap/clusters(_:averageTrueRange:)`` for what counts as one.
public struct Cluster: Hashable, Sendable {
    /// Which positions would be force-closed there.
    public let side: Side
    /// Lower edge, quote per base.
    public let low: Double
    /// Upper edge, quote per base.
    public let high: Double
    /// The middle of its top, quote per base: of the prices at which the smoothed density exceeds three quarters of
    /// its highest value there, weighted by what exceeds it.
    public let peak: Double
    /// Notional between the edges, quote units; a bucket counts by the share of its height that lies between them.
    public let notional: Double
    /// The notional as a fraction of all that the map has of the side.
    public let share: Double
    /// The notional as a fraction of that of the largest cluster of both sides within the distance that was searched,
    /// whether that one is listed or not.
    public let relative: Double
    /// How far the smoothed density falls on both sides of the peak, within ``ClusterSearch/widestTop`` and before
    /// anything higher, as a fraction of its highest value: ``ClusterSearch/leastProminence`` to 1.
    public let prominence: Double
    /// Distance of the peak from the price as a fraction of it; negative below.
    public let distance: Double
    /// Distance of the peak from the price in average true ranges; negative below, `nil` where the range is not known.
    public let distanceInTrueRanges: Double?
    /// What each rung holds of it, as fractions that add up to one, in the order of ``LiquidationMap/rungs``; `nil`
    /// where the ledger was not kept by rung.
    public let rungShares: [Double]?
    /// How long before the map's time half of the notional had been opened, in milliseconds; `nil` where the run does not tell
    /// when what is live was opened.
    public let medianAge: Int64?

    /// The edge that is nearer to the price.
    public var near: Double { distance < 0 ? high : low }
    /// The edge that is farther from the price.
    public var far: Double { distance < 0 ? low : high }
}

/// How clusters are looked for.
public struct ClusterSearch: Hashable, Sendable {
    /// An order of clusters.
    public enum Order: String, Hashable, Sendable, CaseIterable {
        /// The largest notional first.
        case amount
        /// The nearest to the price first.
        case distance
    }

    /// Only peaks at most this fraction away from the last price.
    public var within: Rate
    /// How many of each side at most, the first of the order.
    public var limit: Int
    /// Width of the smoothing kernel at half of its height, a fraction of the price; ``widths`` are possible.
    public var width: Rate
    /// What comes first.
    public var order: Order

    /// The width of the kernel where nothing else is asked for.
    ///
    /// Narrower kernels show what follows from the choice of buckets: over four series of bars, under `balanced` and a
    /// ladder of six rungs, one cluster in ten is lost or changes by a tenth at 1 % when the buckets change, one or two in a
    /// hundred at 1.25 %, one in a thousand at 1.5 %. Structure that is finer is not known anyway: entries are spread over the range of their bar, and maintenance rates of the tiers
    /// that a position may be in differ by about as much.
    public static let usualWidth = Rate(unchecked: 0.015)
    /// The widths that a kernel may have; others are taken as the nearest of these.
    public static let widths = 0.0005...0.2
    /// How far the density has to fall on both sides of a peak, as a fraction of its height.
    public static let leastProminence = 0.25
    /// How wide the top of a peak may be, in widths of the kernel: what is wider is a hump and no cluster.
    public static let widestTop = 5.0
    /// How far an edge may lie from the peak, in widths of the kernel.
    public static let farthestEdge = 1.0
    /// The smallest notional of a listed cluster as a fraction of the largest of its side.
    public static let leastAmount = 0.05

    /// A search by its parts.
    public init(
        within: Rate, limit: Int = 5, width: Rate = Self.usualWidth, order: Order = .amount
    ) {
        (self.within, self.limit, self.width, self.order) = (within, limit, width, order)
    }
}

extension LiquidationMap {
    /// The clusters of the map, the largest first.
    ///
    /// - Parameters:
    ///   - distance: only peaks at most this fraction away from the last price.
    ///   - limit: how many per side at most.
    /// - Returns: as ``clusters(_:averageTrueRange:)``.
    /// - Complexity: as ``clusters(_:averageTrueRange:)``.
    public func clusters(within distance: Rate, limit: Int = 5) -> [Cluster] {
        clusters(ClusterSearch(within: distance, limit: limit))
    }

    /// The clusters of the map.
    ///
    /// They are found on each side's density over the logarithm of the price, smoothed with a kernel of fixed width, so
    /// that they hardly depend on the buckets. The *top* of a peak is the stretch around it on which the density stays
    /// above three quarters of the peak's height. A peak is a cluster if nothing on this stretch is higher, and if it is
    /// at most five kernel widths long: so the density falls by at least a quarter on both sides, and neither a slope nor
    /// a broad hump is a cluster, however high. The cluster reaches from the middle of the top to where the density has
    /// fallen to half of the peak's height, to the lowest point before the next cluster, or one kernel width far,
    /// whichever comes first, and never across the price.
    ///
    /// - Parameters:
    ///   - search: what is looked for.
    ///   - range: the average true range of the market, quote per base, for distances in it.
    /// - Returns: clusters of both sides in the order of the search; those below a twentieth of the largest of their side
    ///   are left out.
    /// - Complexity: O(buckets + nodes of the density + clusters · rungs · buckets of a cluster).
    public func clusters(_ search: ClusterSearch, averageTrueRange range: Double? = nil) -> [Cluster] {
        var found = Side.allCases.flatMap { side -> [FoundCluster] in
            let near = ClusterFinder(side, on: self, width: search.width.value).clusters
                .filter { abs($0.peak / price.value - 1) <= abs(search.within.value) }
            let least = (near.map(\.notional).max() ?? 0) * ClusterSearch.leastAmount
            return near.filter { $0.notional > 0 && $0.notional >= least }
        }
        let largest = found.map(\.notional).max() ?? 0
        func apart(_ cluster: FoundCluster) -> Double { abs(cluster.peak - price.value) }
        found.sort { a, b in
            switch search.order {
            case .amount: (a.notional, b.peak) > (b.notional, a.peak)
            case .distance: (apart(a), a.peak) < (apart(b), b.peak)
            }
        }
        var room = BySide(both: max(0, search.limit))
        return found.compactMap { cluster in
            guard room[cluster.side] > 0 else { return nil }
            room[cluster.side] -= 1
            return self.cluster(cluster, largest: largest, averageTrueRange: range)
        }
    }

    private func cluster(_ found: FoundCluster, largest: Double, averageTrueRange range: Double?) -> Cluster {
        let (side, distance) = (found.side, found.peak - price.value)
        let rungs = byRung[side].map { sum(side, of: $0, within: found.low...found.high) }
        let all = rungs.reduce(0, +)
        return Cluster(
            side: side, low: found.low, high: found.high, peak: found.peak, notional: found.notional,
            share: found.notional / total(side), relative: found.notional / largest,
            prominence: found.prominence, distance: found.peak / price.value - 1,
            distanceInTrueRanges: range.flatMap { $0 > 0 ? distance / $0 : nil },
            rungShares: all > 0 ? rungs.map { $0 / all } : nil,
            medianAge: ages?.median(side, within: found.low...found.high, of: self))
    }
}
