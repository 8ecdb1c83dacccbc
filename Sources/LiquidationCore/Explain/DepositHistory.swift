/// What is known of the deposits in some cells of a book, for telling where their mass came from.
///
/// A book that is asked to leave a history tells it of every deposit and of everything that takes mass away; the
/// history keeps what lies in the cells it was asked for. Mass is kept over the row's scale, as the cells are.
struct DepositHistory: Sendable {
    /// One deposit: what a rung opened at an entry.
    struct Deposit: Sendable {
        let bar: Int32
        let rung: Int32
        let entry: Double
        /// Mass when it was opened.
        let opened: Double
        /// Mass over the row's scale.
        var mass: Double
    }

    /// Per row: the buckets that are followed.
    let ranges: [Range<Int>]
    /// Per followed cell, row after row: what was deposited since the cell was last swept, earliest first.
    private(set) var cells: [[Deposit]]
    /// Per followed cell: mass that was ever opened, and what of it was force-closed.
    private(set) var opened: [Double]
    private(set) var liquidated: [Double]
    /// The last bar that force-closed any of it.
    private(set) var lastSwept: Int?
    /// How many deposits are kept.
    private var count = 0
    /// Whether so much was deposited at a time that the history was given up, for good: what was left out then is
    /// missing, whatever is swept later.
    private(set) var isFull = false
    private var bar = 0
    private let starts: [Int]
    /// Per bar: the fraction that closing by age has left.
    private var left: [Double] = []

    /// Above this many deposits no more are kept: 160 MB.
    static let limit = 4_000_000

    private let limit: Int

    init(_ ranges: [Range<Int>], limit: Int = Self.limit) {
        (self.ranges, self.limit) = (ranges, limit)
        var (starts, total) = ([Int](), 0)
        for range in ranges {
            starts.append(total)
            total += range.count
        }
        self.starts = starts
        cells = Array(repeating: [], count: total)
        opened = Array(repeating: 0, count: total)
        liquidated = opened
    }

    /// The place of a followed cell, `nil` of others.
    func cell(_ row: Int, _ bucket: Int) -> Int? {
        ranges[row].contains(bucket) ? starts[row] + bucket - ranges[row].lowerBound : nil
    }

    /// From here on a bar settles and opens; the first is number 0.
    mutating func begin(bar: Int) { self.bar = bar }

    mutating func append(_ mass: Double, scale: Double, row: Int, bucket: Int, rung: Int, entry: Double) {
        guard mass > 0, let cell = cell(row, bucket) else { return }
        opened[cell] += mass
        isFull = isFull || count == limit
        guard !isFull else { return }
        count += 1
        cells[cell].append(
            Deposit(bar: Int32(bar), rung: Int32(rung), entry: entry, opened: mass, mass: mass / scale))
    }

    /// A cell was force-closed.
    mutating func clear(row: Int, bucket: Int, mass: Double) {
        guard let cell = cell(row, bucket) else { return }
        liquidated[cell] += mass
        lastSwept = bar
        count -= cells[cell].count
        cells[cell].removeAll()
    }

    /// A fraction of what a bar had opened was closed.
    mutating func close(bar: Int, share: Double) {
        while left.count <= bar { left.append(1) }
        left[bar] *= 1 - share
    }

    /// Cells of a row were multiplied.
    mutating func rescale(row: Int, by factor: Double) {
        for cell in starts[row]..<(starts[row] + ranges[row].count) {
            for index in cells[cell].indices { cells[cell][index].mass *= factor }
        }
    }

    /// The fraction of a bar's mass that closing by age has left.
    func left(of bar: Int) -> Double { bar < left.count ? left[bar] : 1 }
}

extension SideBook {
    /// Tells the history of what is about to be opened in a plain book, where rungs are not opened one by one.
    ///
    /// Liquidation prices rise with factors, so that the rungs whose liquidation prices lie in the followed buckets are neighbours.
    mutating func follow(
        _ unit: Double, inQuote: Bool, at points: EntryPoints, _ spread: borrowing MixSpread,
        _ layout: borrowing Layout
    ) {
        guard let range = history?.ranges[0], !range.isEmpty else { return }
        let (low, high) = (layout.grid.edges[range.lowerBound], layout.grid.edges[range.upperBound])
        let scale = rows[0].scale
        for point in 0..<points.count {
            let entry = points.price(point)
            let mass = unit * points.weight(point) * (inQuote ? entry : 1)
            // The first rung that reaches the range, but for rounding.
            var first = 0
            var end = spread.factors.count
            while first < end {
                let middle = (first + end) / 2
                if entry * spread.factors[middle] < low { first = middle + 1 } else { end = middle }
            }
            for rung in first..<spread.factors.count {
                let level = entry * spread.factors[rung]
                guard level < high else { break }
                history?.append(
                    mass * spread.weights[rung], scale: scale, row: 0, bucket: layout.grid.index(of: level),
                    rung: spread.rungs[rung], entry: entry)
            }
        }
    }
}
