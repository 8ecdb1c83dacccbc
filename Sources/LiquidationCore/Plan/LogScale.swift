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
    /// The bits after the point, and the highest position on the grid.
    private let mask: Int32
    private let last: Int32
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
        mask = (1 << bits) - 1
        last = Int32(grid.count << Int(bits)) - 1
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

    @inline(__always)
    private func exactPosition(_ price: Double) -> Double {
        let cell = Int(truncatingIfNeeded: price.bitPattern >> 44) &- base
        let (inverse, middle) = (self.inverse.span, self.middle.span)
        precondition(cell >= 0 && cell < middle.count)
        let u = price * (unsafe inverse[unchecked: cell]) - 1
        return unsafe middle[unchecked: cell] + perLog * (u * (1 - u * (0.5 - u * (1.0 / 3))))
    }

    /// The place of a price that lies on the grid.
    @inline(__always)
    func position(of price: Double) -> Int32 { Int32(exactPosition(price)) }

    /// The offsets of factors in eights; after the last one those of the first follow, whose buckets lie apart.
    func offsets(of factors: [Double]) -> [Lanes] {
        stride(from: 0, to: factors.count, by: 8).map { start in
            var lanes = Lanes()
            for lane in 0..<8 { lanes[lane] = offset(of: factors[(start + lane) % factors.count]) }
            return lanes
        }
    }

    /// How far a factor moves a place; so far off the grid where it leaves every price there.
    func offset(of factor: Double) -> Int32 {
        let limit = Double(grid.count << Int(bits))
        guard factor.isNormal, factor > 0 else {
            return factor == .infinity ? Int32(limit) + 1 : -Int32(limit) - 1
        }
        let offset = (Elementary.log(factor) * perLog).rounded()
        return Int32(max(-limit - 1, min(limit + 1, offset)))
    }

    /// Writes the buckets of `price · factor`: below zero and from ``PriceGrid/count`` on off the grid.
    ///
    /// - Parameters:
    ///   - buckets: eight lanes a cell.
    ///   - start: the first cell to write.
    ///   - price: a price that lies on the grid.
    ///   - position: that of the price.
    ///   - offsets: those of the factors.
    ///   - factors: at most as many as lanes.
    /// - Returns: whether all lie on the grid.
    /// - Complexity: O(factors).
    @inline(__always)
    func fill(
        _ buckets: inout MutableSpan<Lanes>, from start: Int, price: Double, position: Int32,
        offsets: Span<Lanes>, factors: Span<Double>
    ) -> Bool {
        precondition(start >= 0 && start &+ offsets.count <= buckets.count)
        let bits = Lanes(repeating: bits)
        let (here, margin) = (Lanes(repeating: position), Lanes(repeating: Self.margin))
        let mask = Lanes(repeating: mask)
        let last = Lanes(repeating: last)
        var (doubt, off) = (Lanes.zero, Lanes.zero)
        for i in 0..<offsets.count {
            let sum = here &+ (unsafe offsets[unchecked: i])
            unsafe buckets[unchecked: start &+ i] = sum &>> bits
            // Negative near a border.
            doubt |= ((sum &+ margin) & mask) &- margin &- margin
            // Negative below the grid and above it.
            off |= sum | (last &- sum)
        }
        guard (doubt | off).hasNegative else { return true }
        if doubt.hasNegative {
            settle(&buckets, from: start, price: price, position: position, offsets, factors)
        }
        return false
    }

    /// How many buckets the grid has.
    var count: Int { grid.count }

    /// The buckets of eight factors, and whether all are known to lie on the grid.
    @inline(__always)
    func buckets(_ position: Int32, _ offsets: Lanes) -> (buckets: Lanes, areSure: Bool) {
        let sum = Lanes(repeating: position) &+ offsets
        let margin = Lanes(repeating: Self.margin)
        let doubt = ((sum &+ margin) & Lanes(repeating: mask)) &- margin &- margin
        let off = sum | (Lanes(repeating: last) &- sum)
        return (sum &>> Lanes(repeating: bits), !(doubt | off).hasNegative)
    }

    /// Looks up what is in doubt.
    @inline(never)
    private func settle(
        _ buckets: inout MutableSpan<Lanes>, from start: Int, price: Double, position: Int32,
        _ offsets: Span<Lanes>, _ factors: Span<Double>
    ) {
        for i in factors.indices {
            let sum = position &+ offsets[i >> 3][i & 7]
            if (sum &+ Self.margin) & mask < 2 * Self.margin {
                buckets[start + (i >> 3)][i & 7] = Int32(grid.index(of: price * factors[i]))
            }
        }
    }
}

/// Eight numbers that are treated at once.
typealias Lanes = SIMD8<Int32>

extension SIMD8<Int32> {
    /// Whether any of the numbers is below zero.
    @inline(__always)
    var hasNegative: Bool {
        let four = lowHalf | highHalf
        let two = four.lowHalf | four.highHalf
        return two.x | two.y < 0
    }
}

extension [Double] {
    /// The numbers in eights, with zeros after the last.
    var inEights: [SIMD8<Double>] {
        stride(from: 0, to: count, by: 8).map { start in
            var eight = SIMD8<Double>()
            for i in start..<Swift.min(start + 8, count) { eight[i - start] = self[i] }
            return eight
        }
    }
}
