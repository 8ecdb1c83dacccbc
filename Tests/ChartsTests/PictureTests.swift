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
