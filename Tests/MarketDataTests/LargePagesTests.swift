import Testing

@testable import MarketData

@Suite("LargePages") struct LargePagesTests {
    @Test(arguments: [0, 1, 1000, 1 << 20]) func `zeros are as many as asked for`(count: Int) {
        let zeros = LargePages.zeros(count)
        #expect(zeros.count == count)
        #expect(zeros.allSatisfy { $0 == 0 })
    }

    @Test func `what an array holds stays as it is`() {
        var cells = (0..<(1 << 19)).map(Double.init)
        LargePages.advise(&cells, cells.count)
        #expect(cells.indices.allSatisfy { cells[$0] == Double($0) })
    }
}
