/// Finds a bucket without a logarithm or a search.
///
/// The leading bits of a positive double grow with its value, about evenly in its logarithm. A table over those
/// bits gives the lowest bucket that a price with these bits can lie in; at most a few comparisons with the
/// edges remain. The comparisons decide, so the answer is that of the edges, to the last bit.
struct GridLookup: Hashable, Sendable {
    private let shift: UInt64
    private let base: UInt64
    private let firstBucket: [Int32]

    init(edges: [Double]) {
        let (lowest, highest) = (edges[0].bitPattern, edges[edges.count - 1].bitPattern)
        let wanted = UInt64(4 * edges.count)
        var shift: UInt64 = 0
        while shift < 52, (highest - lowest) >> (shift + 1) >= wanted { shift += 1 }
        let base = lowest >> shift
        let cells = Int((highest >> shift) - base) + 1
        var first = [Int32](repeating: 0, count: cells)
        var bucket = 0
        for cell in 1..<max(cells, 1) {
            let lowestOfCell = Double(bitPattern: (base + UInt64(cell)) << shift)
            while bucket + 2 < edges.count, edges[bucket + 1] <= lowestOfCell { bucket += 1 }
            first[cell] = Int32(bucket)
        }
        (self.shift, self.base, firstBucket) = (shift, base, first)
    }

    /// The bucket of a price that lies on the grid.
    func index(of price: Double, in edges: [Double]) -> Int {
        var bucket = Int(firstBucket[Int((price.bitPattern >> shift) - base)])
        while price >= edges[bucket + 1] { bucket += 1 }
        return bucket
    }
}
