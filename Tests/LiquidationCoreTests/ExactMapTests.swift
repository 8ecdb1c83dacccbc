import TestSupport
import Testing

@testable import LiquidationCore

@Suite("ExactMap") struct ExactMapTests {
    private let edges = (1...13).map { Double($0) * 10 }

    private func map(_ market: inout RandomMarket, _ part: String, plan: String = "p") throws -> ExactMap {
        let long = (0..<12).map { _ in market.size(0.001...1e9) }
        let short = (0..<12).map { _ in market.chance(0.3) ? 0 : market.size(0.001...1e9) }
        return try ExactMap(
            HandMap.make(edges: edges, price: 70, long: long, short: short), part: part, plan: plan)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `maps add up the same in every order and grouping, and nothing changes nothing`(seed: UInt64) throws
    {
        var market = RandomMarket(seed: seed)
        let (a, b, c) = (try map(&market, "a"), try map(&market, "b"), try map(&market, "c"))
        let none = ExactMap(grid: a.grid, plan: "p")
        #expect(try a.merging(none) == a && none.merging(a) == a, "seed \(seed)")
        #expect(try a.merging(b) == b.merging(a), "seed \(seed)")
        #expect(try a.merging(b).merging(c) == a.merging(b.merging(c)), "seed \(seed)")
        let sum = try c.merging(a)
        #expect(sum.parts == ["a", "c"] && sum.missing(of: ["a", "b", "c"]) == ["b"])
        #expect(zip(sum.long, zip(a.long, c.long)).allSatisfy { $0 == $1.0 + $1.1 }, "seed \(seed)")
    }

    @Test func `what does not belong together is refused`() throws {
        var market = RandomMarket(seed: 1)
        let a = try map(&market, "a")
        let others = [
            try map(&market, "a"), try map(&market, "b", plan: "q"),
            ExactMap(grid: try PriceGrid(edges: [1, 2]), plan: "p"),
        ]
        for other in others {
            let error = #expect(throws: CoreError.self) { try a.merging(other) }
            #expect(error?.code == .cannotMerge)
        }
        let huge = try HandMap.make(
            edges: edges, price: 70, long: [9e16] + [Double](repeating: 0, count: 11),
            short: [Double](repeating: 0, count: 12))
        let (one, two) = (
            try ExactMap(huge, part: "x", plan: "p"), try ExactMap(huge, part: "y", plan: "p")
        )
        #expect(throws: CoreError.self) { try one.merging(two) }
        let tooHuge = try HandMap.make(
            edges: edges, price: 70, long: [1e18] + [Double](repeating: 0, count: 11),
            short: [Double](repeating: 0, count: 12))
        #expect(throws: CoreError.self) { try ExactMap(tooHuge, part: "x", plan: "p") }
    }
}
