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
    ///   - search: how clusters are looked for in both maps; listed are as many of each side and map as it says.
    ///   - tolerance: how far apart peaks may lie, a fraction of the price after.
    /// - Returns: what became of each listed cluster.
    /// - Complexity: O(clusters² · log clusters) after that of ``LiquidationMap/clusters(_:averageTrueRange:)``.
    public static func moves(
        from before: LiquidationMap, to after: LiquidationMap, _ search: ClusterSearch,
        tolerance: Rate = Self.tolerance
    ) -> [ClusterMove] {
        let (old, new) = (Ranked(before, search), Ranked(after, search))
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

        init(_ map: LiquidationMap, _ search: ClusterSearch) {
            let near = map.clusters(search)
            var everywhere = search
            (everywhere.within, everywhere.limit) = (Rate(unchecked: 1000), .max)
            let wide = map.clusters(everywhere)
            all =
                near
                + wide.filter { cluster in
                    !near.contains { $0.side == cluster.side && $0.peak == cluster.peak }
                }
            listed = near.count
        }
    }
}
