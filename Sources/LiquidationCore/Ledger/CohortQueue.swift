/// Who opened when: positions in the order of their opening, for closing by age.
///
/// Liquidation takes whole cells; here it only marks them, and positions that were in them are found dead when
/// their turn comes. Each position is looked at a bounded number of times, so that closing costs what opening did.
struct CohortQueue: Sendable {
    /// One deposit.
    struct Position: Sendable {
        let row: Int32
        /// −1 and the number of buckets are outside the grid.
        let bucket: Int32
        let bar: Int32
        var mass: Double
    }

    /// Whether the latest close first.
    let isYoungestFirst: Bool
    /// Whether positions off the grid close in their turn; they are left out otherwise.
    let takesOutside: Bool
    private let buckets: Int
    private(set) var positions: [Position] = []
    /// The first that has not closed, where the earliest close first.
    private var head = 0
    private var bar: Int32 = 0
    /// Per cell: positions of bars before this one are dead.
    private var cleared: [Int32]
    /// Per cell: how many live positions it holds.
    private var living: [Int32]
    private var limit = 4096

    init(isYoungestFirst: Bool, takesOutside: Bool, buckets: Int, rows: Int) {
        (self.isYoungestFirst, self.takesOutside, self.buckets) = (isYoungestFirst, takesOutside, buckets)
        cleared = [Int32](repeating: 0, count: buckets * rows)
        living = cleared
    }

    /// From here on a new bar opens.
    mutating func nextBar() { bar += 1 }

    mutating func append(_ mass: Double, row: Int, bucket: Int) {
        let isOnGrid = bucket >= 0 && bucket < buckets
        guard isOnGrid || takesOutside, mass > 0 else { return }
        if positions.count - head >= limit { compact() }
        positions.append(Position(row: Int32(row), bucket: Int32(bucket), bar: bar, mass: mass))
        if isOnGrid { living[row * buckets + bucket] += 1 }
    }

    /// All of a cell was liquidated.
    mutating func clear(_ cell: Int) {
        cleared[cell] = bar + 1
        living[cell] = 0
    }

    /// The positions of the bar whose turn it is; `nil` when none is left.
    func next() -> Range<Int>? {
        guard head < positions.count else { return nil }
        if isYoungestFirst {
            let bar = positions[positions.count - 1].bar
            var first = positions.count - 1
            while first > head, positions[first - 1].bar == bar { first -= 1 }
            return first..<positions.count
        }
        let bar = positions[head].bar
        var last = head + 1
        while last < positions.count, positions[last].bar == bar { last += 1 }
        return head..<last
    }

    /// The cell of a position, `nil` off the grid.
    func cell(_ position: Position) -> Int? {
        guard position.bucket >= 0, position.bucket < buckets else { return nil }
        return Int(position.row) * buckets + Int(position.bucket)
    }

    func isAlive(_ position: Position) -> Bool {
        cell(position).map { cleared[$0] <= position.bar } ?? true
    }

    /// Takes mass from a position that lives on; from all of it, whether its cell is empty now.
    mutating func take(_ mass: Double, from index: Int) { positions[index].mass -= mass }

    /// All of a position closed; returns whether it was the last one of its cell.
    mutating func leave(_ cell: Int) -> Bool {
        living[cell] -= 1
        return living[cell] == 0
    }

    /// Drops positions that have closed.
    mutating func drop(_ range: Range<Int>) {
        if isYoungestFirst {
            positions.removeLast(range.count)
        } else {
            head = range.upperBound
            if head > 1 << 16, head > positions.count / 2 {
                positions.removeFirst(head)
                head = 0
            }
        }
    }

    /// Drops the dead.
    private mutating func compact() {
        positions = positions[head...].filter { isAlive($0) && $0.mass > 0 }
        head = 0
        limit = max(4096, 2 * positions.count)
    }
}

extension SideBook {
    /// Closes mass in the order of the positions' age: bar by bar, those of one bar in proportion.
    ///
    /// - Parameter mass: how much; all of it where infinite.
    mutating func closeByAge(_ mass: Double) {
        guard var queue = cohorts else { return }
        // The queue is the book's own again at the end: until then there is only one of it, so nothing is copied.
        cohorts = nil
        let gone = closeByAge(mass, &queue)
        cohorts = queue
        for row in rows.indices where gone[row] > 0 {
            settle(row, minus: gone[row])
        }
    }

    /// Returns what closed on the grid, per row.
    private mutating func closeByAge(_ mass: Double, _ queue: inout CohortQueue) -> [Double] {
        var (left, gone) = (mass, [Double](repeating: 0, count: rows.count))
        while left > 0, let range = queue.next() {
            let total = range.reduce(0) {
                queue.isAlive(queue.positions[$1]) ? $0 + queue.positions[$1].mass : $0
            }
            let isWhole = total <= left
            let share = isWhole ? 1 : left / total
            history?.close(bar: Int(queue.positions[range.lowerBound].bar) - 1, share: share)
            for index in range where queue.isAlive(queue.positions[index]) {
                close(index, share: share, &queue, &gone)
            }
            guard isWhole else { break }
            left -= total
            queue.drop(range)
        }
        return gone
    }

    private mutating func close(
        _ index: Int, share: Double, _ queue: inout CohortQueue, _ gone: inout [Double]
    ) {
        let position = queue.positions[index]
        let row = Int(position.row)
        let closed = share == 1 ? position.mass : position.mass * share
        rows[row].account.closed += closed
        guard let cell = queue.cell(position) else {
            if position.bucket < 0 {
                rows[row].account.below = max(0, rows[row].account.below - closed)
            } else {
                rows[row].account.above = max(0, rows[row].account.above - closed)
            }
            queue.take(closed, from: index)
            return
        }
        gone[row] += closed
        queue.take(closed, from: index)
        cells[cell] = max(0, cells[cell] - closed / rows[row].scale)
        // What rounding left in an empty cell is no position.
        if share == 1, queue.leave(cell) { cells[cell] = 0 }
    }
}
