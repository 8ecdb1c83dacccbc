import LiquidationCore
import Testing

@Suite("TierTable") struct TierTableTests {
    private typealias Row = (floor: Double, cap: Double, leverage: Double, rate: Double, amount: Double)

    private func table(_ rows: [Row]) throws -> TierTable {
        try TierTable(
            name: "test", day: nil, source: "by hand",
            tiers: rows.map {
                Tier(
                    floor: $0.floor, cap: $0.cap, maximumLeverage: $0.leverage, maintenanceRate: $0.rate,
                    maintenanceAmount: $0.amount)
            })
    }

    /// Amounts by the recurrence of formulas.md, section 0: 1000 · (0.02 − 0.01) = 10, 10 + 5000 · 0.03 = 160.
    private let rows: [Row] = [
        (0, 1000, 50, 0.01, 0), (1000, 5000, 25, 0.02, 10), (5000, 9000, 10, 0.05, 160),
    ]

    @Test func `a continuous table is taken, its margin is continuous at every edge`() throws {
        let table = try table(rows)
        for (below, above) in zip(table.tiers, table.tiers.dropFirst()) {
            #expect(
                abs(below.maintenanceMargin(of: below.cap) - above.maintenanceMargin(of: above.floor)) < 1e-9)
        }
    }

    @Test func `the error names the tier that breaks a rule, counted from 1`() {
        let breaks: [(tier: Int, change: (inout [Row]) -> Void)] = [
            (1, { $0 = [] }), (1, { $0[0].floor = 1 }), (1, { $0[0].amount = 1 }), (1, { $0[0].cap = 0 }),
            (1, { $0[0].rate = 0 }), (1, { $0[0].cap = .nan }), (2, { $0[1].rate = 1 }),
            (2, { $0[1].rate = .nan }), (2, { $0[1].rate = 0.01 }), (2, { $0[1].floor = 999 }),
            (2, { $0[1].amount = 10.001 }), (2, { $0[1].amount = .nan }), (3, { $0[2].amount = 150 }),
            (3, { $0[2].cap = 5000 }), (3, { $0[2].leverage = 0.5 }), (3, { $0[2].leverage = .nan }),
        ]
        for (tier, change) in breaks {
            var changed = rows
            change(&changed)
            let error = #expect(throws: CoreError.self) { try table(changed) }
            #expect(error?.code == .invalidTiers)
            #expect(error?.message.contains("tier \(tier)") == true, "\(error?.message ?? "none")")
        }
    }

    @Test func `a floor is inside its tier and a cap outside; above the last cap, the last tier`() throws {
        let table = try table(rows)
        for (notional, tier) in [
            (0, 0), (Double(1000).nextDown, 0), (1000, 1), (4999, 1), (5000, 2), (9000, 2), (1e300, 2),
        ] {
            #expect(table.index(for: try Notional(notional)) == tier, "\(notional)")
        }
    }

    @Test func `the largest notional falls with leverage, nil where no tier admits it`() throws {
        let table = try table(rows)
        for (leverage, notional) in [(1, 9000), (10, 9000), (10.1, 5000), (25, 5000), (50, 1000)]
            as [(Double, Double)]
        {
            #expect(table.largestSize(at: try Leverage(leverage)) == notional, "\(leverage)x")
        }
        #expect(table.largestSize(at: try Leverage(50.1)) == nil)
    }

    @Test func `a flat table has one tier without an end`() throws {
        let flat = try TierTable.flat(maintenanceRate: Rate(0.005))
        #expect(flat.tiers.count == 1)
        #expect(flat.index(for: try Notional(.greatestFiniteMagnitude)) == 0)
        #expect(flat.largestSize(at: try Leverage(1000)) == .infinity)
        #expect(flat.day == nil)
        for rate in [0, 1, -0.1, 2] {
            let error = #expect(throws: CoreError.self) { try TierTable.flat(maintenanceRate: Rate(rate)) }
            #expect(error?.code == .invalidTiers)
        }
    }
}
