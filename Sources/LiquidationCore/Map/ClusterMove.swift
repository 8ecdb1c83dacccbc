/// What became of a wall from one map to another: moved, grown, shrunk, gone or new.
public struct ClusterMove: Hashable, Sendable {
    /// Whose positions.
    public let side: Side
    /// The wall of the map before; `nil` where it is new.
    public let before: Cluster?
    /// The wall of the map after; `nil` where it is gone.
    public let after: Cluster?

    /// How far apart two peaks may lie to be one wall, a fraction of the price, where nothing else is asked for.
    public static let tolerance = Rate(unchecked: 0.01)

    /// Notional after less that before, quote units; a wall that is not there has none.
    public var change: Double { (after?.notional ?? 0) - (before?.notional ?? 0) }

    /// The walls of two maps side by side, by size of change, falling.
    ///
    /// Walls of one side are matched by their peaks, the nearest pair first, where they lie no farther apart than the
    /// tolerance. All walls take part in that; listed are those that are among the largest of either map, so that none
    /// is called new for having only grown.
    ///
    /// - Parameters:
    ///   - before: the map before.
    ///   - after: the map after.
    ///   - distance: how far from its map's price a listed wall may lie, a fraction.
    ///   - limit: how many of each side and map at most.
    ///   - tolerance: how far apart peaks may lie, a fraction of the price after.
    /// - Returns: what became of each listed wall.
    /// - Complexity: O(walls² · log walls) after that of ``LiquidationMap/clusters(within:limit:resolution:)``.
    public static func moves(
        from before: LiquidationMap, to after: LiquidationMap, within distance: Rate, limit: Int = 5,
        tolerance: Rate = Self.tolerance
    ) -> [ClusterMove] {
        let (old, new) = (Walls(before, distance, limit), Walls(after, distance, limit))
        let reach = abs(tolerance.value) * after.price.value
        var pairs: [(old: Int, new: Int, apart: Double)] = []
        for (index, wall) in old.all.enumerated() {
            for (other, next) in new.all.enumerated() where wall.side == next.side {
                let apart = abs(next.peak - wall.peak)
                if apart <= reach { pairs.append((index, other, apart)) }
            }
        }
        // Both lists fall by notional: of pairs equally near the larger walls come first.
        pairs.sort { ($0.apart, $0.new, $0.old) < ($1.apart, $1.new, $1.old) }
        var (match, taken) = ([Int: Int](), Set<Int>())
        for pair in pairs where match[pair.old] == nil && taken.insert(pair.new).inserted {
            match[pair.old] = pair.new
        }
        var moves: [ClusterMove] = []
        for (index, wall) in old.all.enumerated() {
            let next = match[index]
            guard index < old.listed || next.map({ $0 < new.listed }) ?? false else { continue }
            moves.append(ClusterMove(side: wall.side, before: wall, after: next.map { new.all[$0] }))
        }
        for (index, wall) in new.all.prefix(new.listed).enumerated() where !taken.contains(index) {
            moves.append(ClusterMove(side: wall.side, before: nil, after: wall))
        }
        return moves.sorted(by: isLarger)
    }

    private static func isLarger(_ a: ClusterMove, _ b: ClusterMove) -> Bool {
        func peak(_ move: ClusterMove) -> Double { (move.after ?? move.before)?.peak ?? 0 }
        return (abs(a.change), peak(b)) > (abs(b.change), peak(a))
    }

    /// The walls of a map: those that are listed first.
    private struct Walls {
        let all: [Cluster]
        let listed: Int

        init(_ map: LiquidationMap, _ distance: Rate, _ limit: Int) {
            let near = map.clusters(within: distance, limit: limit)
            let wide = map.clusters(within: Rate(unchecked: 1000), limit: .max)
            all =
                near
                + wide.filter { wall in !near.contains { $0.side == wall.side && $0.peak == wall.peak } }
            listed = near.count
        }
    }
}
