import Testing

@testable import LuaRuntime

/// Every allocation of a whole script fails once, alone and with all that follow.
@Suite("Failure sweep", .timeLimit(.minutes(2))) struct LuaFailureSweepTests {
    private final class Thing {
        let witness: Witness
        init(_ counter: Witness.Counter) { witness = Witness(counter) }
    }

    private static func makeType() -> LuaObjectType {
        LuaObjectType(
            name: "thing", methods: ["twice": { [.integer(try $0.integer(1, "x") * 2)] }],
            fields: [("name", { _ in .string("a thing") })], tostring: { _ in "thing!" })
    }

    /// Opens, loads, calls back and forth, with vectors, objects, rows and coroutines.
    private func script(_ faults: LuaFaultPlan?, _ counter: Witness.Counter) throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: .none, output: { _ in }, faults: faults)
        defer {
            state.inject(nil)
            // Whatever failed, the state is in order and can be used.
            #expect(state.stackDepth == 0)
            #expect(
                state.failure("local t = {} for i = 1, 10 do t[i] = { i } end return t[10][1]")?.description
                    == nil)
        }
        let witness = Witness(counter)
        try state.setGlobal("vector", .function(state.makeVectorConstructor()))
        try state.define("again") { call in
            withExtendedLifetime(witness) {}
            let table = try call.state.makeTable(array: [.string("x")], fields: [("y", .number(2))])
            return try call.state.call(call.function(1, "f"), [.table(table)])
        }
        try state.setGlobal("thing", state.makeObject(Thing(counter), type: Self.makeType()))
        try state.setGlobal("lent", .vector(LuaVector([1, 2, 3])))
        let cells = [1.0, 2]
        try cells.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let row = LuaRow(
                name: "bar", count: 2, columns: [.numbers("close", base)],
                constants: [("symbol", .string("s"))])
            row.move(to: 1)
            defer { row.invalidate() }
            let results = try state.run(
                """
                local bar = ...
                local v = vector { 1, 2, 3 } * 2 + lent
                local co = coroutine.wrap(function(n) for i = 1, n do coroutine.yield(tostring(i) .. 'x') end end)
                local text = co(3) .. co()
                local function inner(t) return again(function(u) return t[1] .. u.y .. thing.name end) end
                local name = again(inner)
                local ok, message = pcall(thing.twice, 1)
                print(v, thing, thing:twice(4), bar:back(1).close, message, text:rep(20, ','))
                return v:slice(2):totable(), name, load('return 1')(), table.concat({ text, name })
                """, [state.makeRow(row)])
            let pairs = try results[0].table?.pairs(limit: 10)
            #expect(pairs?.count == 2)
            _ = try state.tostring(results[0])
        }
    }

    @Test(arguments: [false, true])
    func `the n-th allocation fails, for every n`(isEverAfter: Bool) throws {
        let counter = Witness.Counter()
        try script(nil, counter)
        #expect(counter.alive == 0)
        var memoryErrors = 0
        var n = 0
        var successes = 0
        while successes < 20, n < 20_000 {
            n += 1
            do {
                try script(LuaFaultPlan(allocation: n, isEverAfter: isEverAfter), counter)
                // One failure alone is often mended by an emergency collection.
                successes += 1
            } catch let error as LuaError {
                successes = 0
                memoryErrors += 1
                #expect(error.code == .memory, "allocation \(n): \(error)")
            }
            #expect(counter.alive == 0, "allocation \(n)")
            if !isEverAfter, n >= 1500 { break }
            if !isEverAfter { successes = 0 }
        }
        #expect(n > 300)
        #expect(!isEverAfter || memoryErrors > 300)
    }

    @Test func `a state opens under each cap or says that memory is short`() throws {
        var opened = 0
        for cap in stride(from: 64, through: 60_000, by: 331) {
            do throws(LuaError) {
                let state = try LuaState(profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: cap))
                opened += 1
                #expect(state.memoryPeak <= cap)
            } catch {
                #expect(error.code == .memory)
            }
        }
        #expect(opened > 10)
    }
}
