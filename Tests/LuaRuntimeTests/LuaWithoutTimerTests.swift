import Glibc
import Testing

@testable import LuaRuntime

/// A system may have no timer left for us: the clock is then read as the script runs.
@Suite("Without a timer") struct LuaWithoutTimerTests {
    /// In a process of its own, which is allowed no pending signal and with that no timer.
    @Test func `the limits hold, in Lua and in the library, and lines are still noted`() async {
        await #expect(processExitsWith: .success) {
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            // RLIMIT_SIGPENDING, which Glibc's module does not name.
            setrlimit(__rlimit_resource_t(11), &none)
            var event = sigevent()
            event.sigev_signo = SIGURG
            var timer: timer_t?
            guard timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 else { exit(0) }
            let endless = [
                "while true do end",
                "while true do pcall(function() while true do end end) end",
                "coroutine.wrap(function() while true do end end)()",
                "return ('a'):rep(1000000):match(('.-'):rep(8) .. 'b')",
                "local t = {} for i = 1, 1 << 18 do t[i] = -i end while true do table.sort(t) end",
                "local t = {} while true do table.move(t, 1, 1 << 26, 1) end",
                "while true do spin() end",
            ]
            for (index, source) in endless.enumerated() {
                for isCovered in [false, true] {
                    let state = try LuaState(
                        profile: .plugin(seed: 1), limits: LuaLimits(deadlineMilliseconds: 60))
                    if isCovered { state.startCoverage() }
                    try state.define("spin") { call in
                        while !call.state.shouldStop {}
                        return []
                    }
                    guard state.failure(source)?.code == .deadline else { exit(Int32(10 + index)) }
                    guard try state.run("return 1")[0].int == 1 else { exit(2) }
                }
            }
            exit(0)
        }
    }
}
