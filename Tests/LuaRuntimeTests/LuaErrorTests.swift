import Testing

@testable import LuaRuntime

@Suite("LuaError") struct LuaErrorTests {
    @Test func `an error carries chunk, line, message and traceback`() throws {
        let state = try LuaState(profile: .script)
        let error = state.failure("local function f()\n  error('boom')\nend\nf()")
        #expect(error?.code == .runtime)
        #expect(error?.chunk == "t")
        #expect(error?.line == 2)
        #expect(error?.message == "boom")
        #expect(error?.description == "t:2: boom")
        let lines = error?.traceback?.split(separator: "\n").map(String.init)
        #expect(
            lines == ["host: in global 'error'", "t:2: in local 'f'", "t:4: in main chunk"]
                || lines == ["host: in function 'error'", "t:2: in upvalue 'f'", "t:4: in main chunk"],
            "\(lines ?? [])")
    }

    @Test(arguments: [
        ("x =", true, 1), ("for i = 1, 2 do\n", true, 2), ("x = = 1", false, 1),
        ("local s = 'abc\n'", false, 1),
        ("return (", true, 1), ("end", false, 1), ("x = [[long", true, 1),
    ])
    func `a syntax error says whether more lines could complete the source`(
        source: String, isIncomplete: Bool, line: Int
    ) throws {
        let state = try LuaState(profile: .script)
        let error = #expect(throws: LuaError.self) { try state.load(source, chunk: "stdin") }
        #expect(error?.code == .syntax)
        #expect(error?.isIncomplete == isIncomplete, "\(String(describing: error))")
        #expect(error?.chunk == "stdin")
        #expect(error?.line == line)
    }

    @Test(arguments: ["error('no')", "local x = = 1"])
    func `a long chunk name is told in full`(source: String) throws {
        let name = "/home/somebody/with/a/very/long/path/to/where/plugins/are/kept/model.lua"
        let state = try LuaState(profile: .script)
        let error = #expect(throws: LuaError.self) {
            try state.call(try state.load(source, chunk: name))
        }
        #expect(error?.chunk == name && error?.line == 1)
    }

    @Test func `a chunk name may hold colons`() throws {
        let state = try LuaState(profile: .script)
        let function = try state.load("error('a:1: b')", chunk: "C:9: x.lua")
        let error = #expect(throws: LuaError.self) { try state.call(function) }
        #expect(error?.chunk == "C:9: x.lua")
        #expect(error?.message == "a:1: b")
    }

    @Test(arguments: [
        ("error({ code = 42 })", "(error object is a table value)"),
        ("error()", "(error object is a nil value)"),
        ("error(2.5)", "2.5"), ("error(true)", "(error object is a boolean value)"),
        ("error(setmetatable({}, { __tostring = function() return 'own' end }))", "own"),
        (
            "error(setmetatable({}, { __tostring = function() error(1) end }))",
            "(error object is a table value whose __tostring failed)"
        ),
        ("error('\\27[31m\\0x', 0)", "\\x1b[31m\\x00x"),
    ])
    func `any error object becomes a message`(source: String, message: String) throws {
        let state = try LuaState(profile: .script)
        let error = state.failure("\n" + source)
        #expect(error?.code == .runtime)
        #expect(error?.message == message)
        #expect(error?.chunk == "t")
        #expect(error?.line == 2)
    }

    @Test func `an endless __tostring of an error object is ended by the limits`() throws {
        let state = try LuaState(profile: .script, limits: LuaLimits(deadlineMilliseconds: 100))
        let error = state.failure(
            "error(setmetatable({}, { __tostring = function() while true do end end }))")
        #expect(error?.code == .deadline)
    }

    @Test func `a long message is cut`() throws {
        let state = try LuaState(profile: .script)
        let error = state.failure("error(('ä'):rep(10000), 0)")
        #expect((error?.message.utf8.count ?? 0) <= 4096)
        #expect(error?.message.hasSuffix("ä") == true)
    }

    @Test func `the error of a host function reaches the top unchanged`() throws {
        let state = try LuaState(profile: .script)
        try state.define("fail") { _ in throw HostFailure(number: 7) }
        let direct = state.failure("\n\nfail()")
        #expect(direct?.underlying as? HostFailure == HostFailure(number: 7))
        #expect(direct?.line == 3)
        let again = state.failure("local ok, e = pcall(fail) error(e, 0)")
        #expect(again?.underlying as? HostFailure == HostFailure(number: 7))
        let changed = state.failure("local ok, e = pcall(fail) error('other: ' .. e, 0)")
        #expect(changed?.underlying == nil)
        #expect(try state.text("local ok, e = pcall(fail) return type(e)") == "string")
    }

    @Test func `a bad argument is named with its parameter and function`() throws {
        let state = try LuaState(profile: .script)
        try state.define("liq.load") { call in [.string(try call.string(1, "path"))] }
        try state.run("load_ = _G['liq.load']")
        #expect(
            state.failure("load_()")?.description
                == "t:1: bad argument #1 'path' to 'liq.load' (string expected, got nil)")
        #expect(state.failure("load_({})")?.message.hasSuffix("(string expected, got table)") == true)
    }

    @Test func `errors nest through host and script without losing the first place`() throws {
        let state = try LuaState(profile: .script)
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        let error = state.failure("again(function()\n again(function()\n  error('deep') end) end)")
        #expect(error?.description == "t:3: deep")
        #expect(error?.message == "deep")
        #expect(state.stackDepth == 0)
    }

    @Test func `errors thrown in host functions leak nothing`() throws {
        let counter = Witness.Counter()
        let state = try LuaState(profile: .script)
        try state.define("fail") { [counter] _ in
            let witness = Witness(counter)
            guard witness.counter.alive < 0 else { throw HostFailure(number: counter.alive) }
            return []
        }
        try state.run("for i = 1, 1000 do assert(not pcall(fail)) end")
        #expect(counter.alive == 0)
        #expect(state.stackDepth == 0)
    }

    @Test func `errors in metamethods through the host are caught`() throws {
        let state = try LuaState(profile: .script)
        try state.define("fail") { _ in throw HostFailure(number: 1) }
        try state.define("index") { call in [.string("got " + (try call.string(2, "key")))] }
        try state.run(
            """
            local bad = setmetatable({}, { __index = fail, __newindex = fail, __add = fail, __close = fail,
                                           __lt = fail, __len = fail, __call = fail, __concat = fail, __eq = fail })
            assert(not pcall(function() return bad.x end))
            assert(not pcall(function() bad.x = 1 end))
            assert(not pcall(function() return bad + 1 end))
            assert(not pcall(function() return bad < bad end))
            assert(not pcall(function() return #bad end))
            assert(not pcall(function() return bad() end))
            assert(not pcall(function() return bad .. 'x' end))
            assert(not pcall(function() local x <close> = bad end))
            assert(not pcall(function() local x <close> = bad error('first') end))
            assert(not pcall(table.sort, { bad, bad, bad }))
            assert(setmetatable({}, { __index = index }).y == 'got y')
            """)
    }

    @Test func `deep recursion between host and script is a clean error`() throws {
        let state = try LuaState(profile: .script)
        try state.define("again") { call in try call.state.call(call.function(1, "f"), []) }
        let error = state.failure("local function f() again(f) end f()")
        #expect(error?.code == .stackOverflow)
        #expect(try state.run("return 1")[0].int == 1)
    }
}
