/// A cluster by what is read off the smoothed density.
struct FoundCluster {
    let side: Side
    let low: Double
    let high: Double
    let peak: Double
    let notional: Double
    let prominence: Double
}

/// Finds the clusters of one side of a map by the rules of ``LiquidationMap/clusters(_:averageTrueRange:)``.
struct ClusterFinder {
    private let side: Side
    private let map: LiquidationMap
    private let density: SmoothedDensity
    /// The width of the kernel in nodes.
    private let width: Double

    init(_ side: Side, on map: LiquidationMap, width: Double) {
        let width = min(max(width, ClusterSearch.widths.lowerBound), ClusterSearch.widths.upperBound)
        (self.side, self.map) = (side, map)
        density = SmoothedDensity(of: side, on: map, width: width)
        self.width = width / density.step
    }

    /// The top of a peak that stands out.
    private struct Top {
        /// The nodes above three quarters of its height.
        let nodes: ClosedRange<Int>
        /// Its middle, weighted by what exceeds these three quarters, in nodes.
        let middle: Double
        let height: Double
        let prominence: Double
    }

    /// All clusters of the side, rising in price.
    var clusters: [FoundCluster] {
        let tops = tops()
        return tops.indices.map { index in
            let top = tops[index]
            let reach = ClusterSearch.farthestEdge * width
            let below = index > 0 ? valley(tops[index - 1], top) : -.infinity
            let above = index + 1 < tops.count ? valley(top, tops[index + 1]) : .infinity
            return cluster(
                top, low: edge(of: top, downTo: max(below, top.middle - reach)),
                high: edge(of: top, upTo: min(above, top.middle + reach)))
        }
    }

    private func cluster(_ top: Top, low: Double, high: Double) -> FoundCluster {
        var (low, high) = (density.price(at: low), density.price(at: high))
        var peak = density.price(at: top.middle)
        // What is smeared across the price by the kernel lies on this side of it.
        let price = map.price.value
        if side == .long, low < price {
            (high, peak) = (min(high, price), min(peak, price))
        } else if side == .short, high > price {
            (low, peak) = (max(low, price), max(peak, price))
        }
        return FoundCluster(
            side: side, low: low, high: high, peak: peak,
            notional: map.sum(side, of: map.notional[side], within: low...high), prominence: top.prominence)
    }

    /// The tops of the peaks that stand out, rising in price.
    private func tops() -> [Top] {
        let heights = density.heights
        // Sums of the kernel leave a little where nothing is.
        let least = (heights.max() ?? 0) * 1e-6
        var peaks = heights.indices.dropFirst().dropLast().filter { node in
            heights[node] > least && heights[node] > heights[node - 1] && heights[node] >= heights[node + 1]
        }
        peaks.sort { (heights[$0], $1) > (heights[$1], $0) }
        var tops: [Top] = []
        for peak in peaks where !tops.contains(where: { $0.nodes.contains(peak) }) {
            guard let nodes = stretch(around: peak),
                Double(nodes.count - 1) <= ClusterSearch.widestTop * width
            else { continue }
            let foot = heights[peak] * (1 - ClusterSearch.leastProminence)
            var (sum, moment) = (0.0, 0.0)
            for node in nodes {
                sum += heights[node] - foot
                moment += (heights[node] - foot) * Double(node)
            }
            tops.append(
                Top(
                    nodes: nodes, middle: moment / sum, height: heights[peak],
                    prominence: prominence(of: peak)))
        }
        return tops.sorted { $0.middle < $1.middle }
    }

    /// The nodes around a peak that lie above three quarters of its height; `nil` where one of them is higher.
    private func stretch(around peak: Int) -> ClosedRange<Int>? {
        let heights = density.heights
        let foot = heights[peak] * (1 - ClusterSearch.leastProminence)
        var (first, last) = (peak, peak)
        // The density is zero at both ends.
        while heights[first - 1] > foot {
            first -= 1
            if heights[first] > heights[peak] { return nil }
        }
        while heights[last + 1] > foot {
            last += 1
            if heights[last] > heights[peak] { return nil }
        }
        return first...last
    }

    /// How far the density falls on both sides of a peak before anything higher, as a fraction of its height.
    private func prominence(of peak: Int) -> Double {
        let heights = density.heights
        let reach = Int(ClusterSearch.widestTop * width)
        func lowest(_ nodes: some Sequence<Int>) -> Double {
            var lowest = heights[peak]
            for node in nodes {
                if heights[node] > heights[peak] { break }
                lowest = min(lowest, heights[node])
            }
            return lowest
        }
        let below = lowest(stride(from: peak - 1, through: max(0, peak - reach), by: -1))
        let above = lowest(stride(from: peak + 1, through: min(heights.count - 1, peak + reach), by: 1))
        return 1 - max(below, above) / heights[peak]
    }

    /// The lowest place between two tops.
    private func valley(_ below: Top, _ above: Top) -> Double {
        let between = below.nodes.upperBound...above.nodes.lowerBound
        let lowest = between.min { density.heights[$0] < density.heights[$1] }
        return Double(lowest ?? between.lowerBound)
    }

    /// The place above a top at which the density falls to half of its height, at most a limit.
    private func edge(of top: Top, upTo limit: Double) -> Double {
        let nodes = stride(
            from: Double(Int(top.middle) + 1), to: min(limit, Double(density.heights.count)), by: 1)
        return fall(from: top, along: nodes).map { min($0, limit) } ?? limit
    }

    /// The place below a top at which the density falls to half of its height, at least a limit.
    private func edge(of top: Top, downTo limit: Double) -> Double {
        let nodes = stride(from: Double(Int(top.middle)), to: max(limit, -1), by: -1)
        return fall(from: top, along: nodes).map { max($0, limit) } ?? limit
    }

    /// The first place on the way from the middle of a top along nodes at which the density is half of its height.
    private func fall(from top: Top, along nodes: StrideTo<Double>) -> Double? {
        let half = top.height / 2
        var (place, height) = (top.middle, density.height(at: top.middle))
        for node in nodes {
            let next = density.heights[Int(node)]
            if next < half { return place + (node - place) * (height - half) / (height - next) }
            (place, height) = (node, next)
        }
        return nil
    }
}
