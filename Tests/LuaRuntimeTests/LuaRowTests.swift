import Testing

@testable import LuaRuntime

@Suite("LuaRow") struct LuaRowTests {
    /// A row over three bars, with `bar` as a global of a fresh state.
    private func withRow(_ body: (LuaState, LuaRow, LuaValue) throws -> Void) throws {
        let close = [10.0, .nan, 30]
        let time: [Int64] = [1_000, 2_000, 3_000]
        let state = try LuaState(profile: .plugin(seed: 1))
        try close.withUnsafeBufferPointer { close in
            try time.withUnsafeBufferPointer { time in
                guard let close = close.baseAddress, let time = time.baseAddress else { return }
                let row = LuaRow(
                    name: "bar", count: 3, columns: [.numbers("close", close), .integers("time", time)],
                    constants: [("symbol", .string("BTCUSDT"))])
                let value = try state.makeRow(row)
                try state.setGlobal("bar", value)
                try body(state, row, value)
            }
        }
    }

    @Test func `fields are read at the place it was moved to`() throws {
        try withRow { (state: LuaState, row: LuaRow, _: LuaValue) throws in
            row.move(to: 0)
            #expect(try state.text("return bar.close") == "10.0")
            #expect(try state.text("return bar.time") == "1000")
            #expect(try state.text("return bar.symbol .. bar.index") == "BTCUSDT1")
            row.move(to: 1)
            #expect(try state.text("return bar.close") == "nil")
            row.move(to: 2)
            #expect(try state.text("return bar.close + bar.index") == "33.0")
            #expect(try state.text("return tostring(bar)") == "bar(3 of 3)")
            #expect(try state.run("return bar")[0].object(as: LuaRow.self) === row)
        }
    }

    @Test func `back gives earlier rows and nil before the first`() throws {
        try withRow { (state: LuaState, row: LuaRow, _: LuaValue) throws in
            row.move(to: 2)
            #expect(try state.text("return bar:back(2).close") == "10.0")
            #expect(try state.text("return bar:back(1):back(1).index") == "1")
            #expect(try state.text("return bar:back(0).time") == "3000")
            #expect(try state.text("return bar:back(3)") == "nil")
            for bad in ["-1", "1.5", "'1'", "nil", "{}"] {
                let error = state.failure("bar:back(\(bad))")
                #expect(error?.message.contains("an integer of 0 or more expected") == true, "\(bad)")
            }
            #expect(state.failure("bar.back(1)") != nil)
            #expect(state.failure("bar.back(vector)") != nil)
        }
    }

    @Test func `unknown fields and assignment are errors`() throws {
        try withRow { (state: LuaState, row: LuaRow, _: LuaValue) throws in
            row.move(to: 0)
            #expect(
                state.failure("return bar.closs")?.message
                    == "bar has no field 'closs' (did you mean 'close'?)")
            #expect(state.failure("return bar.volume")?.message == "bar has no field 'volume'")
            #expect(state.failure("return bar[1]")?.message == "bar has no field '1'")
            #expect(state.failure("bar.close = 1")?.message == "bar is read-only")
            #expect(state.failure("rawset(bar, 'close', 1)") != nil)
            #expect(try state.text("return getmetatable(bar)") == "false")
        }
    }

    @Test func `a row is only valid during the call`() throws {
        try withRow { (state: LuaState, row: LuaRow, _: LuaValue) throws in
            let message = "bar is only valid during the call"
            #expect(state.failure("return bar.close")?.message == message)
            row.move(to: 2)
            try state.run("kept = bar earlier = bar:back(1)")
            #expect(try state.text("return earlier.time") == "2000")
            row.invalidate()
            for use in ["kept.close", "earlier.close", "kept:back(1)", "earlier:back(0)", "tostring(kept)"] {
                #expect(state.failure("return " + use)?.message == message, "\(use)")
            }
            #expect(state.failure("kept.close = 1")?.message == message)
            row.move(to: 1)
            #expect(try state.text("return kept.time") == "2000")
            #expect(state.failure("return earlier.close")?.message == message)
        }
    }

    @Test func `a row from back keeps what it needs alive`() throws {
        let state = try LuaState(profile: .script)
        let cells = [1.0, 2]
        try cells.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let row = LuaRow(name: "bar", count: 2, columns: [.numbers("x", base)])
            row.move(to: 1)
            try state.run("local bar = ... kept = bar:back(1):back(0)", [state.makeRow(row)])
            try state.collectGarbage()
            #expect(try state.text("return kept.x") == "1.0")
            row.invalidate()
        }
    }
}
