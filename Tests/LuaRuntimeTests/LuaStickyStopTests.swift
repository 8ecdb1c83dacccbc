import Testing

@testable import LuaRuntime

/// What ends a script cannot be caught by it, whichever way it tries; running out of memory is one of these.
@Suite("Sticky stops") struct LuaStickyStopTests {
    /// Ways to swallow the error of `f` and go on, each in an endless loop.
    private static let swallowers = [
        "while true do pcall(f) end",
        "while true do xpcall(f, function() end) end",
        "while true do xpcall(f, f) end",
        "while true do xpcall(f, function() xpcall(f, f) end) end",
        "while true do pcall(pcall, pcall, f) end",
        "while true do coroutine.resume(coroutine.create(f)) end",
        "while true do pcall(coroutine.wrap(f)) end",
        "while true do pcall(coroutine.wrap(function() coroutine.wrap(function() pcall(f) end)() f() end)) end",
        "while true do pcall(function() local x <close> = setmetatable({}, { __close = f }) f() end) end",
        "local x <close> = setmetatable({}, { __close = function() while true do pcall(f) end end }) f()",
        "for _ in function() pcall(f) return 1 end do end",
        "for k, v in next, {}, nil, setmetatable({}, { __close = f }) do end while true do pcall(f) end",
        "while true do pcall(function() return setmetatable({}, { __index = f }).x end) end",
        "while true do pcall(function() return -setmetatable({}, { __unm = f }) end) end",
        "while true do pcall(tostring, setmetatable({}, { __tostring = f })) end",
        "while true do pcall(print, setmetatable({}, { __tostring = f, __name = 'x' })) end",
        "while true do pcall(string.format, '%s', setmetatable({}, { __tostring = f })) end",
        "while true do pcall(error, setmetatable({}, { __tostring = f })) pcall(f) end",
        "while true do pcall(string.gsub, 'aaa', 'a', f) end",
        "while true do pcall(table.sort, { 3, 2, 1 }, f) end",
        "while true do pcall(table.concat, setmetatable({}, { __index = f, __len = function() return 9 end })) end",
        "while true do pcall(load, f) pcall(load(\"f()\")) pcall(f) end",
        "while true do pcall(require or f) pcall(pairs(setmetatable({}, { __pairs = function() return f end }))) end",
        "while true do pcall(again, f) end",
        "local function g() f() return g() end while true do pcall(g) end",
        "while true do pcall(setmetatable, {}, { __gc = f }) pcall(f) end",
    ]

    private func state(_ limits: LuaLimits) throws -> LuaState {
        let state = try LuaState(profile: .plugin(seed: 1), limits: limits)
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        return state
    }

    @Test(arguments: swallowers) func `a deadline that was reached cannot be caught`(swallower: String) throws
    {
        let state = try state(LuaLimits(memoryBytes: 32 << 20, deadlineMilliseconds: 60))
        let error = state.failure("f = function() while true do end end " + swallower)
        #expect(error?.code == .deadline, "\(String(describing: error))")
        #expect(try state.run("return 1")[0].int == 1)
        #expect(state.stackDepth == 0)
    }

    @Test(arguments: swallowers) func `an instruction budget that was used up cannot be caught`(
        swallower: String
    ) throws {
        let state = try state(LuaLimits(memoryBytes: 32 << 20, instructions: 200_000))
        let error = state.failure("f = function() while true do end end " + swallower)
        #expect(error?.code == .instructions, "\(String(describing: error))")
        #expect(state.stackDepth == 0)
    }

    @Test(arguments: swallowers) func `memory that has run out ends the call even where the error is caught`(
        swallower: String
    ) throws {
        let state = try state(LuaLimits(memoryBytes: 4 << 20, deadlineMilliseconds: 4000))
        let error = state.failure(
            "local keep = {} f = function() for i = #keep + 1, math.huge do keep[i] = { i } end end "
                + swallower)
        #expect(error?.code == .memory, "\(String(describing: error))")
        #expect((error?.line ?? 1) == 1)
        #expect(state.stackDepth == 0)
    }

    @Test func `an error text is cut to 4 KB after its control characters are shown`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        let error = state.failure("error(('\\27[31m\\7'):rep(10000))")
        #expect((error?.description.utf8.count ?? 9999) < 4096)
        #expect(error?.message.hasPrefix("\\x1b[31m\\x07\\x1b") == true)
    }
}
