extension SideBook {
    /// Tells the trail of what is about to be opened in a plain book, where rungs are not opened one by one.
    ///
    /// Levels rise with factors, so that the rungs whose levels lie in the followed buckets are neighbours.
    mutating func follow(
        _ unit: Double, inQuote: Bool, at points: EntryPoints, _ spread: borrowing MixSpread,
        _ layout: borrowing Layout
    ) {
        guard let range = trail?.ranges[0], !range.isEmpty else { return }
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
                trail?.append(
                    mass * spread.weights[rung], scale: scale, row: 0, bucket: layout.grid.index(of: level),
                    rung: spread.rungs[rung], entry: entry)
            }
        }
    }
}
