import CLuaShim

extension LuaState {
    /// Notes each line that runs from the next call on. Calls take longer and give the same.
    package func startCoverage() {
        if let handle = core.handle { _ = liq_lua_start_coverage(handle) }
    }

    /// The lines that have run, by chunk; empty without ``startCoverage()``.
    package var coveredLines: [String: Set<Int>] {
        guard let handle = core.handle else { return [:] }
        var covered: [String: Set<Int>] = [:]
        var lines: UnsafePointer<UInt8>?
        var (index, count) = (0, 0)
        while let name = liq_lua_covered(handle, index, &lines, &count) {
            let bytes = UnsafeBufferPointer(start: lines, count: count)
            covered[String(cString: name)] = Set(bytes.indices.filter { bytes[$0] != 0 })
            index += 1
        }
        return covered
    }

    /// The lines of a chunk on which something can run, in it and in the functions that it makes.
    ///
    /// What a function does at its end by itself does not count: a line `end` is no line to reach.
    /// - Throws: ``LuaError`` where it is not a function of Lua's.
    package func activeLines(of function: LuaFunction) throws(LuaError) -> Set<Int> {
        try build { handle throws(LuaError) in
            try core.push(handle, reference: function)
            let last = Int(liq_lua_active_lines(handle, nil, 0))
            guard last >= 0 else { throw LuaError(.runtime, "not a function of Lua") }
            var marks = [UInt8](repeating: 0, count: last + 1)
            _ = liq_lua_active_lines(handle, &marks, marks.count)
            return Set(marks.indices.filter { marks[$0] != 0 })
        }
    }
}
