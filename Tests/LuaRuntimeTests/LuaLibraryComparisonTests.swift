import TestSupport
import Testing

@testable import LuaRuntime

/// Our functions over tables and strings against the library's own, with random arguments.
@Suite("Library functions") struct LuaLibraryComparisonTests {
    private static let tables = #"""
        local function dump(t)
          local s = {}
          for i = -3, 12 do s[#s + 1] = tostring(t[i]) end
          return table.concat(s, ",")
        end
        local ints = { 0, 1, 2, 3, 4, 5, 6, -1, -2, 7, math.maxinteger, math.mininteger, math.maxinteger - 1,
          math.mininteger + 1, 1.5, "x", "2", nil }
        local function int() return ints[rnd(18)] end
        local function huge(x, y)
          x, y = tonumber(x) or 1, tonumber(y) or 1
          return math.type(x) == "integer" and math.type(y) == "integer" and y >= x and math.ult(1000, y - x)
        end
        for i = 1, turns do
          local t = {}
          for j = 1, rnd(7) - 1 do t[j] = "v" .. j end
          if rnd(9) == 1 then t[2] = nil end
          if rnd(9) == 1 then
            local inner = t
            t = setmetatable({}, { __index = inner, __newindex = function(_, k, v) inner[k] = v end,
              __len = function() return #inner end })
          end
          local k, a, b, c = rnd(6), int(), int(), int()
          local function try(f, ...) show(k, pcall(f, ...)) show(dump(t)) end
          if k == 1 then if rnd(2) == 1 then try(table.insert, t, a, "n") else try(table.insert, t, "n") end
          -- The library blames argument 1 for a bad position, which is argument 2.
          elseif k == 2 then if math.type(a) == "integer" and a > 0 and a <= #t then try(table.remove, t, a) else try(table.remove, t) end
          elseif k == 3 then if not huge(a, b) then try(table.move, t, a, b, c) end
          elseif k == 4 then if not huge(a, b) then try(table.concat, t, rnd(2) == 1 and "," or nil, a, b) end
          elseif k == 5 then if not huge(a, b) then try(table.unpack, t, a, b) end
          else
            local s = ("hello"):rep(rnd(3) - 1) .. "X\xe4\0z"
            try(string.upper, s) try(string.lower, s) try(string.reverse, s) try(string.rep, s, rnd(5) - 2, ",")
            try(string.sub, s, a, b)
            if not (type(b) == "number" and b > 100) then try(string.byte, s, a, b) end
          end
        end
        for _, f in ipairs { "insert", "remove", "move", "concat", "unpack", "sort" } do
          for _, a in ipairs { {}, { {} }, { 1 }, { "x" }, { {}, {} }, { {}, 1, 2, 3, 4 }, { {}, "a", "b" },
              { setmetatable({}, { __len = function() return "x" end }) } } do
            show(f, pcall(table[f], table.unpack(a)))
          end
        end
        for i = 1, turns / 50 do
          local t, n, f = {}, rnd(300) - 1, nil
          for j = 1, n do t[j] = rnd(50) end
          if rnd(2) == 1 then f = function(a, b) return a > b end end
          show(pcall(table.sort, t, f)) show(table.concat(t, " "))
        end
        show(pcall(table.sort, { 1, "x", 2 })) show(pcall(table.sort, { {}, {} }))
        for _, a in ipairs { { "%d", 3 }, { "%s %s", 1 }, { "%5.2f|%-5s|", 1.5, "a" }, { "%q", "a\n\0b" }, { "%y", 1 },
            { "%", 1 }, { "%%" }, { "%.3s", "abcdef" }, { "%10s", true }, { "%s", nil }, { "%i", 1.5 }, { "%99d", 1 },
            { "%100d", 1 }, { "%s", "a\0b" }, { "%5s", "a\0b" }, { "%c%c", 65, 66 }, { "%a", 1 }, { "%x", -1 },
            { "%.20s", ("x"):rep(40) }, { "%s" }, {}, { 1 }, { "%.99f", 1e308 },
            { "%s", setmetatable({}, { __tostring = function() return 1 end }) },
            { "%s", setmetatable({}, { __tostring = function() return "ok" end }) } } do
          show(pcall(string.format, table.unpack(a, 1, 3)))
        end
        return table.concat(out, "\n")
        """#

    @Test(arguments: 1...2)
    func `functions over tables and strings answer as the library's, errors included`(turn: Int) throws {
        let seed = turn == 1 ? 7 : Int.random(in: 2..<1 << 40)
        let turns = LongTests.pick(3000, long: 10_000)
        let source =
            "local seed, turns = \(seed), \(turns)\n" + StockComparison.tools + Self.tables
        try StockComparison.expectEqual(source, profile: .plugin(seed: 1), lines: turns)
        if turn > 1 { print("library functions were compared with seed \(seed)") }
    }

    @Test func `equal elements are sorted the same in every run`() throws {
        let source = """
            local t = {} for i = 1, 5000 do t[i] = { key = i * 7919 % 10, at = i } end
            table.sort(t, function(a, b) return a.key < b.key end)
            local s = {} for i, e in ipairs(t) do s[i] = e.at end
            return table.concat(s, " ")
            """
        let first = try LuaState(profile: .plugin(seed: 1)).text(source)
        for seed in 2...4 {
            #expect(try LuaState(profile: .plugin(seed: UInt64(seed))).text(source) == first)
        }
    }

    @Test(arguments: [
        "function(a, b) return true end", "function(a, b) return not (a < b) end",
        "function(a, b) t[#t + 1] = 1 return a < b end", "function(a, b) t[1] = nil return a < b end",
        "function(a, b) error('no') end", "function(a, b) return math.random() < 0.5 end",
        "function(a, b) table.sort(t) return a < b end",
    ])
    func `a comparison that makes no sense does no harm`(comparison: String) throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: 8 << 20))
        _ = state.failure("t = {} for i = 1, 300 do t[i] = i * 7919 % 1000 end table.sort(t, \(comparison))")
        #expect(try state.run("return 1")[0].int == 1)
        #expect(state.stackDepth == 0)
    }

    @Test func `a plugin's text for one call of a function that cannot be stopped is bounded`() throws {
        let long = "local s = ('x'):rep(17 << 20) return "
        for call in [
            "utf8.len(s)", "utf8.offset(s, -1)", "utf8.codepoint(s)", "string.format('%s', s)",
            "('%s %s'):format(s:sub(1, 9 << 20), s:sub(1, 9 << 20))", "string.pack('z', s)",
            "string.unpack('z', s)",
        ] {
            let limits = LuaLimits(memoryBytes: 128 << 20)
            let error = try LuaState(profile: .plugin(seed: 1), limits: limits).failure(long + call)
            #expect(
                error?.message.hasPrefix("more than 16 MiB of text in one call") == true,
                "\(call): \(error as Any)")
            let isText = call.hasPrefix("string.unpack")
            #expect(try isText || LuaState(profile: .script).failure(long + call) == nil, "\(call)")
        }
    }

    @Test(
        arguments: [
            "local t = {} for i = 1, 1 << 20 do t[i] = -i end while true do table.sort(t) end",
            "local t = {} for i = 1, 1 << 20 do t[i] = i end while true do table.insert(t, 1, 1) table.remove(t, 1) end",
            "local t = {} while true do table.move(t, 1, 1 << 26, 1) end",
            "local t = setmetatable({}, { __index = function() return 1 end, __len = function() return 1 << 26 end }) while true do table.unpack(t, 1, 9) table.concat(t) end",
            "local s = ('x'):rep(20 << 20) while true do s:upper() s:reverse() s:lower() end",
            "local s = ('x'):rep(10 << 20) while true do utf8.len(s) string.format('%s', s) s:sub(2) end",
            "local s = ('x'):rep(15 << 20) while true do utf8.offset(s, -1) utf8.len(s) utf8.codepoint(s, -1) end",
            "local s = ('\\n'):rep(4 << 20) while true do string.format('%q', s) end",
            "local s = ('1'):rep(20 << 20) while true do tonumber(s) tonumber(s, 16) pcall(math.floor, s) end",
            "local s = ('x'):rep(1 << 20) while true do tostring(setmetatable({}, { __tostring = function() return s end })) end",
            "while true do pcall(string.format, ('%s'):rep(1 << 18), table.unpack({}, 1, 100000)) end",
            "while true do pcall(string.pack, ('i1'):rep(1 << 16), table.unpack({}, 1, 65536)) end",
        ])
    func `a deadline reaches every function that loops`(source: String) throws {
        let state = try LuaState(
            profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 100))
        var error: LuaError?
        let time = ProcessorTime.measure { error = state.failure(source) }
        #expect(error?.code == .deadline, "\(String(describing: error))")
        #expect(time < .seconds(4), "\(time)")
    }
}
