import Testing

@testable import LuaRuntime

@Suite("Order of keys") struct LuaOrderTests {
    private static let mixed = """
        local a, b, f = {}, {}, function() end
        local co, g = coroutine.create(f), function() return a end
        local t = { 5, 6, 7, [0] = 1, [-3] = 2, [1.5] = 3, [100] = 8, [50] = 4, x = 1, xy = 2, abcdefghijk = 4,
            abcdefghij = 3, [''] = 5, ['\\xff'] = 6, [true] = 1, [false] = 2, [b] = 'b', [f] = 'f', [a] = 'a',
            [g] = 'g', [co] = 'co', [math.mininteger] = 7, [1 / 0] = 9, [-(2 ^ 53)] = 3 }
        local out = {}
        local function name(k, v) return type(k) == 'string' and k or type(v) == 'string' and v or tostring(k) end
        """
    private static let expected =
        "1 2 3 50 100 -9223372036854775808 -9007199254740992 -3 0 1.5 inf  abcdefghij abcdefghijk x xy \u{FFFD} "
        + "false true a b f co g"

    @Test(arguments: ["pairs(t)", "next, t"])
    func `keys come in one order: indices, numbers, strings, booleans, then as they were made`(loop: String)
        throws
    {
        let state = try LuaState(profile: .plugin(seed: 1))
        let text = try state.text(
            Self.mixed
                + "\nfor k, v in \(loop) do out[#out + 1] = name(k, v) end return table.concat(out, ' ')")
        #expect(text == Self.expected)
    }

    /// A process has addresses of its own, and Lua's seed comes from them and the clock.
    @Test func `the order is the same in every process`() async {
        for _ in 0..<3 {
            await #expect(processExitsWith: .success) {
                let state = try LuaState(profile: .plugin(seed: 1))
                let source = """
                    local t, s = {}, 0
                    for i = 1, 2000 do t['k' .. i * 7919 % 5000] = i t[{}] = i t[function() return i end] = i end
                    for k, v in pairs(t) do s = (s * 31 + v) % 1000003 end
                    return s
                    """
                guard try state.run(source)[0].int == 338_556 else { fatalError("another order") }
            }
        }
    }

    @Test func `a traversal may change and remove what it meets`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        try state.run(
            """
            local function fill() local t = {} for i = 1, 100 do t[i] = i t['k' .. i] = i end return t end
            local t, n = fill(), 0
            for k in next, t do t[k] = nil n = n + 1 if next(t) == nil then break end end
            assert(n == 200 and next(t) == nil)
            t, n = fill(), 0
            for k, v in pairs(t) do t[k] = v + 1 n = n + 1 end assert(n == 200 and t.k5 == 6 and t[7] == 8)
            for k in pairs(t) do
                if k == 3 then t[4] = nil t[5] = nil t.k1 = nil end
                assert(k ~= 4 and k ~= 5 and k ~= 'k1')
            end
            -- what is added on the way never makes a loop endless
            t, n = fill(), 0
            for k, v in pairs(t) do n = n + 1 t[#t + 1] = v t['new' .. n] = v end assert(n <= 400)
            -- loops in loops over the same table
            n, t = 0, { 1, 2, a = 1, b = 2, [{}] = 3 }
            for k in next, t do for k2 in next, t do n = n + 1 end for k2 in pairs(t) do n = n + 1 end end
            assert(n == 50)
            -- a loop that was left does not hide what was added since
            t = { 1, 2, a = 1 } for k in next, t do if k == 'a' then break end end
            t.b, n = 2, 0 for k in next, t do n = n + 1 end assert(n == 4)
            local step, s, first = pairs(t)
            assert(step(s, first) == 1 and step(s, 'a') == 'b' and step(s, 1) == 2 and step(s, 'b') == nil)
            assert(step(s, nil) == 1 and next({}) == nil and next({}, nil) == nil)
            local own = setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t end })
            for k, v in pairs(own) do assert(k == 1 and v == 2) end
            assert(not pcall(pairs) and not pcall(next) and not pcall(next, 1))
            assert(not pcall(function() for _ in pairs(nil) do end end))
            """)
    }

    @Test func `a random table is walked once over each key, in order`() throws {
        let seed = Int.random(in: 1..<1 << 30)
        print("traversals with seed \(seed)")
        let state = try LuaState(profile: .plugin(seed: UInt64(seed)))
        try state.run(
            """
            for turn = 1, 300 do
                local t, count = {}, 0
                for i = 1, math.random(0, 200) do
                    local kind, k = math.random(5)
                    if kind == 1 then k = math.random(50) elseif kind == 2 then k = 'k' .. math.random(50)
                    elseif kind == 3 then k = math.random() elseif kind == 4 then k = -math.random(50) else k = {} end
                    if t[k] == nil then count = count + 1 end
                    t[k] = i
                    if math.random(4) == 1 and t[k] ~= nil then t[k] = nil count = count - 1 end
                end
                local seen, list = {}, {}
                for k, v in pairs(t) do assert(seen[k] == nil and t[k] == v) seen[k] = v list[#list + 1] = k end
                assert(#list == count, #list .. ' ' .. count)
                local i = 0
                for k in next, t do i = i + 1 assert(rawequal(list[i], k)) end
                assert(i == count)
            end
            """)
    }
}
