import Testing

@testable import LiquidationCore

@Suite("Trail of deposits") struct DepositTrailTests {
    @Test func `a trail that was given up stays so, whatever is swept later`() {
        var trail = DepositTrail([0..<2], limit: 3)
        for _ in 0..<3 { trail.append(1, scale: 1, row: 0, bucket: 0, rung: 0, entry: 1) }
        #expect(!trail.isFull)
        trail.append(1, scale: 1, row: 0, bucket: 1, rung: 0, entry: 1)
        #expect(trail.isFull)
        trail.clear(row: 0, bucket: 0, mass: 3)
        #expect(trail.isFull && trail.liquidated[0] == 3 && trail.opened[1] == 1)
    }

    @Test func `what is swept makes room`() {
        var trail = DepositTrail([0..<2], limit: 3)
        for _ in 0..<10 {
            for _ in 0..<3 { trail.append(1, scale: 1, row: 0, bucket: 1, rung: 0, entry: 1) }
            trail.clear(row: 0, bucket: 1, mass: 3)
        }
        #expect(!trail.isFull && trail.opened[1] == 30 && trail.cells[1].isEmpty)
    }
}
