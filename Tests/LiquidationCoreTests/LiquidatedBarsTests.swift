import Testing

@testable import LiquidationCore

@Suite("LiquidatedBars") struct LiquidatedBarsTests {
    private let bars: LiquidatedBars = {
        var bars = LiquidatedBars()
        let notional: [Double] = [0, 5, 0, 2, 0, 7, 1]
        for bar in notional.indices { bars.append(notional[bar], bar: bar) }
        return bars
    }()

    @Test func `only bars that liquidated anything are kept, and cells are one a bar all the same`() {
        #expect(bars.bars == [1, 3, 5, 6])
        #expect(bars.cells(8) == [0, 5, 0, 2, 0, 7, 1, 0])
    }

    @Test func `sums over spans count each bar once, the last span short`() {
        #expect(bars.sums(barsPerSpan: 3, count: 3) == [5, 9, 1])
        #expect(bars.sums(barsPerSpan: 100, count: 1) == [15])
    }
}
