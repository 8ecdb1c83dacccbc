import LiquidationCore
import TestSupport
import Testing

@Suite("TierEdition") struct TierEditionTests {
    private func edition(
        _ day: String?, _ origin: TierEdition.Origin = .builtIn, until last: String? = nil
    ) throws -> TierEdition {
        let table = try TierTable(
            name: "x", day: day, source: "a test",
            tiers: [
                Tier(
                    floor: 0, cap: .infinity, maximumLeverage: 10, maintenanceRate: 0.01, maintenanceAmount: 0
                )
            ])
        return TierEdition(venue: "x", symbol: "X", table: table, origin: origin, lastDay: last)
    }

    private func time(_ year: Int64, _ month: Int64 = 1, _ day: Int64 = 1) throws -> Timestamp {
        try #require(Timestamp(year: year, month: month, day: day))
    }

    @Test func `the newest that is not later counts, whatever the order`() throws {
        let all = try [edition("2024-01-01"), edition("2026-01-01"), edition("2025-01-01")]
        for editions in [all, all.reversed(), [all[1], all[0], all[2]]] {
            #expect(TierEdition.inForce(editions, at: try time(2025, 6)) == all[2])
            #expect(TierEdition.inForce(editions, at: try time(2020)) == all[0])
            #expect(TierEdition.inForce(editions, at: try time(2030)) == all[1])
            #expect(TierEdition.inForce(editions) == all[1])
        }
        #expect(TierEdition.inForce([]) == nil)
    }

    @Test func `of two of one day the imported counts, also where both are later`() throws {
        let all = try [edition("2024-01-01", .imported), edition("2024-01-01"), edition("2026-01-01")]
        for time in [try time(2024), try time(2023)] {
            #expect(TierEdition.inForce(all, at: time)?.origin == .imported)
            #expect(TierEdition.inForce(all.reversed(), at: time)?.origin == .imported)
        }
        #expect(TierEdition.inForce(all, at: try time(2026)) == all[2], "a newer one wins over an import")
    }

    @Test func `an edition that has ended is passed over where another begins later`() throws {
        let all = try [edition("2021-03-26", until: "2021-12-31"), edition("2026-09-29")]
        #expect(TierEdition.inForce(all, at: try time(2021, 12, 31)) == all[0])
        #expect(TierEdition.inForce(all, at: try time(2022)) == all[1])
        #expect(TierEdition.inForce([all[0]], at: try time(2022)) == all[0], "better than none")
    }

    @Test func `a table without a day is older than all`() throws {
        let all = try [edition(nil), edition("2024-01-01")]
        #expect(TierEdition.inForce(all, at: try time(2023)) == all[0])
        #expect(TierEdition.inForce(all, at: try time(2024)) == all[1])
    }

    /// Bybit XRPUSDT, third bracket: 400,000 at 1.5 %: 250,000 · 0.0025 + 400,000 · 0.005 = 2,625.
    @Test func `amounts are the decimals that venues print`() {
        #expect(
            TierTable.decimalAmounts(floors: [0, 250_000, 400_000], rates: [0.0075, 0.01, 0.015])
                == [0, 625, 2625])
        #expect(TierTable.decimalAmounts(floors: [0, 5], rates: [0.004, 0.005]) == [0, 0.005])
        let rates = [1.0 / 30, 1.0 / 20]
        #expect(
            TierTable.decimalAmounts(floors: [0, 100], rates: rates)
                == TierTable.continuousAmounts(floors: [0, 100], rates: rates))
        #expect(TierTable.decimalAmounts(floors: [], rates: []) == [])
    }

    @Test func `amounts of any brackets agree with the recurrence`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 1...40, using: &random)
            var floors = (1..<max(count, 2)).map { _ in Double(Int.random(in: 1...(1 << 40), using: &random))
            }
            floors = [0] + floors.prefix(count - 1).sorted()
            let rates = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }.sorted()
                .map { Bool.random(using: &random) ? ($0 * 1e6).rounded() / 1e6 : $0 }
            let exact = TierTable.decimalAmounts(floors: floors, rates: rates)
            let plain = TierTable.continuousAmounts(floors: floors, rates: rates)
            #expect(exact.count == count)
            for (a, b) in zip(exact, plain) {
                #expect(abs(a - b) <= 1e-12 * max(1, floors[count - 1]), "seed \(seed)")
            }
        }
    }
}
