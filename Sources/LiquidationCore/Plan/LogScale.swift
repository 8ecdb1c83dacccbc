/// A fast way to the buckets of one price times many factors, on a grid of equal relative steps.
///
/// There the bucket of `price · factor` is the whole part of `position(price) + offset(factor)`. Both are kept as
/// fixed-point numbers, so that the buckets of a whole ladder are a few integer operations. Where the sum comes
/// near to a border of buckets, or off the grid, the product is looked up in the edges: the answer is always
/// theirs, to the last bit.
struct LogScale: Sendable {
    private let grid: PriceGrid
    /// Bits after the point.
    private let bits: Int32
    private let base: Int
    /// Per cell of leading bits: one over its middle, and the position of its middle.
    private let inverse: [Double]
    private let middle: [Double]
    /// Fixed-point units per unit of the natural logarithm.
    private let perLog: Double
    /// Sums that come so near to a border are decided by the edges: a position is cut off by less than one unit,
    /// an offset rounded by half of one, an edge may lie one off its place, series and logarithm add a half.
    private static let margin: Int32 = 4

    /// `nil` where the edges are not spread evenly enough in the logarithm.
    init?(_ grid: PriceGrid) {
        let (lowest, highest) = (grid.edges[0], grid.edges[grid.count])
        // Leading bits: sign, exponent and eight of the significand.
        let base = Int(lowest.bitPattern >> 44)
        let cells = Int(highest.bitPattern >> 44) - base + 1
        guard lowest.isNormal, cells <= 1 << 14 else { return nil }
        var bits: Int32 = 0
        while grid.count << (Int(bits) + 1) <= 1 << 29 { bits += 1 }
        guard bits >= 6 else { return nil }
        let span = Elementary.log(highest / lowest)
        perLog = Double(grid.count << Int(bits)) / span
        // The series below is cut off after the third power: it is wrong by 4e-12 at most.
        guard perLog * 4e-12 < 0.25 else { return nil }
        let logLowest = Elementary.log(lowest)
        var (inverse, middle) = ([Double](), [Double]())
        for cell in 0..<cells {
            let center = Double(bitPattern: UInt64(base + cell) << 44 | 1 << 43)
            inverse.append(1 / center)
            middle.append((Elementary.log(center) - logLowest) * perLog)
        }
        (self.grid, self.bits, self.base, self.inverse, self.middle) = (grid, bits, base, inverse, middle)
        for (bucket, edge) in grid.edges.enumerated() {
            let place = Double(bucket << Int(bits))
            guard abs(exactPosition(edge) - place) <= 1 else { return nil }
        }
    }

    private func exactPosition(_ price: Double) -> Double {
        let cell = Int(price.bitPattern >> 44) - base
        let u = price * inverse[cell] - 1
        return middle[cell] + perLog * (u * (1 - u * (0.5 - u * (1.0 / 3))))
    }

    /// The place of a price that lies on the grid.
    func position(of price: Double) -> Int32 { Int32(truncatingIfNeeded: Int(exactPosition(price))) }

    /// How far a factor moves a place; so far off the grid where it leaves every price there.
    func offset(of factor: Double) -> Int32 {
        let limit = Double(grid.count << Int(bits))
        guard factor.isNormal, factor > 0 else { return -Int32(limit) - 1 }
        let offset = (Elementary.log(factor) * perLog).rounded()
        return Int32(max(-limit - 1, min(limit + 1, offset)))
    }

    /// Writes the buckets of `price · factor`, −1 and ``PriceGrid/count`` off the grid.
    ///
    /// - Parameters:
    ///   - buckets: one cell a factor, from `start` on.
    ///   - offsets: those of the factors.
    ///   - factors: as many as offsets.
    /// - Returns: whether all lie on the grid.
    /// - Precondition: the price lies on the grid.
    /// - Complexity: O(factors).
    @inline(__always)
    func fill(
        _ buckets: inout MutableSpan<Int32>, from start: Int, price: Double, offsets: Span<Int32>,
        factors: Span<Double>
    ) -> Bool {
        precondition(start >= 0 && start &+ offsets.count <= buckets.count)
        precondition(offsets.count == factors.count)
        let position = position(of: price)
        let (bits, margin, mask) = (bits, Self.margin, (1 as Int32) &<< bits &- 1)
        let last = Int32(truncatingIfNeeded: grid.count << Int(bits)) &- 1
        var doubt: Int32 = 0
        for i in 0..<offsets.count {
            let sum = position &+ (unsafe offsets[unchecked: i])
            unsafe buckets[unchecked: start &+ i] = sum &>> bits
            // Negative near a border, below the grid and above it.
            doubt |= (((sum &+ margin) & mask) &- 2 &* margin) | sum | (last &- sum)
        }
        guard doubt < 0 else { return true }
        return settle(&buckets, from: start, price: price, position: position, offsets, factors)
    }

    /// Looks up what is in doubt.
    @inline(never)
    private func settle(
        _ buckets: inout MutableSpan<Int32>, from start: Int, price: Double, position: Int32,
        _ offsets: Span<Int32>, _ factors: Span<Double>
    ) -> Bool {
        let last = Int32(truncatingIfNeeded: grid.count << Int(bits)) - 1
        var isOnGrid = true
        for i in offsets.indices {
            let sum = position &+ offsets[i]
            let isNear = (sum &+ Self.margin) & ((1 << bits) - 1) < 2 * Self.margin
            guard isNear || sum < 0 || sum > last else { continue }
            let bucket = grid.index(of: price * factors[i])
            buckets[start + i] = Int32(bucket)
            isOnGrid = isOnGrid && bucket >= 0 && bucket < grid.count
        }
        return isOnGrid
    }
}
