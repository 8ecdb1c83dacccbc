package import LiquidationCore

/// The lines of a picture: price ranges into which the buckets of a grid are summed.
package struct PriceBins: Hashable, Sendable {
    /// `count + 1` prices, rising.
    package let edges: [Double]

    /// Bins between edges.
    ///
    /// - Precondition: at least two edges, strictly rising.
    package init(edges: [Double]) {
        precondition(edges.count >= 2 && zip(edges, edges.dropFirst()).allSatisfy(<), "edges must rise")
        self.edges = edges
    }

    /// How many bins there are.
    package var count: Int { edges.count - 1 }

    /// The bin of a price; `nil` outside.
    package func index(of price: Double) -> Int? {
        guard price >= edges[0], price < edges[count] else { return nil }
        return edges.firstIndex { $0 > price }.map { $0 - 1 }
    }

    /// One side's mass: in the bins and beyond both ends.
    package struct Sums: Hashable, Sendable {
        /// Below the first edge.
        package var below = 0.0
        /// One sum a bin.
        package var inside: [Double]
        /// Above the last edge.
        package var above = 0.0
    }

    /// Sums the buckets of one side.
    ///
    /// A bucket that several bins share is split in proportion to its overlap, so that nothing is lost. Around the
    /// price it follows the rule of ``LiquidationMap``; longs that lie at the price itself go to the bin below it.
    ///
    /// - Parameters:
    ///   - mass: one number a bucket of `grid`, not negative.
    ///   - grid: the buckets.
    ///   - side: whose mass it is.
    ///   - price: the current price.
    /// - Returns: sums that add up to the sum of `mass`.
    /// - Precondition: `mass.count == grid.count`.
    /// - Complexity: O(buckets + bins).
    package func sums(
        of mass: some Collection<Double>, on grid: PriceGrid, side: Side, price: Double
    ) -> Sums {
        precondition(mass.count == grid.count, "one number a bucket")
        var sums = Sums(inside: [Double](repeating: 0, count: count))
        var first = 0
        for (bucket, mass) in mass.enumerated() where mass > 0 {
            var (low, high) = (grid.edges[bucket], grid.edges[bucket + 1])
            if low <= price, price < high {
                if side == .long { high = price } else { low = price }
            }
            if low == high {
                // Longs at the price itself.
                let bin = edges.firstIndex { $0 >= price } ?? edges.count
                switch bin {
                case 0: sums.below += mass
                case ...count: sums.inside[bin - 1] += mass
                default: sums.above += mass
                }
                continue
            }
            if high <= edges[0] {
                sums.below += mass
                continue
            }
            var rest = mass
            let density = mass / (high - low)
            if low < edges[0] {
                sums.below += density * (edges[0] - low)
                rest -= density * (edges[0] - low)
            }
            while first < count, edges[first + 1] <= low { first += 1 }
            var bin = first
            while bin < count, edges[bin + 1] < high {
                let part = density * (edges[bin + 1] - max(low, edges[bin]))
                sums.inside[bin] += part
                rest -= part
                bin += 1
            }
            if bin < count { sums.inside[bin] += rest } else { sums.above += rest }
        }
        return sums
    }
}
