import Synchronization
import Testing

@testable import Engine

@Suite("Work meter") struct WorkMeterTests {
    @Test func `it tells how much is done, how fast, and how long the rest takes`() {
        #expect(
            WorkMeter.text(unit: "bars", done: 250_000, of: 1_000_000, seconds: 2)
                == "25 %  125K bars/s  6s left")
        #expect(WorkMeter.text(unit: "B", done: 57_000_000, of: 0, seconds: 2) == "57.0MB  28.5MB/s")
        #expect(WorkMeter.text(unit: "bars", done: 0, of: 100, seconds: 2) == "0 %  0 bars/s")
        // A file that grows while it is read.
        #expect(WorkMeter.text(unit: "B", done: 300, of: 100, seconds: 1) == "100 %  300B/s  0s left")
    }

    @Test func `work that is soon done shows nothing, and all of it is counted`() {
        let shown = Mutex("")
        let meter = WorkMeter { text in shown.withLock { $0 += text } }
        meter.begin(bars: 100)
        meter.reach(0.5)
        meter.begin(bars: 50)
        meter.begin(bytes: 10)
        meter.add(bytes: 7)
        meter.clear()
        #expect(shown.withLock { $0 } == "")
        #expect(meter.totals.bars == 150)
        #expect(meter.totals.bytes == 7)
    }
}
