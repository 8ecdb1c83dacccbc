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
            trail?.close(bar: Int(queue.positions[range.lowerBound].bar) - 1, share: share)
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
