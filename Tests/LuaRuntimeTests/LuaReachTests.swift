import Testing

@testable import LuaRuntime

/// What a script can reach from its globals, walked and compared with the whole list.
@Suite("What a script can reach") struct LuaReachTests {
    /// Every table and metatable, each once; numbers and texts that are constants too.
    private static let walk = """
        local seen, list = {}, {}
        local function walk(path, t)
            if seen[t] then return end
            seen[t] = true
            for k, v in next, t do
                local name = path .. tostring(k)
                list[#list + 1] = name .. (type(v) == 'function' and '()' or type(v) == 'table' and '' or '=' .. type(v))
                if type(v) == 'table' then walk(name .. '.', v) end
                local meta = getmetatable(v)
                if meta ~= nil and type(v) ~= 'string' then list[#list + 1] = name .. ' metatable ' .. type(meta) end
            end
        end
        walk('', _G)
        local meta = getmetatable('')
        if type(meta) == 'table' then walk('(string).', meta) else list[#list + 1] = '(string) ' .. tostring(meta) end
        table.sort(list)
        return table.concat(list, ' ')
        """

    private static let common = """
        _G _VERSION=string assert() collectgarbage() coroutine coroutine.create() coroutine.isyieldable()
        coroutine.resume() coroutine.running() coroutine.status() coroutine.wrap() coroutine.yield() error()
        getmetatable() ipairs() load() math math.abs() math.acos() math.asin() math.atan() math.ceil() math.cos()
        math.deg() math.exp() math.floor() math.fmod() math.huge=number math.log() math.max()
        math.maxinteger=number math.min() math.mininteger=number math.modf() math.pi=number math.rad()
        math.random() math.sin() math.sqrt() math.tan() math.tointeger() math.type() math.ult() next() pairs()
        pcall() print() rawequal() rawget() rawlen() rawset() select() setmetatable() string string.byte()
        string.char() string.find() string.format() string.gmatch() string.gsub() string.len() string.lower()
        string.match() string.pack() string.packsize() string.rep() string.reverse() string.sub()
        string.unpack() string.upper() table table.concat() table.insert() table.move() table.pack()
        table.remove() table.sort() table.unpack() tonumber() tostring() type() utf8 utf8.char()
        utf8.charpattern=string utf8.codepoint() utf8.codes() utf8.len() utf8.offset() xpcall()
        """
    private static let scriptOnly = """
        (string).__add() (string).__div() (string).__idiv() (string).__index (string).__mod() (string).__mul()
        (string).__pow() (string).__sub() (string).__unm()
        math.randomseed() os os.clock() os.date() os.difftime() os.getenv() os.time()
        """

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test func `a plugin reaches this and nothing else`() throws {
        let found = Self.words(
            try LuaState(profile: .plugin(seed: 1)).text(Self.walk).replacing("(string) false", with: ""))
        #expect(found.symmetricDifference(Self.words(Self.common)).sorted() == [])
        #expect(try LuaState(profile: .plugin(seed: 1)).text("return getmetatable('')") == "false")
    }

    @Test func `a script reaches this and nothing else`() throws {
        let found = Self.words(try LuaState(profile: .script).text(Self.walk))
        let expected = Self.words(Self.common + "\n" + Self.scriptOnly)
        #expect(found.symmetricDifference(expected).sorted() == [])
    }

    @Test func `a plugin that changes a library changes its own only`() throws {
        let one = try LuaState(profile: .plugin(seed: 1)), other = try LuaState(profile: .plugin(seed: 1))
        try one.run("math.abs = nil string.format = error pairs = nil _G.leak = 1 table.sort = print")
        #expect(try other.text("return tostring(leak) .. math.abs(-1) .. ('%d'):format(2)") == "nil12")
    }

    @Test func `no text of a plugin shows an address`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        let text = try state.text(
            """
            local t = { {}, print, function() end, coroutine.create(print), setmetatable({}, { __name = 'own' }), pairs({}) }
            local out = {}
            for i, v in ipairs(t) do
                out[#out + 1] = tostring(v) .. ' ' .. string.format('%s %10s', v, v)
                out[#out + 1] = select(2, pcall(error, v, 0)) == v and select(2, pcall(function() return v + 1 end))
                out[#out + 1] = select(2, pcall(string.rep, v))
            end
            assert(not pcall(string.format, '%p', t) and not pcall(string.format, '%-20p', t))
            return table.concat(out, ' ')
            """)
        #expect(text.contains("table") && !text.contains("0x"), "\(text)")
    }
}
