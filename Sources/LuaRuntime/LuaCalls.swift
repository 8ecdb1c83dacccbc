import CLuaShim

extension LuaState {
    /// Compiles source text, which is not run.
    ///
    /// A byte order mark and a first line that starts with `#` are skipped.
    /// - Parameters:
    ///   - source: Lua, as text.
    ///   - chunk: the name in messages: a file name, `stdin`; of a longer one a traceback shows the last 55 bytes.
    /// - Returns: the chunk as a function.
    /// - Throws: ``LuaError`` `.syntax` with chunk, line, and whether the source is only incomplete.
    package func load(_ source: String, chunk: String) throws(LuaError) -> LuaFunction {
        let handle = try core.entry()
        let name = "@" + chunk.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)[0]
        if name.utf8.count > 50, !core.longNames.contains(chunk) { core.longNames.append(chunk) }
        let status = Self.code(of: source).withLuaBytes { bytes, count in
            name.withCString { liq_lua_load(handle, bytes, count, $0) }
        }
        try core.check(status)
        return LuaFunction(core: core, key: try core.takeReference(handle))
    }

    private static func code(of source: String) -> String {
        var text = Substring(source)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        guard text.utf8.first == UInt8(ascii: "#") else { return String(text) }
        guard let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return "" }
        return String(text[end...])  // the line end stays, so that lines keep their numbers
    }

    /// Calls a function under the limits.
    ///
    /// Inside a host function this runs on the coroutine that called it, as part of the same outermost call.
    ///
    /// - Parameters:
    ///   - function: the function.
    ///   - arguments: what it is given.
    ///   - span: milliseconds that it may take, where a call that it is part of has no limit. Such an error can be caught.
    /// - Returns: its results.
    /// - Throws: ``LuaError`` with the place and the calls that were active.
    package func call(
        _ function: LuaFunction, _ arguments: [LuaValue] = [], within span: Int? = nil
    ) throws(LuaError) -> [LuaValue] {
        let handle = try core.entry()
        let base = try start(handle, function, arguments)
        try run(handle, Int32(arguments.count), within: span)
        defer { liq_lua_set_top(handle, base) }
        let count = liq_lua_top(handle) - base
        if count == 0 { return [] }
        var results: [LuaValue] = []
        results.reserveCapacity(Int(count))
        var budget = core.textBudget
        for position in base..<(base + count) {
            results.append(try core.read(handle, position + 1, within: &budget))
        }
        return results
    }

    /// Calls a function and looks at its results where they are, without making references to tables.
    ///
    /// For calls once per bar: `results.readNumbers(1, into:)` copies a table of weights at once.
    package func call<Result>(
        _ function: LuaFunction, _ arguments: [LuaValue], within span: Int? = nil,
        reading body: (LuaResults) throws(LuaError) -> Result
    ) throws(LuaError) -> Result {
        let handle = try core.entry()
        let base = try start(handle, function, arguments)
        try run(handle, Int32(arguments.count), within: span)
        defer { liq_lua_set_top(handle, base) }
        return try body(LuaResults(core: core, handle: handle, base: base, count: liq_lua_top(handle) - base))
    }

    /// The text of a value as `print` shows it; `__tostring` runs under the limits.
    package func tostring(_ value: LuaValue) throws(LuaError) -> String {
        let handle = try core.entry()
        let base = liq_lua_top(handle)
        guard liq_lua_reserve(handle, 8) else { throw LuaError(.stackOverflow, "stack overflow") }
        if case .other(let name) = value { return name }
        try core.push(handle, value)
        try finish(handle, liq_lua_text(handle))
        defer { liq_lua_set_top(handle, base) }
        return try core.read(handle, base + 1).text ?? ""
    }

    /// Pushes function and arguments; answers where the results will begin.
    @inline(__always)
    private func start(
        _ handle: OpaquePointer, _ function: LuaFunction, _ arguments: [LuaValue]
    ) throws(LuaError) -> Int32 {
        let base = liq_lua_top(handle)
        guard liq_lua_reserve(handle, Int32(clamping: arguments.count + 8)) else {
            throw LuaError(.stackOverflow, "stack overflow")
        }
        do throws(LuaError) {
            try core.push(handle, reference: function)
            for argument in arguments { try core.push(handle, argument) }
        } catch {
            liq_lua_set_top(handle, base)
            throw error
        }
        return base
    }

    @inline(__always)
    private func run(_ handle: OpaquePointer, _ count: Int32, within span: Int?) throws(LuaError) {
        guard let span, limits.deadlineMilliseconds == nil else {
            return try finish(handle, liq_lua_call(handle, count))
        }
        let status = liq_lua_call_within(handle, count, UInt64(max(1, span)) * 1_000_000)
        do { try finish(handle, status) } catch {
            guard error.code == .deadline else { throw error }
            throw LuaError(
                .deadline, LuaLimits(deadlineMilliseconds: span).message(for: .deadline), chunk: error.chunk,
                line: error.line, traceback: error.traceback)
        }
    }

    /// A copy of a function as it stands: its variables, the functions and tables that it reaches, and the globals as it reads
    /// them are its own. Host values and functions of the libraries stay the same.
    ///
    /// - Returns: the function itself where it is not written in Lua.
    /// - Throws: ``LuaError`` where memory runs out.
    /// - Complexity: O(what it reaches).
    package func copy(_ function: LuaFunction) throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try core.push(handle, reference: function)
            try core.check(liq_lua_copy_function(handle))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    @inline(__always)
    private func finish(_ handle: OpaquePointer, _ status: Int32) throws(LuaError) {
        defer { core.endCall(handle) }
        try core.check(status)
    }
}

/// The results of a call, valid while they are looked at.
package struct LuaResults {
    let core: LuaCore
    let handle: OpaquePointer
    let base: Int32
    /// How many there are.
    package let count: Int32

    /// The number at a place, from 1; `nil` if it is none.
    package func number(_ index: Int32 = 1) -> Double? {
        guard index >= 1, index <= count else { return nil }
        let kind = Int(liq_lua_kind(handle, base + index))
        guard kind == LIQ_LUA_NUMBER || kind == LIQ_LUA_INTEGER else { return nil }
        return liq_lua_read_number(handle, base + index)
    }

    /// The name of the type at a place, from 1; `nil` past the end reads as "nil".
    package func typeName(_ index: Int32 = 1) -> String {
        guard index >= 1, index <= count else { return "nil" }
        return String(cString: liq_lua_type_name(handle, base + index))
    }

    /// The value at a place, from 1.
    package func value(_ index: Int32 = 1) throws(LuaError) -> LuaValue {
        guard index >= 1, index <= count else { return .nil }
        return try core.read(handle, base + index)
    }

    /// Copies the elements of the table at a place, from 1; `nil` if there is no table, or one that is sealed.
    package func readNumbers(
        _ index: Int32 = 1, into buffer: UnsafeMutableBufferPointer<Double>
    ) -> LuaNumbersResult? {
        guard index >= 1, index <= count, Int(liq_lua_kind(handle, base + index)) == LIQ_LUA_TABLE,
            liq_lua_reserve(handle, 4), !liq_lua_is_sealed(handle, base + index)
        else { return nil }
        return LuaNumbersResult(reading: handle, base + index, into: buffer)
    }
}
