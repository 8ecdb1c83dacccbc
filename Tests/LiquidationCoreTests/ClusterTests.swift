import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Cluster") struct ClusterTests {
    private let everywhere = Rate(unchecked: 1)

    /// A map of buckets of 0.05 around 100 with points of notional, each in the bucket of its price.
    private func map(long: [Double: Double] = [:], short: [Double: Double] = [:]) throws -> LiquidationMap {
        func masses(_ points: [Double: Double]) -> [Double] {
            var masses = [Double](repeating: 0, count: 1600)
            for (price, notional) in points { masses[Int((price - 60) / 0.05)] += notional }
            return masses
        }
        return try HandMap.make(
            edges: (0...1600).map { 60 + Double($0) * 0.05 }, price: 100, long: masses(long),
            short: masses(short))
    }

    /// A map whose longs have a density per unit of price.
    private func map(long density: (Double) -> Double) throws -> LiquidationMap {
        let edges = (0...1600).map { 60 + Double($0) * 0.05 }
        let masses = edges.dropLast().map { $0 < 100 ? density($0) * 0.05 : 0 }
        return try HandMap.make(edges: edges, price: 100, long: masses, short: [])
    }

    @Test func `what lies at one price is a cluster as wide as the kernel`() throws {
        let map = try map(long: [90.01: 10, 80.01: 4], short: [110.01: 20])
        let clusters = map.clusters(within: everywhere)
        #expect(clusters.map(\.notional) == [20, 10, 4])
        #expect(clusters.map(\.side) == [.short, .long, .long])
        let long = clusters[1]
        // The kernel is 1.5 % wide at half of its height, half of it on either side of the bucket from 90 to 90.05.
        #expect(abs(long.peak / 90.025 - 1) < 0.000_5)
        #expect(abs(long.low / (90.025 * (1 - 0.0075)) - 1) < 0.000_5)
        #expect(abs(long.high / (90.025 * (1 + 0.0075)) - 1) < 0.000_5)
        #expect(abs(long.prominence - 1) < 1e-9)
        #expect(abs(long.share - 10.0 / 14) < 1e-12 && long.relative == 0.5)
        #expect(long.distance == long.peak / 100 - 1)
        #expect(long.near == long.high && long.far == long.low)
        #expect(clusters[0].near == clusters[0].low && clusters[0].relative == 1 && clusters[0].share == 1)
    }

    @Test func `only so many as asked for, only so far as asked for, in the order asked for`() throws {
        let map = try map(long: [90.01: 10, 80.01: 4, 95.01: 1], short: [110.01: 20])
        func found(_ within: Double, _ limit: Int, _ order: ClusterSearch.Order = .amount) -> [Double] {
            map.clusters(ClusterSearch(within: Rate(unchecked: within), limit: limit, order: order))
                .map(\.notional)
        }
        #expect(found(1, 5) == [20, 10, 4, 1])
        #expect(found(1, 2) == [20, 10, 4] && found(1, 1) == [20, 10])
        #expect(found(1, 0).isEmpty && found(1, -1).isEmpty)
        #expect(found(0.1, 5) == [10, 1] && found(0, 5).isEmpty)
        #expect(found(1, 5, .distance) == [1, 10, 20, 4])
        #expect(found(1, 1, .distance) == [1, 20])
        // The largest counts, though it is not listed.
        let nearest = map.clusters(ClusterSearch(within: everywhere, limit: 1, order: .distance))
        #expect(nearest.map(\.relative) == [0.05, 1])
    }

    @Test func `what is below a twentieth of the largest of its side is left out`() throws {
        let map = try map(long: [90.01: 100, 80.01: 4.9, 70.01: 5.1])
        #expect(map.clusters(within: everywhere).map(\.notional) == [100, 5.1])
    }

    @Test func `a slope and a broad hump are no clusters, however high they are`() throws {
        #expect(try map(long: { $0 - 60 }).clusters(within: everywhere).isEmpty)
        // Half of its height 5 % of the price away from its middle.
        let hump = try map(long: { 100 / (1 + ($0 - 82) * ($0 - 82) / 16) })
        #expect(hump.clusters(within: everywhere).isEmpty == false)
        let broad = try map(long: { 100 / (1 + ($0 - 82) * ($0 - 82) / 144) })
        #expect(broad.clusters(within: everywhere).isEmpty)
        #expect(try map(long: { $0 > 70 && $0 < 90 ? 5 : 0 }).clusters(within: everywhere).isEmpty)
    }

    @Test func `peaks with a shallow valley between them are one, with a deep one two`() throws {
        let near = try map(long: [90.01: 10, 91.01: 10]).clusters(within: everywhere)
        #expect(near.count == 1 && abs(near[0].peak / 90.52 - 1) < 0.001 && near[0].notional == 20)
        let apart = try map(long: [90.01: 10, 92.51: 10]).clusters(within: everywhere)
        #expect(apart.map(\.notional) == [10, 10])
        // Which of two equal peaks is a little higher does not matter.
        for extra in [-0.01, 0.01] {
            let twin = try map(long: [90.01: 10 + extra, 91.41: 10 - extra]).clusters(within: everywhere)
            #expect(twin.count == 1 && abs(twin[0].peak / 90.72 - 1) < 0.001)
        }
    }

    @Test func `no cluster reaches across the price`() throws {
        let map = try map(long: [99.91: 10, 98.01: 3], short: [100.06: 8])
        for cluster in map.clusters(within: everywhere) {
            #expect(cluster.side == .long ? cluster.high <= 100 : cluster.low >= 100)
            #expect(cluster.low <= cluster.peak && cluster.peak <= cluster.high)
        }
    }

    @Test func `longs at the price itself count`() throws {
        let edges = (0...40).map { 80 + Double($0) }
        var long = [Double](repeating: 0, count: 40)
        long[20] = 5
        let map = try HandMap.make(edges: edges, price: 100, long: long, short: [])
        #expect(map.clusters(within: everywhere).map(\.notional) == [5])
    }

    @Test func `distances are in average true ranges where those are known`() throws {
        let map = try map(long: [90.01: 10], short: [110.01: 20])
        let search = ClusterSearch(within: everywhere)
        #expect(map.clusters(search).allSatisfy { $0.distanceInTrueRanges == nil })
        let clusters = map.clusters(search, averageTrueRange: 4)
        for cluster in clusters {
            #expect(abs((cluster.distanceInTrueRanges ?? 0) - (cluster.peak - 100) / 4) < 1e-12)
        }
        #expect(map.clusters(search, averageTrueRange: 0)[0].distanceInTrueRanges == nil)
    }

    @Test func `rungs share a cluster where mass was kept by rung`() throws {
        let plain = try map(long: [90.01: 10])
        #expect(plain.clusters(within: everywhere)[0].rungShares == nil)
        let rungs = [2.0, 10].map { Rung(leverage: $0, size: 1, factor: BySide(long: 0.5, short: 1.5)) }
        let parts = [0.25, 0.75].map { part in plain.notional.long.map { $0 * part } }
        let map = LiquidationMap(
            grid: plain.grid, rungs: rungs, time: plain.time, price: plain.price, notional: plain.notional,
            ledger: plain.ledger, byRung: BySide(long: parts, short: [[], []]))
        #expect(map.clusters(within: everywhere)[0].rungShares == [0.25, 0.75])
    }

    @Test func `a width that no kernel has is taken as the nearest`() throws {
        let map = try map(long: [90.01: 10, 91.01: 8])
        func found(_ width: Double) -> [Cluster] {
            map.clusters(ClusterSearch(within: everywhere, width: Rate(unchecked: width)))
        }
        #expect(found(0) == found(0.0005) && found(-1) == found(0.0005) && found(9) == found(0.2))
        #expect(found(0.005).count == 2 && found(0.03).count == 1)
    }

    @Test func `without mass there are no clusters`() throws {
        let edges = (80...120).map(Double.init)
        let map = try HandMap.make(edges: edges, price: 100, long: [], short: [])
        #expect(map.clusters(within: everywhere).isEmpty)
        #expect(map.cumulative() == [Double](repeating: 0, count: 40))
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `clusters do not overlap, fall in size and hold what lies between their edges`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        func masses(_ buckets: Range<Int>) -> [Double] {
            (0..<400).map { bucket in
                market.chance(0.9) || !buckets.contains(bucket) ? 0 : market.size(1e-3...1e6)
            }
        }
        let edges = (0...400).map { 80 + Double($0) / 10 }
        let map = try HandMap.make(
            edges: edges, price: 100, long: masses(0..<200), short: masses(200..<400))
        let width = Rate(unchecked: market.size(1e-3...0.02))
        let clusters = map.clusters(ClusterSearch(within: everywhere, limit: 100, width: width))
        #expect(clusters.map(\.notional) == clusters.map(\.notional).sorted(by: >), "seed \(seed)")
        for side in Side.allCases {
            let found = clusters.filter { $0.side == side }
            #expect(!found.isEmpty, "seed \(seed)")
            let ordered = found.sorted { $0.low < $1.low }
            #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0.high <= $1.low }, "seed \(seed)")
            for cluster in found {
                #expect(cluster.low <= cluster.peak && cluster.peak <= cluster.high, "seed \(seed)")
                #expect(cluster.prominence >= 0.25 && cluster.prominence <= 1, "seed \(seed)")
                // Up to the far edge less up to the near edge, by the rule of sums.
                let (near, far) = (abs(cluster.near / 100 - 1), abs(cluster.far / 100 - 1))
                let sum = try map.sum(side, within: Rate(far)) - map.sum(side, within: Rate(near))
                #expect(abs(sum - cluster.notional) <= 1e-9 * map.total(side), "seed \(seed)")
            }
            let notional = found.reduce(0) { $0 + $1.notional }
            let share = found.reduce(0) { $0 + $1.share }
            #expect(abs(share * map.total(side) / notional - 1) <= 1e-9, "seed \(seed)")
        }
        #expect(clusters.first?.relative == 1 && clusters.allSatisfy { $0.relative > 0 && $0.relative <= 1 })
    }
}

/// The same densities cut into buckets in many ways.
@Suite("Clusters do not depend on buckets") struct ClusterStabilityTests {
    /// A density over the logarithm of the price: bumps on a broad hump.
    private struct Market {
        let bumps: [(side: Side, middle: Double, width: Double, notional: Double)]
        let hump: Double

        init(seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            hump = Double.random(in: 0...100, using: &random)
            bumps = (0..<12).map { index in
                let side: Side = index % 2 == 0 ? .long : .short
                return (
                    side, side.sign * -Double.random(in: 0.01...0.18, using: &random),
                    Double.random(in: 0.001...0.02, using: &random),
                    Double.random(in: 1...100, using: &random)
                )
            }
        }

        /// What a side holds below a price, as a fraction of a price of 100.
        func below(_ price: Double, _ side: Side) -> Double {
            let place = Elementary.log(price / 100)
            // A logistic curve is the sum of a bump.
            func bump(_ middle: Double, _ width: Double) -> Double {
                1 / (1 + Elementary.exp(max(-40, min(40, -(place - middle) / width))))
            }
            let sum = bumps.filter { $0.side == side }.reduce(hump * bump(-0.12 * side.sign, 0.06)) {
                $0 + $1.notional * bump($1.middle, $1.width)
            }
            return sum
        }

        func map(_ edges: [Double]) throws -> LiquidationMap {
            func masses(_ side: Side) -> [Double] {
                let ends = edges.map { below(side == .long ? min($0, 100) : max($0, 100), side) }
                return zip(ends.dropFirst(), ends).map { $0 - $1 }
            }
            return try HandMap.make(edges: edges, price: 100, long: masses(.long), short: masses(.short))
        }
    }

    @Test(arguments: LongTests.seeds(20, long: 400))
    func `amounts and peaks stay over 1,000 to 4,000 buckets, logarithmic and linear`(seed: UInt64) throws {
        let market = Market(seed: seed)
        let (low, high) = (try Price(35), try Price(210))
        var maps: [LiquidationMap] = []
        for count in [1000, 1300, 2000, 3000, 4000] {
            maps.append(try market.map(PriceGrid.logarithmic(from: low, to: high, buckets: count).edges))
            maps.append(try market.map(PriceGrid.linear(from: low, to: high, buckets: count).edges))
        }
        let search = ClusterSearch(within: Rate(unchecked: 0.2), limit: 100)
        let found = maps.map { $0.clusters(search) }
        for (map, clusters) in zip(maps, found) {
            for cluster in clusters where cluster.relative >= 0.1 {
                // A peak that stands out by a hair more or less than it has to may come and go.
                guard cluster.prominence > 0.26 else { continue }
                for other in found {
                    let same = other.first { next in
                        next.side == cluster.side
                            && abs(next.peak / cluster.peak - 1) < search.width.value / 4
                    }
                    let notional = same?.notional ?? 0
                    #expect(
                        abs(notional / cluster.notional - 1) < 0.1,
                        "seed \(seed), \(map.grid.count) buckets, \(cluster.side) at \(cluster.peak)")
                }
            }
        }
    }

    @Test(arguments: LongTests.seeds(10, long: 200))
    func `a little more mass changes clusters by a little`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 1000)
        let edges = try PriceGrid.logarithmic(from: Price(35), to: Price(210), buckets: 2000).edges
        let map = try Market(seed: seed).map(edges)
        // What another bar may add or take: half a per cent of each bucket.
        let other = LiquidationMap(
            grid: map.grid, rungs: [], time: map.time, price: map.price,
            notional: map.notional.map { cells in
                cells.map { $0 * Double.random(in: 0.995...1.005, using: &random) }
            }, ledger: map.ledger)
        let search = ClusterSearch(within: Rate(unchecked: 0.2), limit: 100)
        let after = other.clusters(search)
        for cluster in map.clusters(search) where cluster.relative >= 0.1 && cluster.prominence > 0.26 {
            let same = after.first {
                $0.side == cluster.side && abs($0.peak / cluster.peak - 1) < search.width.value / 4
            }
            let notional = same?.notional ?? 0
            #expect(abs(notional / cluster.notional - 1) < 0.1, "seed \(seed) at \(cluster.peak)")
        }
    }
}
