import PlainText
import PluginHost

/// How long an entry took and what it went through.
struct WorkFooter {
    private let wall: Double
    private let processor: Double
    private let memory: Int
    private let before: WorkMeter.Totals
    private let meter: WorkMeter
    private let luaMemory: () -> Int

    /// Begins to measure.
    init(_ meter: WorkMeter, luaMemory: @escaping () -> Int) {
        before = meter.totals
        (self.meter, self.luaMemory) = (meter, luaMemory)
        (wall, processor) = (SystemClock.monotonic.seconds, SystemClock.processor.seconds)
        memory = luaMemory()
    }

    /// What was measured up to now.
    struct Figures {
        var wall = 0.0
        var processor = 0.0
        var work = WorkMeter.Totals()
        /// How many bytes more the script's values take.
        var memory = 0

        /// `0.45 s, CPU 0.44 s, 525,600 bars (1.17M/s), 57.5MB read`.
        var text: String {
            var parts = [Self.time(wall), "CPU " + Self.time(processor)]
            if work.bars > 0 {
                let rate = wall > 0 ? " (\(NumberText.short(Double(work.bars) / wall))/s)" : ""
                parts.append("\(NumberText.count(work.bars)) bars\(rate)")
            }
            if work.bytes > 0 { parts.append("\(NumberText.short(Double(work.bytes)))B read") }
            if memory > 100_000 { parts.append("Lua +\(NumberText.short(Double(memory)))B") }
            return parts.joined(separator: ", ")
        }

        private static func time(_ seconds: Double) -> String {
            seconds < 0.01
                ? NumberText.fixed(seconds * 1000, decimals: 2) + " ms"
                : NumberText.fixed(seconds, decimals: seconds < 10 ? 2 : 1) + " s"
        }
    }

    var figures: Figures {
        var work = meter.totals
        work.bars -= before.bars
        work.bytes -= before.bytes
        return Figures(
            wall: SystemClock.monotonic.seconds - wall,
            processor: SystemClock.processor.seconds - processor, work: work,
            memory: luaMemory() - memory)
    }
}
