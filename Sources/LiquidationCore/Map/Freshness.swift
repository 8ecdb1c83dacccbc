/// What of a map no path has touched since it was entered: where the map knows most.
///
/// A bucket's freshness is what is live in it over what would be live had no path ever touched it. 1 is untouched
/// territory, 0 was just swept. Amounts alone are a smooth hump; the edges of fresh territory are where the price has
/// stopped before.
public struct Freshness: Sendable {
    /// What each bucket would hold had no path ever touched it, quote units.
    public let untouched: BySide<[Double]>
    /// Open instant of the bar that touched each bucket last; `nil` where none did as far back as anything is live.
    public let touched: BySide<[Timestamp?]>

    /// Freshness by its parts: a cell a bucket.
    public init(untouched: BySide<[Double]>, touched: BySide<[Timestamp?]>) {
        (self.untouched, self.touched) = (untouched, touched)
    }
}

extension LiquidationMap {
    /// The freshness of some buckets together, 0 to 1; `nil` where the run does not tell, or nothing would be live.
    ///
    /// - Complexity: O(buckets).
    public func freshness(_ side: Side, _ buckets: Range<Int>) -> Double? {
        guard let freshness else { return nil }
        let (live, all) = (
            notional[side][buckets].reduce(0, +), freshness.untouched[side][buckets].reduce(0, +)
        )
        return all > 0 ? min(1, live / all) : nil
    }

    /// The freshness of each bucket, 0 to 1, zero where nothing would be live; `nil` where the run does not tell.
    public func freshness(_ side: Side) -> [Double]? {
        freshness.map { freshness in
            zip(notional[side], freshness.untouched[side]).map { $1 > 0 ? min(1, $0 / $1) : 0 }
        }
    }
}

/// Where fresh territory begins on a side: the end of the sweep that touched what lies nearer.
public struct FreshEdge: Hashable, Sendable {
    /// Whose positions lie behind it.
    public let side: Side
    /// Where it is, quote per base.
    public let price: Double
    /// Its distance from the price as a fraction of it; negative below.
    public let distance: Double
    /// Open instant of the bar that swept up to it; `nil` where that is older than what is live.
    public let swept: Timestamp?
    /// Open instant of the bar that touched what lies right behind it last; `nil` where that is older than what is live.
    public let untouchedSince: Timestamp?
    /// Freshness of what lies nearer, up to the edge before or the price.
    public let before: Double
    /// Freshness of what lies behind, up to the next edge.
    public let behind: Double
    /// Notional behind it, up to the next edge, quote units.
    public let notional: Double
}

extension LiquidationMap {
    /// The edges of fresh territory, the nearest first on each side.
    ///
    /// Going away from the price, buckets that one bar touched last are a stretch. An edge lies where a stretch ends and
    /// the next is fresher by at least `rise`; stretches that differ by less belong together.
    ///
    /// - Parameters:
    ///   - distance: how far to look, a fraction of the price.
    ///   - rise: by how much freshness has to rise.
    /// - Returns: edges of longs, then of shorts; none where the run does not tell.
    /// - Complexity: O(buckets).
    public func freshEdges(within distance: Rate, rise: Double = 0.1) -> [FreshEdge] {
        Side.allCases.flatMap { side in
            freshEdges(side, freshStretches(side, within: abs(distance.value), rise: rise))
        }
    }

    /// Where fuel begins on a side: the nearest edge behind which at least half is fresh, or the price itself where that
    /// holds from there on; `nil` where it does nowhere within the distance, or the run does not tell.
    ///
    /// - Complexity: O(buckets).
    public func fuel(_ side: Side, within distance: Rate) -> FreshEdge? {
        let groups = freshStretches(side, within: abs(distance.value), rise: 0.1)
        guard let freshness, let first = groups.first else { return nil }
        if first.fresh >= 0.5 {
            return FreshEdge(
                side: side, price: price.value, distance: 0, swept: nil,
                untouchedSince: freshness.touched[side][first.first], before: 0, behind: first.fresh,
                notional: first.live)
        }
        return freshEdges(side, groups).first { $0.behind >= 0.5 }
    }

    /// Whether the grid holds the price: one that is given may lie elsewhere, and then tells no edges.
    public var holdsPrice: Bool { (0..<grid.count).contains(grid.index(of: price.value)) }

    private func freshStretches(_ side: Side, within distance: Double, rise: Double) -> [Stretch] {
        guard let freshness else { return [] }
        let here = max(0, min(grid.index(of: price.value), grid.count - 1))
        let end = price.value * (side == .long ? 1 - distance : 1 + distance)
        guard holdsPrice else { return [] }
        let buckets: [Int]
        if side == .long {
            buckets = Array((max(0, grid.index(of: max(end, grid.edges[0])))...here).reversed())
        } else {
            buckets = Array(here...min(grid.count - 1, grid.index(of: min(end, grid.edges[grid.count - 1]))))
        }
        // Stretches of buckets that one bar touched last, put together while they are about as fresh.
        var stretches: [Stretch] = []
        for bucket in buckets {
            let cell = Stretch(
                first: bucket, touched: freshness.touched[side][bucket], live: notional[side][bucket],
                all: freshness.untouched[side][bucket])
            if let last = stretches.last, last.touched == cell.touched {
                stretches[stretches.count - 1].add(cell)
            } else {
                stretches.append(cell)
            }
        }
        var groups: [Stretch] = []
        for stretch in stretches {
            groups.append(stretch)
            // What is taken in later makes a group less fresh at times, so that it is no rise any more.
            while groups.count > 1, groups[groups.count - 1].fresh - groups[groups.count - 2].fresh < rise {
                let farther = groups.removeLast()
                groups[groups.count - 1].add(farther)
            }
        }
        return groups
    }

    private func freshEdges(_ side: Side, _ groups: [Stretch]) -> [FreshEdge] {
        guard let freshness else { return [] }
        return zip(groups, groups.dropFirst()).map { nearer, farther in
            let edge = grid.edges[side == .long ? farther.first + 1 : farther.first]
            return FreshEdge(
                side: side, price: edge, distance: edge / price.value - 1, swept: nearer.touched,
                untouchedSince: freshness.touched[side][farther.first], before: nearer.fresh,
                behind: farther.fresh, notional: farther.live)
        }
    }

    private struct Stretch {
        /// Its bucket that is nearest to the price.
        let first: Int
        /// What touched the farthest of it last.
        var touched: Timestamp?
        var live: Double
        var all: Double

        var fresh: Double { all > 0 ? min(1, live / all) : 0 }

        mutating func add(_ other: Stretch) {
            touched = other.touched
            live += other.live
            all += other.all
        }
    }
}
