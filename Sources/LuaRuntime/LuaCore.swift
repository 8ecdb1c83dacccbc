import CLuaShim

/// The handle of a state and what the host keeps for it. Outlives the ``LuaState`` while references are about.
final class LuaCore {
    /// The state, until it is closed.
    private(set) var handle: OpaquePointer?
    /// Set while the state is open: what host functions get.
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

    /// Forgets what was thrown once no call is left that it could end.
    @inline(__always)
    func endCall(_ handle: OpaquePointer) {
        if !thrown.isEmpty, !liq_lua_is_running(handle) { thrown = [] }
    }
}
