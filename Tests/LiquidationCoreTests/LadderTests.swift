import LiquidationCore
import Testing

@Suite("Ladder") struct LadderTests {
    @Test(arguments: [[], [0.9], [1001], [.nan], [2, 2], [3, 2], [1, .infinity]] as [[Double]])
    func `rungs rise within 1 to 1000`(leverages: [Double]) {
        let error = #expect(throws: CoreError.self) { try Ladder(leverages) }
        #expect(error?.code == .outOfRange)
    }

    @Test func `a ladder has at most a thousand rungs`() throws {
        #expect(try Ladder((0..<1000).map { 1 + Double($0) / 10 }).count == 1000)
        let error = #expect(throws: CoreError.self) { try Ladder((0..<1001).map { 1 + Double($0) / 10 }) }
        #expect(error?.message == "a ladder has 1 to 1,000 rungs, was 1001")
    }

    /// score.py: `np.geomspace(1.2, 150, 90)`.
    @Test func `the standard ladder has 90 rungs of one ratio from 1.2x to 150x`() throws {
        let rungs = Ladder.standard.leverages
        #expect(rungs.count == 90)
        #expect(rungs.first == 1.2)
        #expect(abs(try #require(rungs.last) - 150) < 1e-11)
        for (lower, upper) in zip(rungs, rungs.dropFirst()) { #expect(abs(upper / lower - 1.0557) < 1e-4) }
        #expect(try Ladder(rungs) == .standard)
    }
}
