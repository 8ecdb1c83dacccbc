import Charts
import LiquidationCore
import Testing

@Suite("Pictures") struct PictureTests {
    @Test(arguments: [0.01, 0.05, 0.2, 0.6, 3], [4, 13, 40])
    func `bins keep every unit of the map`(within: Double, maximum: Int) throws {
        for grid in [GridPlan.linear(step: 1), .logarithmic(buckets: 777), .edges([40, 180])] {
            let map = try Sample.map(grid: grid)
            let picture = MapPicture(map, within: within, maximumBins: maximum)
            #expect(abs(picture.total.long / map.total(.long) - 1) < 1e-9)
            #expect(abs(picture.total.short / map.total(.short) - 1) < 1e-9)
            #expect(picture.bins.count <= maximum + 3)
            for (lower, upper) in zip(picture.bins, picture.bins.dropFirst()) {
                #expect(lower.high == upper.low)
            }
            #expect(!picture.bins.contains { $0.low < picture.price && picture.price < $0.high })
        }
    }

    @Test func `a bucket that two bins share is split by overlap`() throws {
        let grid = try PriceGrid(edges: [10, 20])
        let sums = PriceBins(edges: [8, 12.5, 17.5]).sums(of: [8], on: grid, side: .long, price: 100)
        #expect(sums.below == 0)
        #expect(sums.inside == [2, 4])
        #expect(sums.above == 2)
    }

    @Test(arguments: [(Side.long, [8.0, 0.0]), (.short, [0.0, 8.0])])
    func `the bucket of the price has longs below it and shorts above`(side: Side, expected: [Double]) throws
    {
        let grid = try PriceGrid(edges: [10, 20])
        let sums = PriceBins(edges: [10, 14, 20]).sums(of: [8], on: grid, side: side, price: 14)
        #expect(sums.inside == expected)
    }

    /// `EdgeRuleTests` has the same numbers for sums and differences.
    @Test(
        arguments: [(100, 8, 7), ((100.0).nextUp, 8, 7), ((100.0).nextDown, 3, 9)]
            as [(Double, Double, Double)])
    func `a price on the edge of a bucket has the bucket's longs below it`(
        price: Double, longs: Double, shorts: Double
    ) throws {
        let map = try Sample.map(edges: [90, 100, 110], price: price, long: [3, 5], short: [2, 7])
        let picture = MapPicture(map, within: 0.1, maximumBins: 20)
        let (lowest, highest) = (try #require(picture.bins.first), try #require(picture.bins.last))
        #expect(abs(lowest.toHere + picture.below.long - longs) < 1e-9)
        #expect(abs(highest.toHere + picture.above.short - shorts) < 1e-9)
        #expect(abs(picture.total.long - 8) < 1e-9 && abs(picture.total.short - 9) < 1e-9)
    }

    @Test func `a move to the edge of a bin closes what lies on the way`() throws {
        let map = try Sample.map()
        let picture = MapPicture(map, within: 0.2, maximumBins: 40)
        let lowest = try #require(picture.bins.first)
        let closed = MapPicture.forceClosed(on: map, by: lowest.low / picture.price - 1)
        #expect(abs(closed - lowest.toHere) <= 1e-9 * closed)
        #expect(MapPicture.forceClosed(on: map, by: 0) == 0)
    }

    @Test(arguments: [0.02, 0.1, 0.3], [6, 12, 40])
    func `a row's amount is what the next row outwards adds to "to here"`(within: Double, maximum: Int) throws
    {
        let picture = MapPicture(try Sample.map(), within: within, maximumBins: maximum)
        let above = picture.bins.filter { $0.side == .short }
        let below = Array(picture.bins.filter { $0.side == .long }.reversed())
        for side in [above, below] {
            #expect(abs((side.first?.toHere ?? 0) - (side.first?.closed ?? 0)) < 1e-9)
            for (nearer, farther) in zip(side, side.dropFirst()) {
                #expect(abs(farther.toHere - nearer.toHere - farther.closed) <= 1e-9 * farther.toHere)
            }
        }
    }

    @Test func `what the price has passed stands apart`() throws {
        // Longs above the price and shorts below it, which no move away from it reaches.
        let map = try Sample.map(
            edges: [90, 95, 100, 105, 110], price: 100, long: [4, 3, 2, 1], short: [5, 6, 7, 8])
        let picture = MapPicture(map, within: 0.1, maximumBins: 20)
        #expect(abs(picture.crossed.long - 1) < 1e-9 && abs(picture.crossed.short - 11) < 1e-9)
        let text = try Sample.chart(of: map, within: 0.1).text(.plain(columns: 100))
        #expect(text.contains("passed: 1 of longs above, 11.0 of shorts below"), "\(text)")
    }

    @Test func `rows lie around round numbers, and the price is an edge`() throws {
        let picture = MapPicture(try Sample.map(), within: 0.2, maximumBins: 40)
        let inner = picture.bins.filter { $0.low != picture.price && $0.high != picture.price }.dropFirst()
            .dropLast()
        for bin in inner {
            let place = bin.middle / picture.step
            #expect(abs(place - place.rounded()) < 1e-9, "\(bin)")
        }
        #expect(picture.bins.contains { $0.low == picture.price })
    }

    @Test func `a picture reaches one and a half average days, and at least to the nearest clusters`() throws
    {
        let map = try Sample.map()
        let clusters = map.clusters(within: try Rate(0.2), limit: 2)
        func reach(_ day: Double?, _ clusters: [Cluster]) -> Double {
            MapChart(
                map: map, clusters: clusters, within: 0.1, title: "", averageTrueRange: day
            ).usualReach
        }
        #expect(reach(10, []) == 15 / map.price.value)
        #expect(reach(nil, []) == 0.1)
        #expect(reach(0.001, []) == 0.01 && reach(80, []) == 0.5)
        let nearest = Side.allCases.compactMap { side in
            clusters.filter { $0.side == side }.map { abs($0.far / map.price.value - 1) }.min()
        }.max()
        #expect(reach(0.001, clusters) == nearest)
    }

    @Test func `every cluster is marked on one bin`() throws {
        let map = try Sample.map()
        let clusters = map.clusters(within: try Rate(0.2), limit: 4)
        let picture = MapPicture(map, within: 0.2, maximumBins: 40, clusters: clusters)
        #expect(!clusters.isEmpty)
        #expect(picture.clusters == clusters)
        #expect(picture.bins.flatMap(\.clusters).sorted() == Array(picture.clusters.indices))
    }

    @Test func `merged columns of a heatmap are the mean of what they stand for`() throws {
        let heatmap = try Sample.heatmap()
        let fine = HeatmapPicture(heatmap, within: 0.2, maximumColumns: 12, rows: 10)
        let coarse = HeatmapPicture(heatmap, within: 0.2, maximumColumns: 4, rows: 10)
        #expect(fine.columns.count == 12)
        #expect(coarse.columns.count == 4)
        #expect(coarse.merged == 3)
        for bin in 0..<10 {
            let mean = (0..<3).reduce(0) { $0 + fine.columns[$1].cells[bin] / 3 }
            #expect(abs(coarse.columns[0].cells[bin] - mean) < 1e-6)
        }
        #expect(coarse.columns[0].close == fine.columns[2].close)
    }

    @Test func `the strongest cell has an intensity of one`() throws {
        let picture = HeatmapPicture(try Sample.heatmap(), within: 0.2, maximumColumns: 99, rows: 20)
        let intensities = picture.columns.indices.flatMap { column in
            (0..<20).map { picture.intensity(column: column, bin: $0) }
        }
        #expect(intensities.max() == 1)
        #expect(intensities.allSatisfy { (0...1).contains($0) })
    }

    @Test func `the palette grows ever brighter`() {
        let lumas = (0...100).map { Palette.heat(Double($0) / 100).luma }
        #expect(zip(lumas, lumas.dropFirst()).allSatisfy(<))
    }
}
