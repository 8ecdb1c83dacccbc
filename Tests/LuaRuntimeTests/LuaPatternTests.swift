import TestSupport
import Testing

@testable import LuaRuntime

@Suite("Patterns") struct LuaPatternTests {
    private static let random = #"""
        local pieces = { "a", "b", "ab", "%a", "%d", "%s", "%w", "%x", "%p", "%u", "%l", "%c", "%g", "%A", "%z",
          "%Z", "%D", "%.", "%%", ".", "[ab]", "[^ab]", "[a-c]", "[%a_]", "[]a]", "[^]a]", "[a-]", "[%d-]", "[",
          "]", "[^", "[%", "[a", "(", ")", "()", "(a)", "(.-)", "(%a+)", "%1", "%2", "%0", "%b()", "%bab", "%b",
          "%bx", "%f[%a]", "%f[^a]", "%f", "%fa", "^", "$", "*", "+", "-", "?", "a*", "a-", "a?", ".*", ".-",
          ".+", "%", "\0", "%\0", "\xe4", "[\x80-\xff]", "x", "1", " ", "%a*", "%s+", "[%w%s]*", "(()", "((.)%2)" }
        local letters = { "a", "b", "c", "A", "1", "2", " ", "(", ")", "x", "\0", "\xe4", "_", ".", "%", "-",
          "\n", "ab", "aa", "]" }
        local repls = { "x", "%0", "%1", "%2", "%%", "%", "<%0>", "%a", "%9", "", "%1%1" }
        local function make(list, most)
          local t = {}
          for i = 1, rnd(most) - 1 do t[i] = list[rnd(#list)] end
          return table.concat(t)
        end
        local function own(a, b)
          if a == "a" then return nil end
          if a == "b" then return b and {} or false end
          return tostring(a) .. tostring(b)
        end
        for i = 1, turns do
          local s, p = make(letters, 14), make(pieces, 6)
          local init = rnd(4) == 1 and rnd(12) - 6 or nil
          show(i, p, s)
          show(pcall(string.find, s, p, init, rnd(20) == 1))
          show(pcall(string.match, s, p, init))
          show(pcall(function()
            local all = {}
            for a, b in string.gmatch(s, p, init) do all[#all + 1] = tostring(a) .. ":" .. tostring(b) end
            return table.concat(all, ",")
          end))
          local kind, r = rnd(4), nil
          if kind == 1 then r = repls[rnd(#repls)] .. repls[rnd(#repls)]
          elseif kind == 2 then r = own
          elseif kind == 3 then r = { a = "z", b = false, ab = 12, [1] = "one" }
          else r = rnd(9) end
          show(pcall(string.gsub, s, p, r, rnd(5) == 1 and rnd(4) - 2 or nil))
        end
        for _, n in ipairs { 31, 32, 33, 150, 199, 200, 201, 250 } do
          for _, q in ipairs { "a?", "a*", "a-", "(a)", "()", "(" } do
            show(n, q, pcall(string.find, ("a"):rep(300), q:rep(n)))
            show(n, q, pcall(string.find, "b", q:rep(n)))
          end
        end
        for _, args in ipairs { {}, { 1 }, { "x" }, { "x", {} }, { "x", "x", {} }, { {}, "x" },
            { "x", "x", "y", "z" }, { 12, 1 }, { "x", "x", 1.5 }, { "x", "x", "2" } } do
          for _, f in ipairs { "find", "match", "gmatch", "gsub" } do
            show(f, pcall(string[f], table.unpack(args)))
          end
        end
        return table.concat(out, "\n")
        """#

    @Test(arguments: 1...LongTests.pick(2, long: 4))
    func `find, match, gmatch and gsub answer as the library's, errors included`(turn: Int) throws {
        let seed = turn == 1 ? 1 : Int.random(in: 2..<1 << 40)
        let turns = LongTests.pick(2500, long: 8000)
        let source =
            "local seed, turns = \(seed), \(turns)\n" + StockComparison.tools + Self.random
        let profile = turn % 2 == 0 ? LuaProfile.script : .plugin(seed: 1)
        try StockComparison.expectEqual(source, profile: profile, lines: 5 * turns)
        if turn > 1 { print("patterns were compared with seed \(seed)") }
    }

    private static let endless = [
        "return ('a'):rep(60):find(('a?'):rep(60) .. ('a'):rep(60))",
        "return ('a'):rep(1000000):match(('.-'):rep(8) .. 'b')",
        "for x in ('a'):rep(1000000):gmatch(('.-'):rep(8) .. 'b') do end",
        "return ('a'):rep(1000000):gsub(('.-'):rep(8) .. 'b', '')",
        "return ('('):rep(3000000):gsub('%b()', '')",
        "local s = ('a'):rep(1 << 20) while true do s:find('[' .. ('b'):rep(1 << 16) .. ']') end",
        "local s = ('ab'):rep(1 << 16) return s:find('(.*)%1%1%1b$')",
        "local s = ('a'):rep(1 << 22) while true do s:find(s .. 'b', 1, true) end",
        "while true do pcall(string.find, ('a'):rep(1000000), ('.-'):rep(8) .. 'b') end",
    ]

    @Test(arguments: endless)
    func `a deadline reaches into a pattern`(source: String) throws {
        let state = try LuaState(
            profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 100))
        let error = state.failure(source)
        #expect(error?.code == .deadline, "\(String(describing: error))")
        #expect(error?.line == 1)
        #expect(try state.run("return 1")[0].int == 1)
    }

    @Test(arguments: endless)
    func `a budget of instructions counts the steps of a pattern, the same in every run`(source: String)
        throws
    {
        func message() throws -> String? {
            let limits = LuaLimits(
                memoryBytes: 64 << 20, instructions: LongTests.pick(1_000_000, long: 3_000_000))
            let state = try LuaState(profile: .plugin(seed: 1), limits: limits)
            return state.failure(source)?.description
        }
        let first = try message()
        #expect(first?.contains("instructions was reached") == true, "\(first ?? "")")
        #expect(try message() == first)
    }

    @Test func `a class knows ASCII only, whatever the machine's locale`() throws {
        let state = try LuaState(profile: .script)
        #expect(try state.run("return ('\\xe4\\xc4'):find('[%a%l%u%w%p%s]')")[0].isNil)
        #expect(
            try state.text("return ('\\xc4b'):lower() == '\\xc4b' and ('\\xe4b'):upper() == '\\xe4B'")
                == "true")
    }
}
