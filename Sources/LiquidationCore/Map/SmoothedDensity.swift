/// How much of a side lies around each price, smoothed in the logarithm of the price.
///
/// Its nodes lie at fixed prices, node `n` at `exp(n · step)`, whatever the map's buckets, its data or its price. So what is
/// found on it hardly depends on how the price axis was cut.
struct SmoothedDensity {
    /// Distance between nodes in the logarithm of the price.
    let step: Double
    /// The number of the first node.
    let first: Int
    /// Notional per unit of the logarithm of the price, quote units, one cell a node.
    let heights: [Double]

    /// The kernel is this many boxes, one after the other: nearly a bell, at the cost of running sums.
    private static let passes = 3
    /// Nodes in a box; odd, so that it has a middle.
    private static let boxNodes = 9
    /// Width of such a kernel at half of its height, in boxes: 2 · (3/2 − √(3/4)).
    private static let widthInBoxes = 1.267_949_192_431_122_8
    /// What lies more than this many times above or below the price is left out.
    private static let reach = 1000.0

    /// The density of a side of a map.
    ///
    /// - Parameters:
    ///   - side: the side.
    ///   - map: the map.
    ///   - width: the width of the kernel at half of its height, in the logarithm of the price.
    /// - Complexity: O(buckets + nodes), a node about an eleventh of the width.
    init(of side: Side, on map: LiquidationMap, width: Double) {
        step = width / (Self.widthInBoxes * Double(Self.boxNodes))
        let price = map.price.value
        let cells = map.notional[side]
        let holds = { (bucket: Int) in
            cells[bucket] > 0 && map.grid.edges[bucket + 1] >= price / Self.reach
                && map.grid.edges[bucket] <= price * Self.reach
        }
        guard let lowest = cells.indices.first(where: holds), let highest = cells.indices.last(where: holds)
        else {
            (first, heights) = (0, [])
            return
        }
        let low = max(map.grid.edges[lowest], price / Self.reach)
        let high = min(map.grid.edges[highest + 1], price * Self.reach)
        // Room for the kernel beyond both ends.
        let room = Self.passes * (Self.boxNodes / 2) + 2
        first = Int((Elementary.log(low) / step).rounded(.down)) - room
        let last = Int((Elementary.log(high) / step).rounded(.up)) + room
        let borders = Self.borders(first...(last + 1), step: step)
        var masses = [Double](repeating: 0, count: last - first + 1)
        map.spread(side, lowest...highest, over: borders, into: &masses)
        for _ in 0..<Self.passes { masses = Self.boxed(masses) }
        heights = masses.map { [step] in max($0, 0) / step }
    }

    /// The lower border of each node: half a step below it.
    private static func borders(_ nodes: ClosedRange<Int>, step: Double) -> [Double] {
        let ratio = Elementary.exp(step)
        var price = 0.0
        // A product is quicker than an exponential; begun again before it could drift.
        return nodes.map { node in
            let isStart = node & 63 == 0 || node == nodes.lowerBound
            price = isStart ? Elementary.exp((Double(node) - 0.5) * step) : price * ratio
            return price
        }
    }

    /// The mean of the box around each cell; zero is taken beyond the ends.
    private static func boxed(_ cells: [Double]) -> [Double] {
        let half = boxNodes / 2
        var sum = cells.prefix(half).reduce(0, +)
        return cells.indices.map { index in
            if index + half < cells.count { sum += cells[index + half] }
            if index > half { sum -= cells[index - half - 1] }
            return sum / Double(boxNodes)
        }
    }

    /// The price at a place between nodes, counted from the first one.
    func price(at place: Double) -> Double { Elementary.exp((Double(first) + place) * step) }

    /// The height at a place between nodes, on the line from node to node.
    func height(at place: Double) -> Double {
        let node = min(max(Int(place), 0), heights.count - 2)
        let part = place - Double(node)
        return heights[node] * (1 - part) + heights[node + 1] * part
    }
}

extension LiquidationMap {
    /// Adds what buckets hold to cells between borders, by the share of height that lies in each.
    fileprivate func spread(
        _ side: Side, _ buckets: ClosedRange<Int>, over borders: [Double], into cells: inout [Double]
    ) {
        let masses = notional[side]
        var start = 0
        for bucket in buckets where masses[bucket] > 0 {
            let (low, high) = extent(of: bucket, side)
            while start + 1 < cells.count, borders[start + 1] <= low { start += 1 }
            guard low < high else {
                cells[start] += masses[bucket]
                continue
            }
            let density = masses[bucket] / (high - low)
            var cell = start
            while cell < cells.count, borders[cell] < high {
                let overlap = min(high, borders[cell + 1]) - max(low, borders[cell])
                if overlap > 0 { cells[cell] += density * overlap }
                cell += 1
            }
        }
    }
}
