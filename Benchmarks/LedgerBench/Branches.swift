import Foundation
import LiquidationCore

/// What a snapshot, a branch and a comparison of a ledger cost, on a ledger that has taken all bars but the last.
struct Branches {
    private let setup: Setup
    private let series: BarSeries
    private let rounds: Int

    /// The best of so many rounds is printed. A single round is a look at whether all runs, on a tenth of the work.
    init(_ setup: Setup, _ series: BarSeries, rounds: Int) {
        (self.setup, self.series, self.rounds) = (setup, series, rounds)
    }

    /// Prints microseconds of processor time and bytes, without and with mass by rung.
    func time(rungs: Int, buckets: Int) throws {
        for byRung in [false, true] {
            let run = try MapRun(
                series: series, model: .reference, grid: setup.grid, ladder: setup.ladder,
                instrument: setup.instrument, byRung: byRung)
            guard let ledger = try run.run(setup.mix).ledger else { return }
            let (last, plan) = (series.count - 1, BarPlan(setup.mix))
            // What if open interest rose and the price fell a little: mass opens, and levels are swept.
            var bar = LedgerBar(series, at: last)
            bar.openInterest = (bar.openInterest ?? 0) * 1.01
            bar.low *= 0.99
            let price = try Price(series.close[last])
            let time = Timestamp(milliseconds: bar.time)
            let rows = byRung ? "\(2 * rungs) rows" : "2 rows"
            print("  a ledger of \(rows) of \(buckets) buckets, best of \(rounds):")

            // First, while no memory that was let go can be used again.
            var kept: [Ledger] = []
            kept.reserveCapacity(100_000)
            let before = Self.resident()
            for _ in 0..<1000 {
                var branch = ledger
                try branch.take(bar, plan: plan)
                kept.append(branch)
            }
            print("    a branch that is kept: \((Self.resident() - before) / 1000) bytes")
            kept.removeAll(keepingCapacity: true)
            each("snapshot kept", 100_000) {
                if kept.count == 100_000 { kept.removeAll(keepingCapacity: true) }
                kept.append(ledger)
            }
            kept = []
            var alone = ledger
            try alone.take(bar, plan: plan)
            try each("bar taken, nothing kept", 2000) {
                bar.openInterest = (bar.openInterest ?? 0) * 1.000_001
                try alone.take(bar, plan: plan)
            }
            try each("branch: copy and a bar", 2000) {
                var branch = ledger
                try branch.take(bar, plan: plan)
            }
            var other = ledger
            try other.take(bar, plan: plan)
            var sum = 0.0
            try each("map of a branch", 500) {
                sum += try LiquidationMap(other, time: time, price: price).notional.long[buckets / 2]
            }
            let maps = try [ledger, other].map { try LiquidationMap($0, time: time, price: price) }
            each("two maps compared", 2000) {
                for side in Side.allCases {
                    for (one, other) in zip(maps[0].notional[side], maps[1].notional[side]) {
                        sum += abs(one - other)
                    }
                }
            }
            precondition(sum.isFinite)
        }
    }

    private func each(_ name: String, _ count: Int, _ work: () throws -> Void) rethrows {
        let count = rounds == 1 ? count / 10 : count
        var best = Double.infinity
        for _ in 0..<rounds {
            let start = LedgerBench.cpu()
            for _ in 0..<count { try work() }
            best = min(best, LedgerBench.cpu() - start)
        }
        print("    \(name): \(String(format: "%.3f", best / Double(count) * 1000)) µs")
    }

    /// Bytes of memory in use.
    private static func resident() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
