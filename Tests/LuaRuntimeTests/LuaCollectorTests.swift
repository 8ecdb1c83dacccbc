import Glibc
import Testing

@testable import LuaRuntime

/// The collector runs where no limit reaches it, so that what it does must stay short.
@Suite("The collector") struct LuaCollectorTests {
    static let profiles: [LuaProfile] = [.script, .plugin(seed: 1)]

    /// Each makes `mt` say that the keys of `t`, which has it, are weak.
    static let ways = [
        "mt.__mode = 'k' setmetatable(t, mt)",
        "setmetatable(t, mt) mt.__mode = 'k'",
        "setmetatable(t, mt) mt['__' .. ('mode')] = 'kv'",
        "setmetatable(t, mt) rawset(mt, '__mode', 'k')",
        "mt.__mode = 'v' setmetatable(t, mt) mt.__mode = 'k'",
        "setmetatable(t, mt) load(\"mt.__mo\\x64e = 'k'\")()",
        "setmetatable(t, mt) mt[string.char(95, 95, 109, 111, 100, 101)] = 'k'",
        "setmetatable(t, mt) setmetatable(mt, { __index = { __mode = 'k' } }) table.move({ 'k' }, 1, 1, 1, "
            + "setmetatable({}, { __newindex = function(_, _, v) mt.__mode = v end }))",
        "t = setmetatable({}, { __mode = 'v' })",
    ]

    @Test(arguments: profiles, ways)
    func `a table keeps what it holds, whatever its metatable says`(profile: LuaProfile, way: String) throws {
        let state = try LuaState(profile: profile)
        try state.run("t, mt = {}, {} \(way) for i = 1, 100 do t[{}] = {} t[i] = {} end")
        try state.collectGarbage()
        #expect(try state.text("local n = 0 for _ in pairs(t) do n = n + 1 end return n") == "200")
        #expect(try state.text("return ('__mode'):len() .. ('x__mode'):sub(2)") == "6__mode")
        #expect(try state.text("local t = { __mode = 7 } return t.__mode .. next(t)") == "7__mode")
    }

    /// 237 s of work, without a stop, in Lua's own collector.
    @Test(arguments: profiles)
    func `150,000 keys that lead to one another are collected in a second`(profile: LuaProfile) throws {
        let state = try LuaState(profile: profile)
        let source = """
            local keys, order, n = {}, {}, 150000
            for i = 1, n do keys[i], order[i] = {}, i end
            for i = n, 2, -1 do local j = math.random(i) order[i], order[j] = order[j], order[i] end
            local mt = {}
            local weak = setmetatable({}, mt)
            for i = 1, n do weak[keys[order[i]]] = keys[order[i % n + 1]] end
            mt.__mode = "k"
            first, keep = keys[order[1]], weak
            """
        try state.run(source)
        let before = clock()
        try state.collectGarbage()
        #expect(Double(clock() - before) / Double(CLOCKS_PER_SEC) < 1)
    }

    @Test func `traversals of more tables than are remembered still meet every key once`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        let source = """
            local tables, at, met = {}, {}, 0
            for i = 1, 30 do tables[i] = { a = 1, b = 2, c = 3, d = 4 } end
            for step = 1, 4 do
                for i, t in ipairs(tables) do
                    at[i] = next(t, at[i])
                    assert(at[i] == ("abcd"):sub(step, step))
                    met = met + 1
                end
            end
            for i, t in ipairs(tables) do assert(next(t, at[i]) == nil) end
            return met
            """
        #expect(try state.text(source) == "120")
    }
}
