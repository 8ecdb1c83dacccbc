import LiquidationCore
import Testing

@Suite("Column") struct ColumnTests {
    @Test func `a missing cell is nil and is not counted`() throws {
        let column = try Column([1, nil, 3])
        #expect((0..<3).map { column[$0] } == [1, nil, 3])
        #expect(column.count == 3)
        #expect(column.presentCount == 2)
        #expect(!column.isComplete)
        #expect(try Column([0, -1]).isComplete)
        #expect(try Column([]).isComplete)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func `a present cell must be finite, the error counts from 1`(value: Double) {
        let error = #expect(throws: CoreError.self) { try Column([nil, 1, value]) }
        #expect(error?.code == .notFinite)
        #expect(error?.message == "cell 3 must be finite, was \(value)")
    }

    @Test func `cells that are marked with NaN or infinite are missing to every reader`() {
        let column = Column(missingAsNaN: [1, .nan, .infinity, -.infinity, 5])
        #expect((0..<5).map { column[$0] } == [1, nil, nil, nil, 5])
        #expect(column.presentCount == 2)
        #expect(column.missingAsNaN.map(\.isNaN) == [false, true, true, true, false])
    }

    @Test func `a range of a column counts its own cells`() throws {
        let part = try Column([1, nil, 3, 4])[2..<4]
        #expect((0..<2).map { part[$0] } == [3, 4])
        #expect(part.isComplete)
        #expect(try Column([1, 2])[1..<1].count == 0)
    }
}
