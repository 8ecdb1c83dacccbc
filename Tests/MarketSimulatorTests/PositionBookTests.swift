import LiquidationCore
import MarketSimulator
import Testing

@Suite("PositionBook") struct PositionBookTests {
    private let price = Ticks(1_000_000)
    private let noon = Timestamp(milliseconds: 1_746_100_800_000)

    /// One unit at 100,000, 10x on both sides, maintenance 0.5 %: levels at 90,452.26… and 109,452.73….
    private func book() throws -> PositionBook {
        let tiers = try TierTable.flat(maintenanceRate: Rate(0.005))
        var book = PositionBook(trigger: LiquidationTrigger(tiers: tiers))
        _ = book.openPair(Lots(1000), at: price, time: noon, long: try ten(), short: try ten())
        return book
    }

    private func ten() throws -> PositionBook.Holder {
        PositionBook.Holder(role: .trader, leverage: try Leverage(10))
    }

    @Test func `levels are rounded away from the entry to the first tick that forces`() throws {
        let book = try book()
        // 100000 · 0.9 / 0.995 and 100000 · 1.1 / 1.005.
        #expect(book.positions[0].liquidation == Ticks(904_522))
        #expect(book.positions[1].liquidation == Ticks(1_094_528))
    }

    @Test func `a level is touched at its tick and not one tick before`() throws {
        var book = try book()
        #expect(book.touched(from: Ticks(904_523), to: Ticks(1_094_527)) == nil)
        #expect(book.touched(from: Ticks(904_522), to: price) == 0)
        #expect(book.touched(from: price, to: Ticks(1_094_528)) == 1)
    }

    @Test func `the nearest level of a side comes first`() throws {
        var book = try book()
        let high = PositionBook.Holder(role: .trader, leverage: try Leverage(50))
        _ = book.openPair(Lots(10), at: price, time: noon, long: high, short: high)
        #expect(book.touched(from: Ticks(1), to: price) == 2)
        book.endPair(2, as: .liquidated, at: Ticks(985_000), time: noon)
        #expect(book.touched(from: Ticks(1), to: price) == 0)
    }

    @Test func `a pair that ends takes both sides away`() throws {
        var book = try book()
        book.endPair(0, as: .liquidated, at: Ticks(904_522), time: noon)
        #expect(book.longLots == 0 && book.shortLots == 0 && book.live.isEmpty)
        #expect(book.positions[0].exit == .liquidated)
        #expect(book.positions[1].exit == .closed)
        #expect(book.positions[1].exitPrice == Ticks(904_522))
    }

    @Test func `a new holder keeps open interest and is paired with the old other side`() throws {
        var book = try book()
        let next = book.replace(0, as: .closed, at: Ticks(1_010_000), time: noon, by: try ten())
        #expect(book.longLots == 1000 && book.shortLots == 1000)
        #expect(book.positions[next].side == .long && book.positions[next].entry == Ticks(1_010_000))
        book.endPair(1, as: .closed, at: price, time: noon)
        #expect(book.longLots == 0 && book.shortLots == 0)
        #expect(book.positions[next].exit == .closed)
    }

    @Test func `funding moves both wallets by the same amount and both levels up`() throws {
        var book = try book()
        // 10 quote units a unit: a lot pays 0.01.
        book.settleFunding(perLot: 10_000)
        #expect(book.positions[0].margin == Micros(9_990_000_000))
        #expect(book.positions[1].margin == Micros(10_010_000_000))
        // 10 / 0.995 and 10 / 1.005 above the exact levels before.
        #expect(book.positions[0].liquidation == Ticks(904_623))
        #expect(book.positions[1].liquidation == Ticks(1_094_627))
        #expect(book.positions[0].openingLiquidation == Ticks(904_522))
    }
}
