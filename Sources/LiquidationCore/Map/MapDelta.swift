/// What one map has more than another, price by price: `after - before`.
///
/// Taken from itself a map leaves nothing, and `a - b` is `-(b - a)` to the last bit.
///
/// ```swift
/// let delta = try MapDelta(from: before, to: map)
/// let moreLongs = delta.change.long
/// ```
public struct MapDelta: Sendable {
    /// The map that is taken away.
    public let before: LiquidationMap
    /// The map that it is taken from.
    public let after: LiquidationMap
    /// The price axis: that of both maps where they have one, else the edges of both together.
    public let grid: PriceGrid
    /// Change per bucket of ``grid``, quote units; below zero where there is less.
    public let change: BySide<[Double]>

    /// The difference of two maps.
    ///
    /// Where their price axes differ, both are brought to one that has all edges of either: what a bucket holds is
    /// taken as even over its height, as ``LiquidationMap/sum(_:within:)`` takes it, so no sum changes.
    ///
    /// - Parameters:
    ///   - before: what is taken away.
    ///   - after: what it is taken from.
    /// - Throws: ``CoreError`` `.invalidGrid` where the axes differ and have more than 1,000,000 buckets together.
    /// - Complexity: O(buckets of both).
    public init(from before: LiquidationMap, to after: LiquidationMap) throws(CoreError) {
        (self.before, self.after) = (before, after)
        guard before.grid.edges != after.grid.edges else {
            grid = after.grid
            change = BySide.each { Self.change(before.notional[$0], after.notional[$0]) }
            return
        }
        let grid = try before.grid.refined(with: after.grid)
        self.grid = grid
        change = BySide.each { Self.change(before.spread($0, over: grid), after.spread($0, over: grid)) }
    }

    private init(
        _ before: LiquidationMap, _ after: LiquidationMap, _ grid: PriceGrid, _ change: BySide<[Double]>
    ) {
        (self.before, self.after, self.grid, self.change) = (before, after, grid, change)
    }

    /// The same seen from the other map.
    public var reversed: MapDelta {
        MapDelta(after, before, grid, change.map { $0.map { 0 - $0 } })
    }

    /// Whether both maps have the same price axis, so that no bucket is split.
    public var isOnOneGrid: Bool { before.grid.edges == after.grid.edges }

    /// Change of a side in the bucket of ``grid`` that holds a price, quote units; `nil` off it.
    public func change(_ side: Side, at price: Price) -> Double? {
        let bucket = grid.index(of: price.value)
        return (0..<grid.count).contains(bucket) ? change[side][bucket] : nil
    }

    /// Change of a side on the whole axis: the difference of the maps' totals, quote units.
    public func total(_ side: Side) -> Double { after.total(side) - before.total(side) }

    /// Change of what a move of the price by a distance would force-close, each map from its own price, quote units.
    public func sum(_ side: Side, within distance: Rate) -> Double {
        after.sum(side, within: distance) - before.sum(side, within: distance)
    }

    private static func change(_ before: [Double], _ after: [Double]) -> [Double] {
        zip(after, before).map { $0 - $1 }
    }
}

extension PriceGrid {
    /// The grid with the edges of both.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` where there are more than 1,000,000 buckets.
    fileprivate func refined(with other: PriceGrid) throws(CoreError) -> PriceGrid {
        var all: [Double] = []
        all.reserveCapacity(edges.count + other.edges.count)
        var (one, two) = (edges[...], other.edges[...])
        while let next = [one.first, two.first].compactMap(\.self).min() {
            all.append(next)
            if one.first == next { one.removeFirst() }
            if two.first == next { two.removeFirst() }
        }
        guard all.count <= 1_000_001 else {
            throw CoreError(
                .invalidGrid,
                "grids of \(count) and \(other.count) buckets have \(all.count - 1) together, at most 1,000,000 can be compared",
                hint: "make both maps with the same buckets or the same step")
        }
        return try PriceGrid(edges: all)
    }
}

extension LiquidationMap {
    /// The mass of a side on a grid that has all edges of this map's.
    fileprivate func spread(_ side: Side, over grid: PriceGrid) -> [Double] {
        var cells = [Double](repeating: 0, count: grid.count)
        let density = notional[side]
        var first = 0
        while first < grid.count, grid.edges[first + 1] <= self.grid.edges[0] { first += 1 }
        for bucket in density.indices {
            var last = first
            while last + 1 < grid.count, grid.edges[last + 1] < self.grid.edges[bucket + 1] { last += 1 }
            share(density[bucket], side, of: bucket, over: grid, first...last, in: &cells)
            first = last + 1
        }
        return cells
    }

    /// Gives each bucket of a grid what overlaps with it, by the rule of ``LiquidationMap``. The last takes the rest, so
    /// that nothing is lost to rounding.
    private func share(
        _ mass: Double, _ side: Side, of bucket: Int, over grid: PriceGrid, _ range: ClosedRange<Int>,
        in cells: inout [Double]
    ) {
        guard mass != 0 else { return }
        guard range.count > 1 else {
            cells[range.lowerBound] += mass
            return
        }
        let (low, high) = extent(of: bucket, side)
        // Longs at the price itself have no height: none overlaps, and the first takes them all.
        let density = mass / (high - low)
        var (rest, open) = (mass, -1)
        for cell in range {
            let overlap = min(grid.edges[cell + 1], high) - max(grid.edges[cell], low)
            guard overlap > 0 else { continue }
            let part = min(density * overlap, rest)
            cells[cell] += part
            rest -= part
            open = cell
        }
        if open >= 0 { cells[open] += rest } else { cells[range.lowerBound] += rest }
    }
}
