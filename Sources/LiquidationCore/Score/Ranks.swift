/// The ranks of cells, ties sharing the mean of theirs, with the order that gave them.
struct Ranks {
    /// Rows from the smallest cell to the largest.
    let order: [Int32]
    /// One rank a row, from 1.
    let ranks: [Double]
    /// Where runs of equal cells end in the order.
    private let ends: [Int32]

    /// - Complexity: O(n log n).
    init(_ cells: [Double]) {
        var pairs = cells.enumerated().map { (cell: $0.element, row: Int32($0.offset)) }
        pairs.sort { $0.cell < $1.cell || ($0.cell == $1.cell && $0.row < $1.row) }
        var (ranks, ends) = ([Double](repeating: 0, count: cells.count), [Int32]())
        var begin = 0
        while begin < pairs.count {
            var end = begin + 1
            while end < pairs.count, pairs[end].cell == pairs[begin].cell { end += 1 }
            for place in begin..<end { ranks[Int(pairs[place].row)] = Double(begin + end + 1) / 2 }
            ends.append(Int32(end))
            begin = end
        }
        (order, self.ranks, self.ends) = (pairs.map(\.row), ranks, ends)
    }

    /// Whether all cells are equal.
    var isFlat: Bool { ends.count < 2 }

    /// The ranks where row `r` is there `times[r]` times.
    ///
    /// - Complexity: O(n).
    func ranks(times: [Int32]) -> [Double] {
        var ranks = [Double](repeating: 0, count: order.count)
        var (begin, below) = (0, 0.0)
        for end in ends {
            var count = 0.0
            for place in begin..<Int(end) { count += Double(times[Int(order[place])]) }
            let rank = below + (count + 1) / 2
            for place in begin..<Int(end) { ranks[Int(order[place])] = rank }
            below += count
            begin = Int(end)
        }
        return ranks
    }

    /// The rank correlation of Spearman: 0 where one of them is flat.
    static func correlation(_ one: Ranks, _ other: Ranks) -> Double {
        one.isFlat || other.isFlat ? 0 : pearson(one.ranks, other.ranks)
    }

    /// The same of several with one, where row `r` is there `times[r]` times.
    static func correlations(_ all: [Ranks], with one: Ranks, times: [Int32]) -> [Double] {
        let ranks = one.ranks(times: times)
        return all.map { $0.isFlat || one.isFlat ? 0 : pearson($0.ranks(times: times), ranks, times: times) }
    }

    /// What ranks of one say of ranks of the other beyond a cubic of a third's: the correlation of what is left of both.
    static func correlation(_ one: Ranks, _ other: Ranks, beyond base: Ranks) -> Double {
        let (left, right) = (residual(one, on: base), residual(other, on: base))
        guard let least = left.min(), let most = left.max(), most - least > 1e-12 else { return 0 }
        return pearson(left, right)
    }

    private static func pearson(_ one: [Double], _ other: [Double], times: [Int32]? = nil) -> Double {
        func weight(_ row: Int) -> Double { times.map { Double($0[row]) } ?? 1 }
        var (count, meanOne, meanOther) = (0.0, 0.0, 0.0)
        for row in one.indices {
            let weight = weight(row)
            count += weight
            meanOne += weight * one[row]
            meanOther += weight * other[row]
        }
        (meanOne, meanOther) = (meanOne / count, meanOther / count)
        var (both, squareOne, squareOther) = (0.0, 0.0, 0.0)
        for row in one.indices {
            let (weight, left, right) = (weight(row), one[row] - meanOne, other[row] - meanOther)
            both += weight * left * right
            squareOne += weight * left * left
            squareOther += weight * right * right
        }
        let scale = (squareOne * squareOther).squareRoot()
        return scale > 0 ? both / scale : 0
    }

    /// What a cubic of the base's ranks leaves of ranks, as shares of the count.
    private static func residual(_ ranks: Ranks, on base: Ranks) -> [Double] {
        let count = Double(ranks.ranks.count)
        var rest = ranks.ranks.map { $0 / count }
        let powers = base.ranks.map { $0 / count }
        // Polynomials made orthogonal one by one: stable, and the same rest as by least squares.
        var basis: [[Double]] = []
        for degree in 0...3 {
            var column = powers.map { power in
                (0..<degree).reduce(1.0) { product, _ in product * (2 * power - 1) }
            }
            for _ in 0..<2 { for other in basis { remove(other, from: &column) } }
            let length = column.reduce(0) { $0 + $1 * $1 }
            guard length > 1e-18 * count else { continue }
            let root = length.squareRoot()
            basis.append(column.map { $0 / root })
        }
        for column in basis { remove(column, from: &rest) }
        return rest
    }

    private static func remove(_ unit: [Double], from cells: inout [Double]) {
        var product = 0.0
        for row in cells.indices { product += unit[row] * cells[row] }
        for row in cells.indices { cells[row] -= product * unit[row] }
    }
}
