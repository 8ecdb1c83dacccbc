/// Bootstrap over blocks of rows, such as days: rows of a block belong together, blocks are drawn with replacement.
///
/// The same blocks give the same intervals on every machine: draws follow from a fixed seed.
package struct Resampling: Sendable {
    /// Where each block begins, and behind the last one.
    private let bounds: [Int]
    private let seed: UInt64

    /// Blocks of rows whose times lie in the same span.
    ///
    /// - Parameters:
    ///   - time: rising, milliseconds.
    ///   - span: the length of a block, milliseconds.
    ///   - seed: of the draws.
    package init(_ time: [Int64], span: Int64, seed: UInt64 = 1) {
        var bounds: [Int] = []
        var block: Int64?
        for (row, instant) in time.enumerated() {
            // Rounded down before 1970, too.
            let now = instant / span - (instant % span < 0 ? 1 : 0)
            if now != block { bounds.append(row) }
            block = now
        }
        (self.bounds, self.seed) = (bounds + [time.count], seed)
    }

    /// How many blocks there are.
    package var count: Int { bounds.count - 1 }

    /// A mean with the interval that holds 95 % of its draws.
    package struct Interval: Hashable, Sendable {
        /// The figure of all rows.
        package let value: Double
        /// The lower end.
        package let low: Double
        /// The upper end.
        package let high: Double
        /// How many blocks were drawn from.
        package let blocks: Int

        /// Whether all of it lies above zero.
        package var isAboveZero: Bool { low > 0 }
    }

    /// The mean of cells.
    ///
    /// - Complexity: O(n + draws · blocks).
    package func mean(_ cells: [Double], draws: Int = Self.draws) -> Interval {
        interval(cells.reduce(0, +) / Double(cells.count), means(cells, draws: draws))
    }

    /// The usual number of draws of a mean.
    package static let draws = 2000

    /// The means of draws of cells.
    package func means(_ cells: [Double], draws: Int = Self.draws) -> [Double] {
        var (sums, counts) = ([Double](), [Double]())
        for block in 0..<count {
            sums.append(cells[bounds[block]..<bounds[block + 1]].reduce(0, +))
            counts.append(Double(bounds[block + 1] - bounds[block]))
        }
        var random = Draws(seed: seed)
        return (0..<draws).map { _ in
            var (sum, number) = (0.0, 0.0)
            for _ in 0..<count {
                let block = random.next(below: count)
                sum += sums[block]
                number += counts[block]
            }
            return sum / number
        }
    }

    /// The mean of means of several tables, whose blocks are drawn independently of each other.
    ///
    /// - Parameter tables: each with its blocks, which have a seed of their own, and its cells.
    /// - Returns: the mean with its interval; `nil` of no tables.
    package static func mean(of tables: [(blocks: Resampling, cells: [Double])]) -> Interval? {
        guard let first = tables.first else { return nil }
        var (value, all) = (0.0, [Double](repeating: 0, count: draws))
        for (blocks, cells) in tables {
            value += cells.reduce(0, +) / Double(cells.count)
            for (draw, mean) in blocks.means(cells).enumerated() { all[draw] += mean }
        }
        let count = Double(tables.count)
        let sorted = all.map { $0 / count }.sorted()
        return Interval(
            value: value / count, low: Quantile.of(sorted, 0.025), high: Quantile.of(sorted, 0.975),
            blocks: tables.map(\.blocks.count).min() ?? first.blocks.count)
    }

    /// Figures that are made of rows, each there so many times.
    ///
    /// - Complexity: O(draws · (n + that of the figure)).
    func figures<Figure>(draws: Int, _ figure: ([Int32]) -> Figure) -> [Figure] {
        var random = Draws(seed: seed)
        var times = [Int32](repeating: 0, count: bounds[count])
        return (0..<draws).map { _ in
            for row in times.indices { times[row] = 0 }
            for _ in 0..<count {
                let block = random.next(below: count)
                for row in bounds[block]..<bounds[block + 1] { times[row] += 1 }
            }
            return figure(times)
        }
    }

    /// The interval of a figure by its draws.
    func interval(_ value: Double, _ draws: [Double]) -> Interval {
        let sorted = draws.sorted()
        return Interval(
            value: value, low: Quantile.of(sorted, 0.025), high: Quantile.of(sorted, 0.975),
            blocks: count)
    }

    /// Rows with their blocks in another order: each row's new content. Only blocks that are as long as most change places.
    func shuffled() -> [Int] {
        let lengths = (0..<count).map { bounds[$0 + 1] - bounds[$0] }
        let usual = lengths.sorted()[count / 2]
        let movable = (0..<count).filter { lengths[$0] == usual }
        var (random, places) = (Draws(seed: seed &+ 7), movable)
        for index in places.indices.reversed() where index > 0 {
            places.swapAt(index, random.next(below: index + 1))
        }
        var rows = Array(0..<bounds[count])
        for (block, source) in zip(movable, places) {
            for offset in 0..<usual { rows[bounds[block] + offset] = bounds[source] + offset }
        }
        return rows
    }
}

/// Numbers by SplitMix64, which needs a seed and nothing else.
private struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Int(mixed.multipliedFullWidth(by: UInt64(count)).high)
    }
}
