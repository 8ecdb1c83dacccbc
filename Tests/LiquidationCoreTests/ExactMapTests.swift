import LiquidationCore
import TestSupport
import Testing

@Suite("ExactMap") struct ExactMapTests {
    private static let edges = [1.0, 2, 3, 4, 5]

    private func map(_ seed: UInt64, name: String = "binance BTCUSDT") throws -> ExactMap {
        var random = SeededGenerator(seed: seed)
        func side() -> [Int64] {
            (0..<4).map { _ in Int64.random(in: 0...1_000_000_000_000, using: &random) }
        }
        let start = Int64(seed) * 100
        return try ExactMap(
            edges: Self.edges, plan: "model=balanced", long: side(), short: side(),
            shards: [
                .init(
                    name: name, from: Timestamp(milliseconds: start),
                    to: Timestamp(milliseconds: start + 100), data: "\(seed)")
            ])
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `maps merge in any order to the same`(seed: UInt64) throws {
        let (a, b, c) = (try map(seed), try map(seed + 1000), try map(seed + 2000))
        let left = try a.merged(with: b).merged(with: c)
        let right = try a.merged(with: try c.merged(with: b))
        #expect(left == right, "seed \(seed)")
        #expect(left.long == zip(zip(a.long, b.long), c.long).map { $0.0 + $0.1 + $1 })
        let empty = try ExactMap.empty(edges: Self.edges, plan: "model=balanced")
        #expect(try a.merged(with: empty) == a && empty.merged(with: a) == a)
    }

    @Test func `a shard given twice is refused by its name`() throws {
        let error = #expect(throws: CoreError.self) { try self.map(1).merged(with: self.map(1)) }
        #expect(error?.description.contains("binance BTCUSDT from 1970-01-01T00:00") == true)
        #expect(error?.description.contains("given twice") == true)
    }

    @Test func `other grids and plans are refused`() throws {
        let one = try map(1)
        let grid = try ExactMap.empty(edges: [1, 2, 3, 4, 6], plan: one.plan)
        let plan = try ExactMap.empty(edges: one.edges, plan: "model=reference")
        #expect(#expect(throws: CoreError.self) { try one.merged(with: grid) }?.code == .invalidGrid)
        #expect(#expect(throws: CoreError.self) { try one.merged(with: plan) }?.code == .invalidModel)
    }

    @Test func `a sum that does not fit is an error, never a wrapped number`() throws {
        let full = try ExactMap(
            edges: [1, 2], plan: "", long: [.max], short: [0], shards: [])
        let error = #expect(throws: CoreError.self) { try full.merged(with: full) }
        #expect(error?.code == .outOfRange)
    }

    @Test func `what lies between the shards of a name is missing`() throws {
        let merged = try map(1).merged(with: map(2)).merged(with: map(5)).merged(with: map(9, name: "okx"))
        #expect(merged.missing.map(\.name) == ["binance BTCUSDT"])
        #expect(merged.missing.map(\.from.milliseconds) == [300])
        #expect(merged.missing.map(\.to.milliseconds) == [500])
    }

    @Test func `a bucket below zero or of the wrong number is refused`() {
        for (long, short) in [([-1], [0]), ([1, 2], [0])] as [([Int64], [Int64])] {
            #expect(throws: CoreError.self) {
                try ExactMap(edges: [1, 2], plan: "", long: long, short: short, shards: [])
            }
        }
    }
}
