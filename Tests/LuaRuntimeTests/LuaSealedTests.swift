import Testing

@testable import LuaRuntime

/// Tables that the host gives and scripts only read.
@Suite("Sealed tables") struct LuaSealedTests {
    private func makeState() throws -> LuaState {
        let state = try LuaState(profile: .plugin(seed: 1))
        let list = try state.makeTable(numbers: [3, 2, 1]).sealed(as: "ladder")
        try state.setGlobal("ladder", .table(list))
        let named = try state.makeTable(fields: [("gain", .integer(2)), ("calm", .boolean(true))])
        try state.setGlobal("params", .table(try named.sealed(as: "params")))
        return state
    }

    @Test(arguments: [
        ("ladder[1] + ladder[3]", "4.0"), ("#ladder", "3"), ("ladder[4]", "nil"), ("rawlen(ladder)", "3"),
        ("rawget(ladder, 2)", "2.0"), ("table.concat(ladder, ' ')", "3.0 2.0 1.0"),
        ("select('#', table.unpack(ladder))", "3"), ("type(ladder)", "table"),
        ("(next(ladder))", "1"), ("(next(ladder, 3))", "nil"), ("(next(params))", "calm"),
        ("(next(params, 'calm'))", "gain"), ("params.gain", "2"), ("params.none", "nil"),
        ("getmetatable(ladder)", "false"), ("table.move(ladder, 1, 3, 1, {})[3]", "1.0"),
        ("ladder == ladder", "true"),
    ])
    func `it is read like any other table`(source: String, expected: String) throws {
        #expect(try makeState().text("return " + source) == expected)
    }

    @Test func `loops go through what it holds`() throws {
        let state = try makeState()
        let loops = """
            local out = {}
            for i, x in ipairs(ladder) do out[#out + 1] = i .. '=' .. x end
            for k, x in pairs(ladder) do out[#out + 1] = k .. '=' .. x end
            for k, x in pairs(params) do out[#out + 1] = k .. '=' .. tostring(x) end
            for k, x in next, params do out[#out + 1] = k .. '=' .. tostring(x) end
            return table.concat(out, ' ')
            """
        #expect(
            try state.text(loops)
                == "1=3.0 2=2.0 3=1.0 1=3.0 2=2.0 3=1.0 calm=true gain=2 calm=true gain=2")
    }

    @Test(arguments: [
        "ladder[1] = 5", "ladder[4] = 5", "ladder.x = 1", "ladder[1] = nil", "table.insert(ladder, 1)",
        "table.remove(ladder)", "table.sort(ladder)", "table.move({ 9 }, 1, 1, 1, ladder)",
        "local _, t = pairs(ladder) t[1] = 5",
    ])
    func `what is written is an error with its name and line, and changes nothing`(source: String) throws {
        let state = try makeState()
        let error = try #require(state.failure(source))
        #expect(error.message == "ladder is read-only")
        #expect(error.line == 1)
        #expect(try state.text("return table.concat(ladder, ' ')") == "3.0 2.0 1.0")
        #expect(state.failure("params.gain = 3")?.message == "params is read-only")
    }

    @Test func `nothing gets round it`() throws {
        let state = try makeState()
        #expect(state.failure("rawset(ladder, 1, 5)")?.message.contains("read-only") == true)
        #expect(state.failure("setmetatable(ladder, {})")?.message.contains("protected") == true)
        #expect(try state.text("local t = rawset({}, 1, 5) return t[1]") == "5")
        for bad in ["rawset(1, 2, 3)", "rawset({}, nil, 1)", "rawget(1, 2)", "rawlen(1)"] {
            #expect(state.failure(bad) != nil, "\(bad)")
        }
    }

    @Test func `the host reads what it holds where a script hands it back`() throws {
        let state = try makeState()
        let table = try #require(try state.run("return ladder").first?.table)
        #expect(try table.array(limit: 10).map(\.double) == [3, 2, 1])
        let inner = try #require(try state.run("return { long = ladder }").first?.table)
        #expect(try inner.get("long").table?.count == 3)
        let pairs = try #require(try state.run("return params").first?.table).pairs(limit: 10)
        #expect(pairs.map(\.0.text) == ["calm", "gain"])
        let copied = try state.call(try state.load("return ladder", chunk: "t"), []) { results in
            var cells = [0.0, 0, 0]
            return cells.withUnsafeMutableBufferPointer { results.readNumbers(1, into: $0) } == nil
        }
        #expect(copied)
    }
}
