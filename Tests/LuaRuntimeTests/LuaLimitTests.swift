import Glibc
import TestSupport
import Testing

@testable import LuaRuntime

/// Seconds of processor time that `body` takes.
private func seconds(_ body: () throws -> Void) rethrows -> Double {
    try ProcessorTime.measure(body) / .seconds(1)
}

@Suite("Limits", .timeLimit(.minutes(5)), .serialized)
struct LuaLimitTests {
    @Test(arguments: [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local f = function() while true do end end while true do xpcall(f, f) end",
        "while true do pcall(pcall, function() while true do end end) end",
        """
        local co = coroutine.create(function() while true do end end)
        while coroutine.status(co) ~= 'dead' do coroutine.resume(co) end
        local w = coroutine.wrap(function() while true do end end) w()
        """,
        "local w = coroutine.wrap(function() while true do coroutine.yield() end end) while true do w() end",
        "while true do coroutine.wrap(function() pcall(function() while true do end end) end)() end",
        "local function tree(n) for i = 1, 20 do coroutine.wrap(tree)(n + 1) end end while true do pcall(tree, 0) end",
        "local x <close> = setmetatable({}, { __close = function() while true do end end }) while true do end",
        "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) while true do pcall(function() return t[1] end) end",
        "while true do pcall(string.rep, 'x', 1 << 20) end",
        "while true do pcall(load, 'return 1') end",
        "local function f() return f() end f()",
        "::top:: goto top",
        "while true do tostring(1.5) end",
    ])
    func `the deadline ends any loop of a script`(source: String) throws {
        let state = try LuaState(
            profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 80))
        var error: LuaError?
        let time = seconds { error = state.failure(source) }
        #expect(error?.code == .deadline, "\(String(describing: error))")
        #expect(error?.message == "the time limit of 80 ms was reached")
        #expect(error?.chunk == "t")
        #expect(error?.line != nil)
        #expect(time < 2)
        #expect(try state.run("return 1")[0].int == 1)
        #expect(state.stackDepth == 0)
    }

    @Test func `a coroutine made before the limits were set is reached`() throws {
        let state = try LuaState(profile: .script)
        try state.run("co = coroutine.create(function() while true do end end)")
        state.limits = LuaLimits(deadlineMilliseconds: 50)
        #expect(state.failure("while true do coroutine.resume(co) end")?.code == .deadline)
        state.limits = LuaLimits(instructions: 100_000)
        let error = state.failure(
            "local co = coroutine.create(function() while true do end end) while true do coroutine.resume(co) end"
        )
        #expect(error?.code == .instructions)
    }

    @Test func `short calls under a deadline do not end each other`() throws {
        let state = try LuaState(profile: .script, limits: LuaLimits(deadlineMilliseconds: 40))
        let function = try state.load("local x = 0 for i = 1, 1000 do x = x + i end return x", chunk: "t")
        let time = try seconds { for _ in 0..<20_000 { _ = try state.call(function) } }
        #expect(time > 0.06, "too fast to show that a timer of an earlier call does no harm")
        #expect(state.failure("while true do end")?.code == .deadline)
    }

    @Test(arguments: [
        "local keep = {} for i = 1, math.huge do keep[i] = { i, i, i, i } end",
        """
        local hoard = {} for i = 1, 20000 do hoard[i] = { i } end
        while true do pcall(function() local s = 'x' while true do s = s .. s end end) end
        """,
        "local s = ('x'):rep(1 << 22) while true do pcall(string.rep, s, 200) end",
        "while true do pcall(coroutine.wrap(function() local t = {} for i = 1, math.huge do t[i] = {} end end)) end",
    ])
    func `the memory limit holds and cannot be caught`(source: String) throws {
        let cap = 8 << 20
        let state = try LuaState(profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: cap))
        var error: LuaError?
        let time = seconds { error = state.failure(source) }
        #expect(error?.code == .memory, "\(String(describing: error))")
        #expect(error?.message == "the memory limit of \(cap) bytes was reached")
        #expect(state.memoryPeak <= cap)
        #expect(time < 3)
        try state.collectGarbage()
        #expect(state.memoryUsed < 1 << 20)
        #expect(try state.run("return 1")[0].int == 1)
    }

    @Test func `deep recursion is a stack overflow with a short traceback`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        let error = state.failure("local function f(n) return 1 + f(n + 1) end f(0)")
        #expect(error?.code == .stackOverflow, "\(String(describing: error))")
        #expect(error?.line == 1)
        #expect((error?.traceback?.utf8.count ?? 0) < 2048)
        #expect(error?.traceback?.contains("... (8181 or more)") == true)
    }

    @Test func `recursion through the library's native frames ends cleanly`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        try state.run(
            """
            local function viaPcall() return pcall(viaPcall) end
            local function viaGsub() return (string.gsub('a', 'a', viaGsub)) end
            local function viaSort() table.sort({ 3, 2, 1 }, viaSort) return false end
            local mt = {} mt.__index = function(t, k) return setmetatable({}, mt)[k] end
            local function viaWrap() return coroutine.wrap(viaWrap)() end
            pcall(viaPcall) pcall(viaGsub) pcall(viaSort) pcall(viaWrap)
            pcall(function() return setmetatable({}, mt).x end)
            """)
        #expect(state.stackDepth == 0)
    }

    @Test(arguments: [
        "local x = 0 for i = 1, 30000 do x = x + i end",
        "local co = coroutine.wrap(function() for i = 1, 30000 do coroutine.yield(i) end end) for i = 1, 20000 do co() end",
    ])
    func `an instruction budget ends at the same instruction each time`(source: String) throws {
        func isEnough(_ budget: Int) throws -> Bool {
            let state = try LuaState(profile: .plugin(seed: 1), limits: LuaLimits(instructions: budget))
            guard let error = state.failure(source) else { return true }
            #expect(error.code == .instructions)
            return false
        }
        func smallest() throws -> Int {
            var (low, high) = (0, 1 << 22)
            while low + 1 < high {
                let middle = (low + high) / 2
                if try isEnough(middle) { high = middle } else { low = middle }
            }
            return high
        }
        let first = try smallest()
        #expect(first > 50_000 && first < 4_000_000)
        #expect(try smallest() == first)
        #expect(try isEnough(first) && !isEnough(first - 1))
    }

    @Test func `a budget in a loop without calls is exact`() throws {
        let state = try LuaState(profile: .script)
        try state.setGlobal("n", .integer(0))
        var last: Int64 = 0
        // Three instructions a turn or so: ten more allow a few more turns, never fewer.
        for budget in stride(from: 5_000, through: 5_100, by: 10) {
            try state.setGlobal("n", .integer(0))
            state.limits = LuaLimits(instructions: budget)
            #expect(state.failure("while true do n = n + 1 end")?.code == .instructions)
            let turns = try state.global("n").int ?? 0
            #expect(turns > last && turns < 5_200)
            last = turns
        }
    }

    static func onThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        final class Job {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { job in
                guard let job else { return nil }
                Unmanaged<Job>.fromOpaque(job).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(Job(body)).toOpaque())
        return thread
    }

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()",
        "while true do spin() end",
    ])
    func `another thread can interrupt a script`(source: String) throws {
        let state = try LuaState(profile: .script)
        try state.define("spin") { call in
            while !call.state.shouldStop {}
            return []
        }
        let interrupter = state.interrupter
        let thread = Self.onThread {
            usleep(30_000)
            interrupter.interrupt()
        }
        let error = state.failure(source)
        pthread_join(thread, nil)
        #expect(error?.code == .interrupted)
        #expect(try state.run("return 1")[0].int == 1)
    }

    @Test func `an interrupt before a call ends that call and no other`() throws {
        let state = try LuaState(profile: .script)
        state.interrupter.interrupt()
        #expect(state.failure("while true do end")?.code == .interrupted)
        #expect(try state.run("return 1")[0].int == 1)
    }

    /// In a process of its own: SIGINT ends the scripts of every thread, those of other tests too.
    @Test func `SIGINT ends a running script and is remembered when none runs`() async {
        await #expect(processExitsWith: .success) {
            LuaSignals.installInterrupt()
            let state = try LuaState(profile: .script)
            let thread = LuaLimitTests.onThread {
                usleep(30_000)
                kill(getpid(), SIGINT)
            }
            let isEnded =
                state.failure("while true do pcall(function() while true do end end) end")?.code
                == .interrupted
            pthread_join(thread, nil)
            let isUnclaimed = !LuaSignals.takePendingInterrupt()
            let isUsable = try state.run("return 1")[0].int == 1
            kill(getpid(), SIGINT)
            // Any thread may be the one that the system hands the signal to: wait for it, two seconds at most.
            var isRemembered = false
            for _ in 0..<2000 where !isRemembered {
                isRemembered = LuaSignals.takePendingInterrupt()
                usleep(1000)
            }
            isRemembered = isRemembered && !LuaSignals.takePendingInterrupt()
            let isStillUsable = try state.run("return 1")[0].int == 1
            exit(isEnded && isUnclaimed && isUsable && isRemembered && isStillUsable ? 0 : 1)
        }
    }

    @Test func `interrupts at random times do no harm`() throws {
        let state = try LuaState(profile: .script, limits: LuaLimits(memoryBytes: 32 << 20))
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        let interrupter = state.interrupter
        let thread = Self.onThread {
            for turn in 0..<LongTests.pick(100, long: 300) {
                usleep(UInt32(50 + turn * 7 % 400))
                interrupter.interrupt()
            }
        }
        var ended = 0
        for _ in 0..<LongTests.pick(1000, long: 3000) {
            let error = state.failure(
                """
                local t = {}
                for i = 1, 60 do
                    t[i] = coroutine.wrap(function() again(function() return { i, tostring(i) } end) end)
                    pcall(t[i])
                end
                """)
            if let error {
                #expect(error.code == .interrupted, "\(error)")
                ended += 1
            }
        }
        pthread_join(thread, nil)
        #expect(ended > 0)
        _ = state.failure("")
        #expect(try state.run("return 1")[0].int == 1)
        #expect(state.stackDepth == 0)
    }

    @Test func `a host function that ignores a stop does not hide it`() throws {
        let state = try LuaState(profile: .script, limits: LuaLimits(deadlineMilliseconds: 30))
        try state.define("swallow") { call in
            _ = try? call.state.call(call.function(1, "f"), [])
            return [.integer(1)]
        }
        #expect(state.failure("swallow(function() while true do end end) return 1")?.code == .deadline)
    }
}
