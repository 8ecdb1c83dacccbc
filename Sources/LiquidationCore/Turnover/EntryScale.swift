/// The cells in which entries are counted under ``MapModel/Entry/evenly``: those of a lattice, in the logarithm of the
/// price, whatever the price axis of the map.
///
/// Entries lie evenly within a cell. A rung moves a cell by the logarithm of its factor, and what a bucket of the map gets of
/// it is the share of the moved cell that lies in the bucket. Where the map's axis lies on the lattice, that is two
/// neighbouring cells for each bucket and rung, in shares that never change.
struct EntryScale: Sendable {
    /// Height of a cell in the natural logarithm.
    let height: Double
    /// Where the edges of the map's axis stand, in cells from a price of 1.
    let edges: [Double]
    /// The first edge's number, where all edges stand at whole ones.
    let firstEdge: Int?
    /// The logarithm of the price at which cell 0 begins.
    private let origin: Double
    private let logs: LogTable

    /// Cells of a height on a grid whose edges are as high, from a price on: for comparisons with other programs.
    init(_ grid: PriceGrid, height: Double, origin: Double) {
        (self.height, self.origin, firstEdge) = (height, origin, 0)
        edges = grid.edges.indices.map(Double.init)
        logs = LogTable(from: grid.edges[0], to: grid.edges[grid.count])
    }

    /// Cells for a map on a grid: of the grid's own lattice where it has one.
    init(_ grid: PriceGrid) {
        let lattice = grid.place?.lattice ?? .standard
        let height = lattice.height
        (self.height, origin) = (height, 0)
        firstEdge = grid.place?.first
        logs = LogTable(from: grid.edges[0], to: grid.edges[grid.count])
        if let first = grid.place?.first {
            edges = grid.edges.indices.map { Double(first + $0) }
        } else {
            edges = grid.edges.map { Elementary.log($0) / height }
        }
    }

    /// A price in cells.
    @inline(__always)
    func position(_ price: Double) -> Double { (logs.log(price) - origin) / height }

    /// The price at a place.
    func price(_ place: Double) -> Double { Elementary.exp(place * height + origin) }

    /// How far a rung moves entries, in cells: below zero for longs. Far off every axis where no price liquidates.
    func offset(_ factor: Double) -> Double {
        guard factor > 0, factor.isFinite else { return factor > 0 ? 1e9 : -1e9 }
        return Elementary.log(factor) / height
    }

    /// The cells that a bar's entries lie in, with the share of each; the shares add up to one.
    @inline(__always)
    static func cells(
        _ low: Double, _ high: Double, _ body: (_ cell: Int, _ share: Double) throws -> Void
    ) rethrows {
        let (first, last) = (Int(low.rounded(.down)), Int(high.rounded(.down)))
        guard first < last else { return try body(first, 1) }
        let length = high - low
        for cell in first...last {
            let from = max(low, Double(cell))
            let to = min(high, Double(cell + 1))
            if to > from { try body(cell, (to - from) / length) }
        }
    }

    /// The bucket that holds a place: −1 below the axis, the number of buckets above it.
    func bucket(_ place: Double) -> Int {
        let count = edges.count - 1
        if place < edges[0] { return -1 }
        if place >= edges[count] { return count }
        if let firstEdge { return Int(place.rounded(.down)) - firstEdge }
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if edges[middle] <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// Which buckets a moved cell lies in, with its share in each; −1 and the number of buckets stand for off the axis.
    @inline(__always)
    func buckets(from place: Double, _ body: (_ bucket: Int, _ share: Double) throws -> Void) rethrows {
        let end = place + 1
        var (bucket, from) = (bucket(place), place)
        while from < end {
            let to = bucket + 1 < edges.count ? min(end, edges[bucket + 1]) : end
            if to > from { try body(bucket, to - from) }
            (from, bucket) = (to, bucket + 1)
        }
    }
}

/// Natural logarithms of prices by table: five times as fast as ``Elementary/log(_:)``, to the last two bits.
struct LogTable: Sendable {
    private let base: Int
    /// Per cell of leading bits: one over its middle, and the logarithm of its middle.
    private let inverse: [Double]
    private let middle: [Double]

    /// A table for prices between two; others are computed.
    init(from lowest: Double, to highest: Double) {
        // Sign, exponent and eight bits of the significand.
        let base = Int(lowest.bitPattern >> 44)
        let cells = Int(highest.bitPattern >> 44) - base + 1
        var (inverse, middle) = ([Double](), [Double]())
        if lowest.isNormal, (1...(1 << 14)).contains(cells) {
            for cell in 0..<cells {
                let center = Double(bitPattern: UInt64(base + cell) << 44 | 1 << 43)
                inverse.append(1 / center)
                middle.append(Elementary.log(center))
            }
        }
        (self.base, self.inverse, self.middle) = (base, inverse, middle)
    }

    @inline(__always)
    func log(_ price: Double) -> Double {
        let cell = Int(truncatingIfNeeded: price.bitPattern >> 44) &- base
        let (inverse, middle) = (self.inverse.span, self.middle.span)
        guard cell >= 0, cell < middle.count else { return Elementary.log(price) }
        // At most 2^-9 from the middle: what is left out after the sixth power is below 2^-65.
        let u = price * (unsafe inverse[unchecked: cell]) - 1
        let tail = u * u * (0.5 - u * (1.0 / 3 - u * (0.25 - u * (0.2 - u * (1.0 / 6)))))
        return unsafe middle[unchecked: cell] + (u - tail)
    }
}
