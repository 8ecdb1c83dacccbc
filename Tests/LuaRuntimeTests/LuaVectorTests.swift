import Testing

@testable import LuaRuntime

@Suite("LuaVector") struct LuaVectorTests {
    private func makeState(_ limits: LuaLimits = .none) throws -> LuaState {
        let state = try LuaState(profile: .plugin(seed: 1), limits: limits)
        try state.setGlobal("vector", .function(state.makeVectorConstructor()))
        return state
    }

    @Test func `cells are read from 1 and anything else is an error`() throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2, 3], name: "close")))
        #expect(try state.text("return v[1] + v[2.0] + v[3] + #v") == "9.0")
        for index in ["0", "-1", "4", "2^31", "2^53", "math.mininteger", "math.maxinteger"] {
            let error = state.failure("return v[\(index)]")
            #expect(error?.message.contains("1...3") == true && error?.message.contains("close") == true)
            #expect(state.failure("v[\(index)] = 1") != nil)
        }
        #expect(
            state.failure("return v[1.5]")?.message.contains("must be an integer in 1...3, was 1.5") == true)
        for index in ["true", "{}", "nil", "0/0", "'1'"] {
            #expect(state.failure("return v[\(index)]") != nil)
        }
        #expect(state.failure("v[1] = 5")?.message == "vector 'close' is read-only")
        #expect(state.failure("v:fill(1)")?.message == "vector 'close' is read-only")
        #expect(state.failure("v:summ()")?.message == "vector has no method 'summ' (did you mean 'sum'?)")
        #expect(state.failure("return v.volume")?.message == "vector has no method 'volume'")
        #expect(try state.text("return getmetatable(v)") == "false")
        #expect(state.failure("setmetatable(v, {})") != nil && state.failure("rawset(v, 1, 2)") != nil)
    }

    @Test(arguments: [
        ("v + v", "vector(3) 2.0 4.0 6.0"), ("v - 1", "vector(3) 0.0 1.0 2.0"),
        ("10 - v", "vector(3) 9.0 8.0 7.0"),
        ("v * v / 2", "vector(3) 0.5 2.0 4.5"), ("2 ^ v", "vector(3) 2.0 4.0 8.0"),
        ("-v", "vector(3) -1.0 -2.0 -3.0"), ("v % 2", "vector(3) 1.0 0.0 1.0"),
        ("v // 2", "vector(3) 0.0 1.0 1.0"), ("7 // v", "vector(3) 7.0 3.0 2.0"),
        ("(-v - 0.5) % 2", "vector(3) 0.5 1.5 0.5"), ("(v - 4) % -2", "vector(3) -1.0 -0.0 -1.0"),
        ("(v - 4) // 2", "vector(3) -2.0 -1.0 -1.0"), ("(v % 0):isnan():sum()", "3.0"),
        ("v % vector { 2, 3, 4 }", "vector(3) 1.0 2.0 3.0"),
        ("v:sum()", "6.0"), ("v:mean()", "2.0"), ("v:min()", "1.0"), ("v:max()", "3.0"), ("v:dot(v)", "14.0"),
        ("v:std()", "0.816496580927726"), ("v:cumsum()", "vector(3) 1.0 3.0 6.0"),
        ("v:diff()", "vector(3) nan 1.0 1.0"),
        ("(-v):abs()", "vector(3) 1.0 2.0 3.0"), ("v:log():exp()[1]", "1.0"),
        ("(v * v):sqrt()", "vector(3) 1.0 2.0 3.0"),
        ("v:ema(1)", "vector(3) 1.0 2.0 3.0"), ("v:ema(3)", "vector(3) 1.0 1.5 2.25"), ("#v:totable()", "3"),
        ("v:slice(2)", "vector(2) 2.0 3.0"), ("v:slice(1, 2)", "vector(2) 1.0 2.0"),
        ("v:slice(4)", "vector(0)"),
        ("vector(2):fill(7)", "vector(2) 7.0 7.0"), ("vector(525600, 1.5)", "vector(525600) 1.5 1.5 … 1.5"),
        ("vector {}:mean()", "nil"), ("vector {}:sum()", "0.0"), ("vector {}:diff()", "vector(0)"),
        ("vector { 1, 0/0, 2 }:sum()", "nan"), ("vector { 1, 0/0, 2 }:max()", "nan"),
        ("vector { 0/0, 2 }:min()", "nan"),
        ("vector { 1, 0/0, 2 }:cumsum()", "vector(3) 1.0 nan nan"), ("vector(0)", "vector(0)"),
    ])
    func `arithmetic and methods give what their cells give`(source: String, expected: String) throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2, 3])))
        #expect(try state.text("return " + source.replacingBraces) == expected)
    }

    @Test(arguments: [
        ("v + vector(2)", "vectors differ in length: 3 and 2"), ("v + {}", "combine a vector with a table"),
        ("v + '1'", "combine a vector with a string"),
        ("v:dot(vector(1))", "vectors differ in length: 3 and 1"),
        ("v:slice(0)", "slice 0...3 is outside 1...3"), ("v:slice(2, 4)", "slice 2...4 is outside 1...3"),
        ("v:ema(0)", "a span of at least 1 is expected"), ("vector(-1)", "0 or more"),
        ("vector(1 << 62)", "0 or more"),
        ("vector({ 1, 'x' })", "element 2 is string"),
        ("vector('3')", "table of numbers, or a length expected"),
        ("v.sum({})", "'vector:sum' needs a vector, got table; call it as 'vector:sum(…)'"),
        ("v.sum(print)", "'vector:sum' needs a vector, got function"),
        ("v.sum()", "'vector:sum' needs a vector, got no value"),
        ("v:sum(1)", "'vector:sum' takes 0 arguments, was given 1"),
        ("v:gt(1, 2)", "'vector:gt' takes 1 argument, was given 2"),
    ])
    func `what cannot be computed is named`(source: String, message: String) throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2, 3])))
        let error = state.failure("return " + source)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func `a vector of the host's cannot be written`() throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2], name: "open")))
        #expect(state.failure("v[1] = 5")?.message == "vector 'open' is read-only")
        #expect(state.failure("v:fill(0)")?.message == "vector 'open' is read-only")
    }

    @Test func `vectors made in Lua come back with their cells until the state closes`() throws {
        var state: LuaState? = try makeState()
        let vector = try state?.run("return vector { 1, 2 } * 2")[0].vector
        try state?.collectGarbage()
        #expect(try vector?.values == [2, 4])
        try state?.setGlobal("again", .vector(#require(vector)))
        #expect(try state?.text("again[1] = 7 return again") == "vector(2) 7.0 4.0")
        state = nil
        #expect(throws: LuaError.self) { try vector?.values }
    }

    @Test func `vectors of the host keep their identity and are freed`() throws {
        let state = try makeState()
        let vector = LuaVector([1, 2])
        #expect(try state.run("local v = ... return v", [.vector(vector)])[0].vector === vector)
        #expect(try vector.values == [1, 2])
        #expect(state.liveObjects > 0)
        for _ in 0..<1000 { try state.run("local v = ... return #v", [.vector(LuaVector([1]))]) }
        try state.collectGarbage()
        #expect(state.liveObjects < 10)
    }

    @Test func `a vector that the host looks at first is computed under the limits of a call`() throws {
        let state = try makeState(LuaLimits(deadlineMilliseconds: 100))
        let error = state.failure(
            """
            local v = vector(2000000, 1.5)
            local function tree(depth) if depth == 0 then return v end return tree(depth - 1) ^ tree(depth - 1) end
            return tree(7)
            """)
        #expect(error?.code == .deadline, "\(String(describing: error))")
        #expect(try state.run("return 1")[0].int == 1)
        #expect(state.stackDepth == 0)
    }

    @Test func `an answering function computes its vectors before it returns`() throws {
        let state = try makeState(LuaLimits(memoryBytes: 2 << 20))
        let lazy = try #require(
            try state.run(
                "return function(n) local v = vector(n, 2) return { v + 1, long = { v * 2, 'x' } } end")[0]
                .function)
        let answering = try state.makeAnswering(lazy)
        let table = try #require(try state.call(answering, [.integer(1000)]).first?.table)
        #expect(try table.get(1).vector?.values.first == 3)
        #expect(try table.get("long").table?.get(1).vector?.values.last == 4)
        // 8 bytes a cell: the first is put off, its sum and product no longer fit.
        #expect(throws: LuaError.self) { try state.call(answering, [.integer(100_000)]) }
        #expect(try state.run("return 1")[0].int == 1)
    }

    @Test func `vectors made in Lua count against the memory limit`() throws {
        let state = try makeState(LuaLimits(memoryBytes: 4 << 20))
        #expect(state.failure("return vector(1 << 20)")?.code == .memory)
        #expect(
            state.failure(
                "local v = vector(1 << 17) local k = {} for i = 1, 100 do k[i] = v + 1 k[i][1] = 0 end")?.code
                == .memory)
        try state.run("local v = vector(1 << 16) for i = 1, 200 do v = v + 1 end assert(v[1] == 200)")
        #expect(state.memoryPeak <= 4 << 20)
    }
}

extension String {
    /// `vector {…}:m()` is not Lua without parentheses around the call.
    fileprivate var replacingBraces: String {
        guard hasPrefix("vector {"), let end = lastIndex(of: "}") else { return self }
        return "(vector" + dropFirst(6)[..<index(after: end)] + ")" + self[index(after: end)...]
    }
}
