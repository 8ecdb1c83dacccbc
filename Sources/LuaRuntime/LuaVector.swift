import CLuaShim

/// A block of doubles that crosses to Lua without a copy: `liq.vector`.
///
/// Made by the host, and then read-only, or made in Lua. Lua reads `v[1]…v[#v]`; other indices are errors. NaN cells
/// propagate through sums. Both kinds count against the memory limit of the state that holds them.
package final class LuaVector {
    private enum Storage {
        case host(UnsafeMutablePointer<liq_lua_block>)
        case scripted(LuaReference, UnsafeMutableBufferPointer<Double>)
    }
    private let storage: Storage

    /// A vector of the host's.
    /// - Parameters:
    ///   - values: its cells.
    ///   - name: as messages show it; at most 47 bytes of it.
    package init(_ values: [Double], name: String = "vector") {
        let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
        _ = cells.initialize(from: values)
        let block = UnsafeMutablePointer<liq_lua_block>.allocate(capacity: 1)
        var value = liq_lua_block()
        value.data = cells.baseAddress
        value.count = cells.count
        block.initialize(to: value)
        name.withLuaName(
            to: UnsafeMutableRawPointer(block) + MemoryLayout.offset(of: \liq_lua_block.name).unsafelyKnown)
        storage = .host(block)
    }

    init(scripted reference: LuaReference, _ cells: UnsafeMutableBufferPointer<Double>) {
        storage = .scripted(reference, cells)
    }

    deinit {
        guard case .host(let block) = storage else { return }
        block.pointee.data?.deallocate()
        block.deallocate()
    }

    /// How many cells.
    package var count: Int {
        switch storage {
        case .host(let block): block.pointee.count
        case .scripted(_, let cells): cells.count
        }
    }

    /// Calls `body` with the cells, without a copy.
    /// - Throws: ``LuaError`` if the state that made the vector has closed.
    package func withCells<Result>(
        _ body: (UnsafeBufferPointer<Double>) throws -> Result
    ) throws -> Result {
        switch storage {
        case .host(let block):
            return try body(UnsafeBufferPointer(start: block.pointee.data, count: block.pointee.count))
        case .scripted(let reference, let cells):
            guard reference.core.isOpen else { throw LuaError.closedState }
            return try body(UnsafeBufferPointer(cells))
        }
    }

    /// A copy of the cells.
    package var values: [Double] { get throws { try withCells { Array($0) } } }

    func push(to core: LuaCore, _ handle: OpaquePointer) throws(LuaError) {
        switch storage {
        case .host(let block):
            try core.push(handle, keeping: self) { liq_lua_push_vector(handle, block, $0, $1) }
        case .scripted(let reference, _):
            try core.push(handle, reference: reference)
        }
    }
}

extension LuaState {
    /// The function that makes vectors: `f(table)` or `f(count, fill)`; to be published as `liq.vector`.
    package func makeVectorConstructor() throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try core.check(liq_lua_push_vector_constructor(handle))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    /// The names of a vector's methods, sorted: the test of the reference compares its pages with them.
    package func vectorMethodNames() throws(LuaError) -> [String] {
        let list = try build { handle throws(LuaError) in
            try core.check(liq_lua_push_vector_methods(handle))
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
        return try list.array(limit: 1000).compactMap(\.text).sorted()
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
}
