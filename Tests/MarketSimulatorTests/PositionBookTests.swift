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

@Suite("Liquidation price of simulated positions") struct LiquidationPriceTests {
    /// `P = (s·q·E − W − c) / (q · (s − m))`, with the tier of the notional at `P` chosen by hand.
    private func price(_ position: SimulatedPosition, rate: Double, amount: Double) -> Double {
        let sign = position.side == .long ? 1.0 : -1.0
        let quantity = Double(position.lots.count) / 1000
        let entry = Double(position.entry.count) / 10
        let wallet = Double(position.openingMargin.count) / 1_000_000
        return (sign * quantity * entry - wallet - amount) / (quantity * (sign - rate))
    }

    @Test func `small positions follow from the formula with the first tier`() throws {
        let market = try shortMarket(seed: 1)
        var checked = 0
        for position in market.positions where position.leverage.value >= 2 {
            let raw = price(position, rate: 0.004, amount: 0)
            // Tier 1 of BTCUSDT: below 300,000 at the level.
            guard raw * Double(position.lots.count) / 1000 < 300_000 else { continue }
            let level = try #require(position.openingLiquidation)
            let expected = (raw * 10).rounded(position.side == .long ? .down : .up)
            #expect(abs(Double(level.count) - expected) <= 1)
            #expect(position.side == .long ? level < position.entry : level > position.entry)
            checked += 1
        }
        #expect(checked > 100)
    }

    @Test func `a margin is notional over leverage, rounded down to a hundredth`() throws {
        for position in try shortMarket(seed: 2).positions {
            let notional = position.lots.count * position.entry.count * 100
            let exact = Double(notional) / position.leverage.value
            let rest = exact - Double(position.openingMargin.count)
            #expect(rest >= -1 && rest < 20_000, "position \(position.id)")
            #expect(position.openingMargin.count % 10_000 == 0)
        }
    }

    @Test func `leverage stays within what the tiers admit`() throws {
        let market = try shortMarket(seed: 2)
        let tiers = market.plan.tiers
        for position in market.positions {
            let notional = try Notional(Double(position.lots.count * position.entry.count) / 10_000)
            #expect(position.leverage.value <= tiers.tiers[tiers.index(for: notional)].maximumLeverage)
        }
    }

    @Test func `makers hold at 1x and no long of theirs has a level`() throws {
        let makers = try shortMarket(seed: 1).positions.filter { $0.role == .maker }
        #expect(makers.count > 50)
        for maker in makers {
            #expect(maker.leverage.value == 1)
            if maker.side == .long {
                #expect(maker.openingLiquidation == nil)
            } else if let level = maker.openingLiquidation {
                #expect(Double(level.count) > 1.4 * Double(maker.entry.count))
            }
        }
    }
}
