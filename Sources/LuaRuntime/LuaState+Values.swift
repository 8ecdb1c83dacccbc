import CLuaShim

extension LuaState {
    /// Sets a global, whatever metatable the script has put on the globals.
    package func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        try build { handle throws(LuaError) in
            try core.push(handle, value)
            try core.check(name.withLuaBytes { liq_lua_set_global(handle, $0, $1) })
        }
    }

    /// The value of a global, read raw; `.nil` if there is none.
    package func global(_ name: String) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            try core.check(name.withLuaBytes { liq_lua_push_global(handle, $0, $1) })
            return try core.read(handle, -1)
        }
    }

    /// A new table: elements 1…n and named fields.
    package func makeTable(
        array: [LuaValue] = [], fields: [(String, LuaValue)] = []
    ) throws(LuaError) -> LuaTable {
        try build { handle throws(LuaError) in
            let sizes = (Int32(clamping: array.count), Int32(clamping: fields.count))
            try core.check(liq_lua_new_table(handle, sizes.0, sizes.1))
            let table = liq_lua_top(handle)
            for (index, value) in array.enumerated() {
                try core.push(handle, value)
                try core.check(liq_lua_set_element(handle, table, Int64(index + 1)))
            }
            for (name, value) in fields {
                try core.push(handle, value)
                try core.check(name.withLuaBytes { liq_lua_set_field(handle, table, $0, $1) })
            }
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
    }

    /// A new table of numbers, made at once.
    package func makeTable(numbers: [Double]) throws(LuaError) -> LuaTable {
        try build { handle throws(LuaError) in
            let status = numbers.withUnsafeBufferPointer {
                liq_lua_new_numbers(handle, $0.baseAddress, $0.count)
            }
            try core.check(status)
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
    }

    /// A function of the host's.
    ///
    /// What `body` throws becomes an error of the script: with the line that called it, unless it is a ``LuaError``
    /// that has a place. If it gets to the top, ``LuaError/underlying`` is the error that was thrown.
    /// - Parameters:
    ///   - name: as messages show it: `liq.load`.
    ///   - body: must not hold the state strongly, or the state is never freed; use ``LuaCall/state``.
    /// - Returns: a reference to it.
    /// - Throws: ``LuaError`` `.memory` or `.closed`.
    package func makeFunction(
        _ name: String, _ body: @escaping (LuaCall) throws -> [LuaValue]
    ) throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try push(handle, function: LuaFunctionBox(name: name, body: body))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    /// The function that makes vectors: `f(table)` or `f(count, fill)`; to be published as `liq.vector`.
    package func makeVectorConstructor() throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try core.check(liq_lua_push_vector_constructor(handle))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    /// A function that answers what another does, with its vectors computed: those of its first result, which is one or
    /// a table of them, two deep.
    ///
    /// Vectors are computed when they are looked at. Here that is within the call, under its limits.
    package func makeAnswering(_ function: LuaFunction) throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try core.push(handle, reference: function)
            try core.check(liq_lua_push_answering(handle))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    /// The names of a vector's methods, sorted.
    package func vectorMethodNames() throws(LuaError) -> [String] {
        let list = try build { handle throws(LuaError) in
            try core.check(liq_lua_push_vector_methods(handle))
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
        return try list.array(limit: 1000).compactMap(\.text).sorted()
    }

    /// A vector ready to be passed many times; pushing `.vector(v)` makes a new userdata each time.
    package func makeVector(_ vector: LuaVector) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            try vector.push(to: core, handle)
            let key = try core.takeReference(handle)
            return .object(LuaObjectReference(core: core, key: key, object: vector, typeName: "vector"))
        }
    }

    /// Pushes a host function; the slot is given back if that fails.
    func push(_ handle: OpaquePointer, function box: LuaFunctionBox) throws(LuaError) {
        try core.push(handle, keeping: box) { liq_lua_push_function(handle, $0, $1) }
    }

    /// Runs `body` with room on the stack, which is as before afterwards.
    func build<Result>(_ body: (OpaquePointer) throws(LuaError) -> Result) throws(LuaError) -> Result {
        let handle = try core.entry()
        guard liq_lua_reserve(handle, 24) else { throw LuaError(.stackOverflow, "stack overflow") }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        return try body(handle)
    }
}

extension LuaCore {
    /// Puts an object in a slot and pushes what stands for it; the slot is given back if that fails.
    func push(
        _ handle: OpaquePointer, keeping object: AnyObject, _ push: (UnsafeMutableRawPointer, Int32) -> Int32
    ) throws(LuaError) {
        let slot = keep(object)
        let status = push(Unmanaged.passUnretained(object).toOpaque(), slot)
        guard status != 0 else { return }
        let error = fault(status)
        release(slot)
        throw error
    }
}
