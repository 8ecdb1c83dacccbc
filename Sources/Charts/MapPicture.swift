package import LiquidationCore

/// A liquidation map made ready for drawing: what a renderer needs, without a size or a colour.
package struct MapPicture: Sendable {
    /// One line of the picture.
    package struct Bin: Hashable, Sendable {
        /// Its price range, quote per base.
        package let low: Double, high: Double
        /// What lies in it.
        package let mass: BySide<Double>
        /// What would be force-closed on the way from the current price through this bin: shorts above the price,
        /// longs below it.
        package let toHere: Double
        /// What of ``toHere``'s side lies there untouched, 0 to 1; `nil` where the map does not tell, or none would be there.
        package let fresh: Double?
        /// What of ``closed`` stood when the data began.
        package let unknown: Double
        /// What of ``closed`` each layer holds.
        package let layers: [Double]
        /// Ranks of the clusters whose peak lies in it, from 0.
        package let clusters: [Int]
        /// The side that a move of the price into it force-closes.
        package let side: Side

        /// What a move of the price through it force-closes.
        package var closed: Double { mass[side] }

        /// The price halfway between its edges.
        package var middle: Double { low + (high - low) / 2 }
    }

    /// Rising in price, each around a multiple of ``step``. The current price is an edge wherever it lies inside. Bins next to
    /// the price are 0.7 to 1.7 steps high to make that so, except where the grid ends.
    package let bins: [Bin]
    /// Height of a bin, a round number.
    package let step: Double
    /// The current price.
    package let price: Double
    /// The largest ``Bin/closed``; zero where there is none.
    package let peak: Double
    /// What lies below the first bin and above the last.
    package let below: BySide<Double>, above: BySide<Double>
    /// The clusters that are listed and marked, largest first.
    package let clusters: [Cluster]
    /// Names of the layers that bars are divided into.
    package let layers: [String]

    /// The picture of a map.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - within: how far from the price it reaches at least, as a fraction of it; ends at the grid's ends.
    ///   - maximumBins: how many bins at most, about; at least 4.
    ///   - clusters: clusters of the map, largest first; those whose peak lies in the picture are marked.
    ///   - layers: what bars are divided into.
    /// - Complexity: O(buckets + bins).
    package init(
        _ map: LiquidationMap, within: Double, maximumBins: Int, clusters: [Cluster] = [],
        layers: [RungLayer] = []
    ) {
        let price = map.price.value
        let reach = within.isFinite ? min(max(within, 0.001), 10) : 0.2
        let step = AxisStep.round(atLeast: price * 2 * reach / Double(max(maximumBins, 4) - 1))
        let bins = Self.layout(on: map.grid, price: price, reach: reach, step: step)
        let sums = BySide.each { bins.sums(of: map.notional[$0], on: map.grid, side: $0, price: price) }
        let mass = zip(sums.long.inside, sums.short.inside).map { BySide(long: $0, short: $1) }
        let toHere = Self.cumulative(mass, bins: bins, price: price)
        let untouched = map.freshness.map { freshness in
            BySide.each {
                bins.sums(of: freshness.untouched[$0], on: map.grid, side: $0, price: price).inside
            }
        }
        func fresh(_ bin: Int) -> Double? {
            guard let all = untouched?[side(bin)][bin], all > 0 else { return nil }
            return min(1, mass[bin][side(bin)] / all)
        }
        func side(_ bin: Int) -> Side { bins.edges[bin + 1] > price ? .short : .long }
        func inBins(_ cells: BySide<[Double]>) -> [Double] {
            let sums = BySide.each { bins.sums(of: cells[$0], on: map.grid, side: $0, price: price).inside }
            return mass.indices.map { sums[side($0)][$0] }
        }
        let unknown = map.unknownAge.map(inBins)
        let layered = layers.map { inBins($0.notional) }
        let places = clusters.map { bins.index(of: $0.peak) }
        self.bins = mass.indices.map { index in
            Bin(
                low: bins.edges[index], high: bins.edges[index + 1], mass: mass[index],
                toHere: toHere[index], fresh: fresh(index),
                unknown: unknown?[index] ?? 0, layers: layered.map { $0[index] },
                clusters: places.indices.filter { places[$0] == index }, side: side(index))
        }
        (self.step, self.price, self.clusters) = (step, price, clusters)
        self.layers = layers.map(\.name)
        peak = self.bins.map(\.closed).max() ?? 0
        (below, above) = (sums.map(\.below), sums.map(\.above))
    }

    /// What stood when the data began, in the bins.
    package var unknown: Double { bins.reduce(0) { $0 + $1.unknown } }

    /// What lies in the bins.
    package var shown: BySide<Double> { bins.reduce(.zero) { $0 + $1.mass } }

    /// What lies in the bins on the side of the price that no move away from it reaches: longs above it, shorts below it.
    package var crossed: BySide<Double> {
        BySide.each { side in bins.reduce(0) { $0 + ($1.side == side ? 0 : $1.mass[side]) } }
    }

    /// All there is on the grid.
    package var total: BySide<Double> { shown + below + above }

    /// Bins of a step around its multiples, with an edge at a price.
    static func layout(
        on grid: PriceGrid, price: Double, reach: Double, step: Double
    ) -> PriceBins {
        let (first, last) = (grid.edges[0], grid.edges[grid.count])
        let low = max(
            (price * (1 - reach) / step + 0.5).rounded(.down), (first / step + 0.5).rounded(.down), 0)
        let high = min((price * (1 + reach) / step + 0.5).rounded(.up), (last / step + 0.5).rounded(.up))
        guard low < high else { return PriceBins(edges: [first, last]) }
        // Halfway between multiples of the step, so that these are in the middle of their bins.
        var edges = (0...Int(high - low)).map { max(0, (low + Double($0) - 0.5) * step) }
        guard let place = edges.firstIndex(where: { $0 > price }), place > 0 else {
            return PriceBins(edges: edges)
        }
        let isTight = (low: price - edges[place - 1] < 0.3 * step, high: edges[place] - price < 0.3 * step)
        let from = isTight.low && place - 1 > 0 || edges[place - 1] == price ? place - 1 : place
        let to = isTight.high && place < edges.count - 1 ? place + 1 : place
        edges.replaceSubrange(from..<to, with: [price])
        return PriceBins(edges: edges)
    }

    private static func cumulative(_ mass: [BySide<Double>], bins: PriceBins, price: Double) -> [Double] {
        var sums = [Double](repeating: 0, count: mass.count)
        var sum = 0.0
        for bin in mass.indices where bins.edges[bin + 1] > price {
            sum += mass[bin].short
            sums[bin] = sum
        }
        sum = 0
        for bin in mass.indices.reversed() where bins.edges[bin + 1] <= price {
            sum += mass[bin].long
            sums[bin] = sum
        }
        return sums
    }
}

extension MapPicture {
    /// What a move of the price would force-close: longs on the way down, shorts on the way up, quote units.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - move: the move as a fraction of the price; below zero for a fall.
    /// - Returns: the sum over the price range that the move crosses.
    /// - Complexity: O(buckets).
    package static func forceClosed(on map: LiquidationMap, by move: Double) -> Double {
        guard move != 0, let distance = try? Rate(move) else { return 0 }
        return map.sum(move < 0 ? .long : .short, within: distance)
    }
}
