import Testing

@testable import LuaRuntime

@Suite("LuaState") struct LuaStateTests {
    @Test func `a chunk runs and its results come back`() throws {
        let state = try LuaState(profile: .script)
        let results = try state.run(
            "return 1, 2.5, 'x', nil, true, {7}, function() end, coroutine.create(print)")
        #expect(results.count == 8)
        #expect(results[0].int == 1)
        #expect(results[1].double == 2.5)
        #expect(results[2].text == "x")
        #expect(results[3].isNil)
        #expect(results[4].bool == true)
        #expect(try results[5].table?.get(1).int == 7)
        #expect(results[6].function != nil)
        #expect(results[7].typeName == "coroutine")
        #expect(state.stackDepth == 0)
    }

    @Test func `globals are set and read without metamethods`() throws {
        let state = try LuaState(profile: .script)
        try state.run("setmetatable(_G, { __index = error, __newindex = error })")
        try state.setGlobal("x", .string("a\0b"))
        #expect(try state.global("x").text == "a\0b")
        #expect(try state.global("missing").isNil)
        #expect(try state.text("return #x") == "3")
    }

    @Test func `a table is built and read back in a fixed order`() throws {
        let state = try LuaState(profile: .script)
        let table = try state.makeTable(
            array: [.integer(10), .string("b")], fields: [("zeta", .boolean(true)), ("alpha", .number(0.5))])
        try state.setGlobal("t", .table(table))
        try state.run("t[-1] = 1; t[2.5] = 2; t[true] = 3")
        let keys = try table.pairs(limit: 100).map { try state.tostring($0.0) }
        #expect(keys == ["-1", "1", "2", "2.5", "alpha", "zeta", "true"])
        #expect(throws: LuaError.self) { try table.pairs(limit: 3) }
        #expect(try table.count == 2)
        #expect(try table.array(limit: 2).map(\.typeName) == ["number", "string"])
        #expect(throws: LuaError.self) { try table.array(limit: 1) }
        try table.set("alpha", .nil)
        try table.set(3, .table(table))
        #expect(try state.text("return t.alpha == nil and t[3] == t") == "true")
        #expect(state.stackDepth == 0)
    }

    @Test func `numbers are read from a table and the first bad one is named`() throws {
        let state = try LuaState(profile: .script)
        func read(_ source: String) throws -> (LuaNumbersResult?, [Double]) {
            var cells = [0.0, 0, 0]
            let table = try state.run("return " + source)[0].table
            let result = try cells.withUnsafeMutableBufferPointer { try table?.readNumbers(into: $0) }
            return (result, cells)
        }
        #expect(try read("{1, 2.5, 3}") == (.complete, [1, 2.5, 3]))
        #expect(try read("{1, '2', 3}").0 == .bad(index: 2, found: "string"))
        #expect(try read("{1, 2}").0 == .bad(index: 3, found: "nil"))
        #expect(try read("{1, 2, 3, 4, 5}").0 == .extra(count: 5))
        #expect(
            try read("setmetatable({}, { __index = function() return 1 end })").0
                == .bad(index: 1, found: "nil"))
        #expect(try state.makeTable(numbers: [4, 5]).get(2).double == 5)
    }

    @Test(arguments: [
        ("0.1 + 0.2", "0.30000000000000004"), ("5.0", "5.0"), ("5", "5"), ("-0.0", "-0.0"), ("1e15", "1e+15"),
        ("2^53", "9007199254740992.0"), ("1/0", "inf"), ("-1/0", "-inf"), ("0/0", "nan"),
        ("1e-310", "1e-310"),
        ("5e-324", "5e-324"), ("0.1", "0.1"), ("math.mininteger", "-9223372036854775808"),
        ("1e100", "1e+100"),
        ("123456.789", "123456.789"), ("nil", "nil"), ("'x'", "x"),
    ])
    func `a number is shown in the shortest form that reads back`(source: String, expected: String) throws {
        var lines: [String] = []
        let state = try LuaState(profile: .script) { lines.append($0) }
        try state.run("print(\(source), tostring(\(source)))")
        #expect(lines == ["\(expected)\t\(expected)"])
        #expect(try state.text("return \(source)") == expected)
    }

    @Test func `print honours __tostring and __name`() throws {
        var lines: [String] = []
        let state = try LuaState(profile: .plugin(seed: 1)) { lines.append($0) }
        try state.run("print(setmetatable({}, { __tostring = function() return 'me' end }), {}, print)")
        try state.run("print(setmetatable({}, { __name = 'Thing' }), '\\27[31m')")
        #expect(lines == ["me\ttable\tfunction", "Thing\t\\x1b[31m"])
    }

    @Test func `a plugin cannot flood the output`() throws {
        var bytes = 0
        let state = try LuaState(profile: .plugin(seed: 1)) { bytes += $0.utf8.count + 1 }
        try state.run("for i = 1, 5000 do print(('x'):rep(100)) end")
        #expect(bytes > 60_000 && bytes < 66_000)
    }

    @Test func `a first line with a hash and a byte order mark are skipped`() throws {
        let state = try LuaState(profile: .script)
        #expect(try state.run("\u{FEFF}#!/usr/bin/liq\nreturn 7")[0].int == 7)
        #expect(state.failure("#!x\nerror('here')")?.line == 2)
        #expect(try state.run("#only").isEmpty)
        #expect(try state.run("").isEmpty)
    }

    @Test func `references outlive their state and then say that it is closed`() throws {
        var state: LuaState? = try LuaState(profile: .script)
        let results = try state?.run("return {1}, print") ?? []
        let interrupter = state?.interrupter
        let (table, function) = (results[0].table, results[1].function)
        state = nil
        #expect(throws: LuaError.self) { try table?.get(1) }
        #expect(throws: LuaError.self) { try table?.count }
        let other = try LuaState(profile: .script)
        let error = #expect(throws: LuaError.self) { try other.call(#require(function)) }
        #expect(error?.code == .closed)
        interrupter?.interrupt()
        let foreign = try LuaState(profile: .script).run("return {}")
        #expect(throws: LuaError.self) { try other.setGlobal("x", foreign[0]) }
    }

    @Test func `dropped references are given back`() throws {
        let state = try LuaState(profile: .script)
        for _ in 0..<200 { _ = try state.run("return {}, {}") }
        try state.collectGarbage()
        let before = state.memoryUsed
        for _ in 0..<20_000 { _ = try state.run("return {}, {}") }
        try state.collectGarbage()
        #expect(state.memoryUsed < before + 4096)
    }

    @Test func `results can be read where they are`() throws {
        let state = try LuaState(profile: .script)
        let function = try state.load("return {1, 2, 3}, 4, 'x'", chunk: "t")
        var cells = [0.0, 0, 0]
        let seen = try cells.withUnsafeMutableBufferPointer { buffer throws(LuaError) in
            try state.call(function, []) { results throws(LuaError) in
                (
                    results.readNumbers(1, into: buffer), results.number(2), results.number(3),
                    results.typeName(4)
                )
            }
        }
        #expect(seen.0 == .complete)
        #expect(cells == [1, 2, 3])
        #expect(seen.1 == 4 && seen.2 == nil && seen.3 == "nil")
        #expect(state.stackDepth == 0)
    }
}
