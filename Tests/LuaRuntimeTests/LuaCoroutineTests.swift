import Testing

@testable import LuaRuntime

@Suite("Coroutines") struct LuaCoroutineTests {
    @Test func `coroutines behave as in the library`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        try state.run(
            """
            local co = coroutine.create(function(a, b)
                local c = coroutine.yield(a + b)
                local d, e = coroutine.yield(c * 2)
                return d + e
            end)
            local function check(...) local t = { ... } assert(t[1] == true) return t[2] end
            assert(check(coroutine.resume(co, 1, 2)) == 3)
            assert(check(coroutine.resume(co, 10)) == 20)
            assert(check(coroutine.resume(co, 3, 4)) == 7)
            assert(coroutine.status(co) == 'dead')
            local ok, message = coroutine.resume(co)
            assert(not ok and message == 'cannot resume dead coroutine')
            local self = coroutine.running()
            ok, message = coroutine.resume(self)
            assert(not ok and message == 'cannot resume non-suspended coroutine')
            local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
            assert(gen() == 1 and gen() == 2 and gen() == 3 and gen() == nil)
            ok, message = pcall(gen)
            assert(not ok and message:find('cannot resume dead coroutine'))
            local bad = coroutine.wrap(function() error({ 1 }) end)
            ok, message = pcall(bad)
            assert(not ok and type(message) == 'table')
            -- yield across pcall
            local through = coroutine.wrap(function()
                local ok, v = pcall(function() return coroutine.yield(1) + 1 end)
                coroutine.yield(v)
                return select(2, xpcall(function() coroutine.yield(5) error('x', 0) end, function(m) return m .. '!' end))
            end)
            assert(through() == 1 and through(41) == 42 and through() == 5 and through() == 'x!')
            assert(coroutine.close == nil)
            """)
    }

    @Test func `a yield across a host call is refused cleanly`() throws {
        let state = try LuaState(profile: .script)
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        let error = state.failure(
            "local co = coroutine.wrap(function() again(function() coroutine.yield(1) end) end) co()")
        #expect(error?.message.contains("attempt to yield across a C-call boundary") == true)
        #expect(state.failure("coroutine.yield(1)")?.message == "attempt to yield from outside a coroutine")
        #expect(state.stackDepth == 0)
    }

    @Test func `a host function called in a coroutine calls back on it`() throws {
        let state = try LuaState(profile: .script)
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        let result = try state.text(
            """
            local co = coroutine.wrap(function()
                return again(function() return select(2, coroutine.running()) and 'main' or 'coroutine' end)
            end)
            return co()
            """)
        #expect(result == "coroutine")
    }
}
