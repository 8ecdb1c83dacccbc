import CLuaShim

/// A block of doubles that crosses to Lua without a copy: `liq.vector`.
///
/// Owned, lent, or made in Lua. Lua reads `v[1]…v[#v]`; other indices are errors. NaN cells propagate through sums.
/// Owned and lent blocks are not charged to the state's memory limit, vectors that a script makes are.
package final class LuaVector {
    private enum Storage {
        case owned(UnsafeMutablePointer<liq_lua_block>)
        case lent(UnsafeMutablePointer<liq_lua_block>)
        case scripted(LuaReference, UnsafeMutableBufferPointer<Double>)
    }
    private let storage: Storage

    /// A block of its own.
    /// - Parameters:
    ///   - values: its cells.
    ///   - name: as messages show it; at most 47 bytes of it.
    ///   - isWritable: whether scripts may change cells.
    package init(_ values: [Double], name: String = "vector", isWritable: Bool = false) {
        let cells = UnsafeMutableBufferPointer<Double>.allocate(capacity: values.count)
        _ = cells.initialize(from: values)
        storage = .owned(Self.makeBlock(cells, name, isWritable))
    }

    private init(lent: UnsafeMutableBufferPointer<Double>, _ name: String, isWritable: Bool) {
        storage = .lent(Self.makeBlock(lent, name, isWritable))
    }

    init(scripted reference: LuaReference, _ cells: UnsafeMutableBufferPointer<Double>) {
        storage = .scripted(reference, cells)
    }

    /// Someone else's doubles, read-only.
    /// - Precondition: they stay where they are until ``invalidate()``.
    package static func lending(_ cells: UnsafeBufferPointer<Double>, name: String) -> LuaVector {
        LuaVector(lent: UnsafeMutableBufferPointer(mutating: cells), name, isWritable: false)
    }

    /// Someone else's doubles, for scripts to write.
    /// - Precondition: they stay where they are until ``invalidate()``.
    package static func lending(writable cells: UnsafeMutableBufferPointer<Double>, name: String) -> LuaVector
    {
        LuaVector(lent: cells, name, isWritable: true)
    }

    private static func makeBlock(
        _ cells: UnsafeMutableBufferPointer<Double>, _ name: String, _ isWritable: Bool
    ) -> UnsafeMutablePointer<liq_lua_block> {
        let block = UnsafeMutablePointer<liq_lua_block>.allocate(capacity: 1)
        var value = liq_lua_block()
        value.data = cells.baseAddress
        value.count = cells.count
        value.writable = isWritable
        value.valid = true
        block.initialize(to: value)
        name.withLuaName(
            to: UnsafeMutableRawPointer(block) + MemoryLayout.offset(of: \liq_lua_block.name).unsafelyKnown)
        return block
    }

    deinit {
        switch storage {
        case .owned(let block):
            block.pointee.data?.deallocate()
            block.deallocate()
        case .lent(let block): block.deallocate()
        case .scripted: break
        }
    }

    /// Ends a loan: from here on every use, here and in Lua, is an error. No effect on others.
    package func invalidate() {
        guard case .lent(let block) = storage else { return }
        block.pointee.valid = false
        block.pointee.data = nil
        block.pointee.count = 0
    }

    /// How many cells; 0 after the loan has ended.
    package var count: Int {
        switch storage {
        case .owned(let block), .lent(let block): block.pointee.count
        case .scripted(_, let cells): cells.count
        }
    }

    /// Looks at the cells where they are.
    /// - Throws: ``LuaError`` if the loan has ended or the state that made the vector has closed.
    package func withCells<Result>(
        _ body: (UnsafeBufferPointer<Double>) throws -> Result
    ) throws -> Result {
        switch storage {
        case .owned(let block), .lent(let block):
            guard block.pointee.valid else { throw Self.expired(block) }
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
        case .owned(let block), .lent(let block):
            guard block.pointee.valid else { throw Self.expired(block) }
            try core.push(handle, keeping: self) { liq_lua_push_vector(handle, block, $0, $1) }
        case .scripted(let reference, _):
            try core.push(handle, reference: reference)
        }
    }

    private static func expired(_ block: UnsafeMutablePointer<liq_lua_block>) -> LuaError {
        let name = withUnsafeBytes(of: &block.pointee.name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return LuaError(.runtime, "vector '\(name)' was lent for one call and is no longer valid")
    }
}

extension String {
    /// Copies the text to a name of the shim.
    func withLuaName(to address: UnsafeMutableRawPointer) {
        withLuaBytes { liq_lua_set_name(address.assumingMemoryBound(to: CChar.self), $0, $1) }
    }
}

extension Optional where Wrapped == Int {
    /// The offset of a stored property of a C struct, which always has one.
    var unsafelyKnown: Int {
        guard let self else { preconditionFailure("a field of a C struct has an offset") }
        return self
    }
}
