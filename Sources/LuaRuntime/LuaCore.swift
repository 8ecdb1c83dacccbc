import CLuaShim

/// The handle of a state and what the host keeps for it. Outlives the ``LuaState`` while references are about.
final class LuaCore {
    /// The state, until it is closed.
    private(set) var handle: OpaquePointer?
    /// The state that host functions get, while it is open.
    unowned(unsafe) var owner: LuaState?
    /// Objects that Lua holds. They are freed when the collector says so or at close, whichever is first.
    private var slots: [AnyObject?] = []
    private var freeSlots: [Int32] = []
    /// References dropped since the last entry: where they are dropped, Lua may not be touched.
    private var forgotten: [Int32] = []
    /// Errors that host functions threw lately, by the text that the script saw.
    private var thrown: [(text: String, error: any Error)] = []
    /// Metatables of the object types that were used; each type is kept, as its identity is the key.
    private var types: [ObjectIdentifier: (type: LuaObjectType, key: Int32)] = [:]
    /// Names of chunks that are longer than Lua shows, in the order in which they were loaded.
    var longNames: [String] = []
    let output: ((String) -> Void)?
    let isPlugin: Bool

    init(output: ((String) -> Void)?, isPlugin: Bool) {
        self.output = output
        self.isPlugin = isPlugin
    }

    var isOpen: Bool { handle != nil }

    func open(_ handle: OpaquePointer) { self.handle = handle }

    /// Closes the state; Swift objects are freed after Lua is gone.
    func close() {
        guard let handle else { return }
        self.handle = nil
        liq_lua_close(handle)
        let objects = slots
        slots = []
        types = [:]
        thrown = []
        withExtendedLifetime(objects) {}
    }

    /// The handle, with what was dropped meanwhile given back.
    @inline(__always)
    func entry() throws(LuaError) -> OpaquePointer {
        guard let handle else { throw .closedState }
        if !forgotten.isEmpty { drain(handle) }
        return handle
    }

    private func drain(_ handle: OpaquePointer) {
        let keys = forgotten
        forgotten.removeAll(keepingCapacity: keys.count <= 1024)
        for key in keys { liq_lua_unreference(handle, key) }
    }

    func forget(_ key: Int32) {
        if handle != nil { forgotten.append(key) }
    }

    // MARK: Slots

    var liveObjects: Int { slots.count - freeSlots.count }

    func keep(_ object: AnyObject) -> Int32 {
        if let slot = freeSlots.popLast() {
            slots[Int(slot)] = object
            return slot
        }
        slots.append(object)
        return Int32(slots.count - 1)
    }

    func release(_ slot: Int32) {
        guard slots.indices.contains(Int(slot)) else { return }  // closing: the list goes as a whole
        let object = slots[Int(slot)]
        slots[Int(slot)] = nil
        freeSlots.append(slot)
        withExtendedLifetime(object) {}  // its deinit runs here, when the list is consistent
    }

    func metatable(of type: LuaObjectType) -> Int32? { types[ObjectIdentifier(type)]?.key }

    func keep(metatable key: Int32, of type: LuaObjectType) { types[ObjectIdentifier(type)] = (type, key) }

    // MARK: Thrown errors

    func remember(_ error: any Error, as text: String) {
        if thrown.count == 8 { thrown.removeFirst() }
        thrown.append((text, error))
    }

    func thrownError(as text: String) -> (any Error)? { thrown.last { $0.text == text }?.error }

    /// Forgets the errors that were thrown, once no call is left that they could end.
    @inline(__always)
    func endCall(_ handle: OpaquePointer) {
        if !thrown.isEmpty, !liq_lua_is_running(handle) { thrown = [] }
    }
}

extension LuaCore {
    /// Pushes a value; the caller has made room for it.
    func push(_ handle: OpaquePointer, _ value: LuaValue) throws(LuaError) {
        switch value {
        case .nil: liq_lua_push_nil(handle)
        case .boolean(let value): liq_lua_push_boolean(handle, value)
        case .integer(let value): liq_lua_push_integer(handle, value)
        case .number(let value): liq_lua_push_number(handle, value)
        case .string(let value): try check(value.withLuaBytes { liq_lua_push_string(handle, $0, $1) })
        case .table(let table): try push(handle, reference: table)
        case .function(let function): try push(handle, reference: function)
        case .object(let object):
            try push(handle, reference: object)
            if object.isLentPerCall { try check(liq_lua_push_row_view(handle)) }
        case .vector(let vector): try vector.push(to: self, handle)
        case .other(let name): throw LuaError(.runtime, "a \(name) cannot be given to Lua")
        }
    }

    @inline(__always)
    func push(_ handle: OpaquePointer, reference: LuaReference) throws(LuaError) {
        guard reference.core === self else {
            throw reference.core.isOpen
                ? LuaError(.runtime, "a value of one Lua state cannot be used in another") : .closedState
        }
        liq_lua_push_reference(handle, reference.key)
    }

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

    /// The value at a position; references are new ones.
    func read(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> LuaValue {
        switch Int(liq_lua_kind(handle, position)) {
        case LIQ_LUA_NIL, LIQ_LUA_NONE: return .nil
        case LIQ_LUA_BOOLEAN: return .boolean(liq_lua_read_boolean(handle, position))
        case LIQ_LUA_INTEGER: return .integer(liq_lua_read_integer(handle, position))
        case LIQ_LUA_NUMBER: return .number(liq_lua_read_number(handle, position))
        case LIQ_LUA_STRING:
            var length = 0
            guard let bytes = liq_lua_read_string(handle, position, &length) else { return .string("") }
            return .string(String(bytes: bytes, count: length))
        case LIQ_LUA_TABLE:
            // A sealed table keeps scripts from writing; the host reads what it holds.
            guard liq_lua_reserve(handle, 4) else { throw LuaError(.stackOverflow, "stack overflow") }
            liq_lua_push_plain(handle, position)
            return .table(LuaTable(core: self, key: try takeReference(handle)))
        case LIQ_LUA_FUNCTION: return .function(LuaFunction(core: self, key: try reference(handle, position)))
        case LIQ_LUA_VECTOR: return .vector(try readVector(handle, position))
        case LIQ_LUA_OBJECT, LIQ_LUA_ROW:
            let object = liq_lua_read_object(handle, position).map {
                Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue()
            }
            let name = String(cString: liq_lua_type_name(handle, position))
            let key = try reference(handle, position)
            return .object(LuaObjectReference(core: self, key: key, object: object, typeName: name))
        default: return .other(String(cString: liq_lua_type_name(handle, position)))
        }
    }

    /// What one reading may copy of texts, in bytes: as much as the state may hold.
    ///
    /// A text that a table holds a thousand times is one text in Lua, but a thousand here.
    var textBudget: Int { owner?.limits.memoryBytes ?? .max }

    /// The value at a position, if its text still fits a budget.
    /// - Throws: ``LuaError`` `.memory` where it does not.
    func read(_ handle: OpaquePointer, _ position: Int32, within budget: inout Int) throws(LuaError)
        -> LuaValue
    {
        if Int(liq_lua_kind(handle, position)) == LIQ_LUA_STRING {
            var length = 0
            _ = liq_lua_read_string(handle, position, &length)
            guard length <= budget else {
                throw LuaError(
                    .memory, "the memory limit of \(textBudget) bytes was reached by texts that repeat")
            }
            budget -= length
        }
        return try read(handle, position)
    }

    /// Keeps a copy of the value at a position.
    func reference(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> Int32 {
        guard liq_lua_reserve(handle, 4) else { throw LuaError(.stackOverflow, "stack overflow") }
        liq_lua_push_copy(handle, position)
        return try takeReference(handle)
    }

    /// Keeps the value on top and pops it.
    func takeReference(_ handle: OpaquePointer) throws(LuaError) -> Int32 {
        var key: Int32 = 0
        try check(liq_lua_reference(handle, &key))
        return key
    }

    private func readVector(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> LuaVector {
        if let object = liq_lua_read_object(handle, position) {
            return Unmanaged<LuaVector>.fromOpaque(object).takeUnretainedValue()
        }
        var data: UnsafeMutablePointer<Double>?
        var count = 0
        try check(liq_lua_read_vector(handle, position, &data, &count))
        let reference = LuaReference(core: self, key: try reference(handle, position))
        return LuaVector(scripted: reference, UnsafeMutableBufferPointer(start: data, count: count))
    }
}

extension LuaState {
    /// Runs `body` with room on the stack, which is as before afterwards.
    func build<Result>(_ body: (OpaquePointer) throws(LuaError) -> Result) throws(LuaError) -> Result {
        let handle = try core.entry()
        guard liq_lua_reserve(handle, 24) else { throw LuaError(.stackOverflow, "stack overflow") }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        return try body(handle)
    }
}
