import Foundation
import LiquidationCore

/// Times the ledger: `LedgerBench bars.bin [rungs] [buckets] [repetitions]`.
@main
struct LedgerBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            print("usage: LedgerBench bars.bin [rungs] [buckets] [repetitions]")
            exit(64)
        }
        func number(_ index: Int, _ usual: Int) -> Int {
            arguments.count > index ? Int(arguments[index]) ?? usual : usual
        }
        let (rungs, buckets, repetitions) = (number(2, 20), number(3, 2000), number(4, 15))
        let series = try Bars.read(arguments[1])
        let setup = try Setup(rungs: rungs, buckets: buckets, over: series)
        print("\(series.count) bars, \(rungs) rungs, \(buckets) buckets, CPU ms, median of \(repetitions)")
        var reference = try setup.run(.reference, on: series)
        reference.zeros = LargePages.zeros
        let mix = setup.mix
        try time("reference, map alone", repetitions) {
            try reference.density(mix).notional.long.reduce(0, +)
        }
        try time("reference, ledger", repetitions) { try reference.run(mix).map.total(.long) }
        try time("reference, heatmap, fresh", repetitions) {
            try reference.run(mix, barsPerColumn: 240).map.total(.long)
        }
        var old: Heatmap?
        try time("reference, heatmap, recycled", repetitions) {
            let result = try reference.run(mix, barsPerColumn: 240, recycling: old.take())
            old = result.heatmap
            return result.map.total(.long)
        }
        for tasks in [1, 2] {
            var best = Double.infinity
            for _ in 0..<repetitions {
                let start = wall()
                old = try await reference.run(mix, barsPerColumn: 240, tasks: tasks).heatmap
                best = min(best, wall() - start)
            }
            print("  reference, heatmap, fresh, \(tasks) tasks: best wall \(best)")
        }
        try Branches(setup, series, rounds: min(5, repetitions)).time(rungs: rungs, buckets: buckets)
        try DefaultModel(setup, series).time(repetitions)
        let standard = LeverageMix.measured(on: .standard)
        let balanced = try MapRun(
            series: series, model: .balanced, grid: .logarithmic(buckets: buckets), ladder: .standard,
            instrument: setup.instrument)
        try time("balanced, 90 rungs", max(3, repetitions / 5)) {
            try balanced.run(standard).map.total(.long)
        }
    }

    static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    static func wall() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    static func time(_ name: String, _ repetitions: Int, _ work: () throws -> Double) throws {
        var check = try work()
        let times = try (0..<repetitions).map { _ in
            let start = cpu()
            check = try work()
            return cpu() - start
        }.sorted()
        let middle = String(format: "%.2f", times[times.count / 2])
        let best = String(format: "%.2f", times[0])
        print("  \(name): \(middle) (best \(best)), sum \(check)")
    }
}
