/// Prices a relative step apart that are the same for all data: edge `i` lies at `(1 + step)^i`, whatever is drawn on it.
///
/// Two maps on one lattice line up: a difference splits no bucket, and a sum needs no common range.
///
/// ```swift
/// let grid = try PriceLattice.standard.grid(from: 40_000, to: 220_000)
/// ```
public struct PriceLattice: Hashable, Sendable {
    /// Height of a bucket as a fraction of its lower edge: 0.001 is 0.1 %.
    public let step: Double
    /// Height of a bucket in the natural logarithm.
    let height: Double

    /// A tenth of a per cent: about 2,000 buckets over what a year of one market reaches.
    public static let standard = PriceLattice(unchecked: 0.001)

    /// Grids begin and end at multiples of so many buckets, a tenth of the price at ``standard``, so that a few more bars
    /// seldom change where a map begins and ends.
    static let block = 100

    /// A lattice by its step.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` for a step below 0.000001 or above 1.
    public init(step: Double) throws(CoreError) {
        guard step >= 1e-6, step <= 1 else {
            throw CoreError(
                .invalidGrid, "a relative step must lie in 0.0001 % to 100 %, was \(step * 100) %")
        }
        self.init(unchecked: step)
    }

    private init(unchecked step: Double) { (self.step, height) = (step, Elementary.log(1 + step)) }

    /// The lower edge of a bucket, quote per base.
    public func price(_ index: Int) -> Double { Elementary.exp(Double(index) * height) }

    /// The bucket that holds a price, counted from a price of 1.
    ///
    /// - Precondition: a finite price above zero.
    public func index(of price: Double) -> Int {
        var index = Int((Elementary.log(price) / height).rounded(.down))
        while self.price(index) > price { index -= 1 }
        while self.price(index + 1) <= price { index += 1 }
        return index
    }

    /// The buckets from one edge to another.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` for none, for more than 1,000,000, and for prices that a `Double` cannot hold.
    public func grid(_ range: Range<Int>) throws(CoreError) -> PriceGrid {
        guard (1...1_000_000).contains(range.count) else {
            throw CoreError(
                .invalidGrid, "a step of \((step * 1e11).rounded() / 1e9) % makes \(range.count) buckets",
                hint: "a grid has 1 to 1,000,000 buckets")
        }
        guard Double(range.lowerBound) * height > -700, Double(range.upperBound) * height < 700 else {
            throw CoreError(.invalidGrid, "a price axis must lie between 1e-300 and 1e300")
        }
        return try PriceGrid(
            edges: (range.lowerBound...range.upperBound).map(price),
            place: PriceGrid.Place(lattice: self, first: range.lowerBound))
    }

    /// The buckets from the one that holds a price up to another price, which their last edge reaches.
    ///
    /// - Throws: ``CoreError`` as ``grid(_:)``, `.notPositive` for prices that are none.
    public func grid(from lowest: Double, to highest: Double) throws(CoreError) -> PriceGrid {
        let (low, high) = (index(of: try Price(lowest).value), index(of: try Price(highest).value))
        return try grid(low..<max(low + 1, price(high) < highest ? high + 1 : high))
    }

    /// The buckets that hold two prices and all between, rounded outwards to whole blocks.
    ///
    /// - Throws: ``CoreError`` as ``grid(from:to:)``.
    func blocks(from lowest: Double, to highest: Double) throws(CoreError) -> PriceGrid {
        let (low, high) = (index(of: try Price(lowest).value), index(of: try Price(highest).value))
        func block(_ index: Int) -> Int {
            Int((Double(index) / Double(Self.block)).rounded(.down)) * Self.block
        }
        let first = block(low)
        return try grid(first..<max(first + Self.block, block(high) + Self.block))
    }

    /// The lattice that edges lie on to the last bit, and the number of the first; `nil` where they lie on none.
    ///
    /// - Complexity: O(edges).
    static func place(of edges: [Double]) -> PriceGrid.Place? {
        guard edges.count >= 2, edges[0] > 0 else { return nil }
        // Steps that people write have few digits.
        let step = ((edges[1] / edges[0] - 1) * 1e7).rounded() / 1e7
        guard let lattice = try? PriceLattice(step: step), abs(Elementary.log(edges[0])) < 600 else {
            return nil
        }
        let first = Int((Elementary.log(edges[0]) / lattice.height).rounded())
        for i in edges.indices where lattice.price(first + i) != edges[i] { return nil }
        return PriceGrid.Place(lattice: lattice, first: first)
    }
}

extension PriceGrid {
    /// Where on a lattice a grid lies.
    public struct Place: Hashable, Sendable {
        /// The lattice.
        public let lattice: PriceLattice
        /// The number of the grid's first edge on it.
        public let first: Int
    }

    /// The grid that holds all buckets of two: either one where they are the same, else their span of a common lattice.
    ///
    /// - Returns: `nil` where no bucket-for-bucket union exists.
    func union(_ other: PriceGrid) -> PriceGrid? {
        if edges == other.edges { return self }
        guard let place, let another = other.place, place.lattice == another.lattice else { return nil }
        let first = min(place.first, another.first)
        return try? place.lattice.grid(first..<max(place.first + count, another.first + other.count))
    }

    /// Cells of a grid on one that holds all its buckets, with zeros where it has none.
    ///
    /// - Precondition: the wider grid is a ``union(_:)`` of this one.
    func widened<Cell: AdditiveArithmetic>(_ cells: [Cell], to wider: PriceGrid) -> [Cell] {
        guard wider.count != count, let place, let another = wider.place else { return cells }
        let before = place.first - another.first
        precondition(before >= 0 && before + count <= wider.count, "a union holds both grids")
        return [Cell](repeating: .zero, count: before) + cells
            + [Cell](repeating: .zero, count: wider.count - before - count)
    }
}
