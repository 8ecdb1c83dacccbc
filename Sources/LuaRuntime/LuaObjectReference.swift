/// A userdata of a state: a host object, a row or a vector made ready to pass.
package final class LuaObjectReference: LuaReference {
    /// The Swift object behind it; `nil` once the state has closed.
    package var object: AnyObject? { core.isOpen ? held : nil }
    /// The name of its type as messages show it.
    package let typeName: String
    /// Whether each call is given a row of its own, which a later call can no longer use.
    let isLentPerCall: Bool
    private let held: AnyObject?

    init(core: LuaCore, key: Int32, object: AnyObject?, typeName: String, isLentPerCall: Bool = false) {
        self.isLentPerCall = isLentPerCall
        self.held = object
        self.typeName = typeName
        super.init(core: core, key: key)
    }
}
