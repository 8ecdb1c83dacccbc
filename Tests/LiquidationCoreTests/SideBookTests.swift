import TestSupport
import Testing

@testable import LiquidationCore

@Suite("SideBook") struct SideBookTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `the running sum stays that of the cells over a long run`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        var book = SideBook(side: .long, buckets: 50, rows: 1)
        for _ in 0..<40_000 {
            let bucket = Int(market.number(0...49.9))
            book.open(market.size(1e-6...1e6), row: 0, bucket: bucket, rung: 0, entry: 1)
            if market.chance(0.5) { book.keep(market.number(0.9...1), outside: true) }
            if market.chance(0.3) { _ = book.liquidate(Int(market.number(0...49.9))..<50) }
        }
        let counted = book.live().reduce(0, +)
        #expect(abs(book.onGrid - counted) <= 1e-11 * counted, "seed \(seed)")
    }

    @Test func `closing again and again leaves cells finite and, at last, empty`() {
        var book = SideBook(side: .short, buckets: 3, rows: 2)
        book.open(1e6, row: 1, bucket: 2, rung: 0, entry: 1)
        for step in 0..<2000 {
            book.keep(0.5, outside: true)
            if step % 10 == 0 { book.open(1, row: 0, bucket: 0, rung: 0, entry: 1) }
        }
        #expect(book.live(row: 1) == [0, 0, 0])
        #expect(!book.live().contains { !$0.isFinite })
        #expect(book.live()[0] > 0 && book.live()[0] < 2)
        book.keep(0, outside: true)
        #expect(book.live() == [0, 0, 0] && book.onGrid == 0)
    }

    @Test func `mass off the grid is counted, closes where asked, and is never liquidated`() {
        var book = SideBook(side: .long, buckets: 3, rows: 1)
        book.open(4, row: 0, bucket: -1, rung: 0, entry: 1)
        book.open(2, row: 0, bucket: 3, rung: 0, entry: 1)
        #expect(book.liquidate(0..<3) == 0)
        book.keep(0.5, outside: false)
        #expect(book.outside == 6)
        book.keep(0.5, outside: true)
        #expect(book.outside == 3 && book.accounts[0].closed == 3)
    }

    @Test(arguments: [0..<0, 0..<1, 2..<3, 1..<2, 0..<3])
    func `a range is liquidated bucket by bucket`(range: Range<Int>) {
        var book = SideBook(side: .long, buckets: 3, rows: 1)
        for bucket in 0..<3 { book.open(1, row: 0, bucket: bucket, rung: 0, entry: 1) }
        #expect(book.liquidate(range) == Double(range.count))
        #expect(book.live() == (0..<3).map { range.contains($0) ? 0 : 1 })
        #expect(book.liquidate(range) == 0)
        #expect(book.onGrid == Double(3 - range.count))
    }
}
