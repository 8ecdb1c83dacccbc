import CLuaShim
import PlainText

/// How Swift objects of one kind look to scripts. Make one per kind and use it again: a state keeps a metatable for
/// each.
///
/// An unknown field or method is an error with the nearest name; assignment is an error; the metatable is hidden.
package final class LuaObjectType {
    /// A method: gets the arguments after `self`; the object is ``LuaCall/receiver``.
    package typealias Method = (LuaCall) throws -> [LuaValue]
    /// A field: its value, `.nil` if it is absent in this object; the object is ``LuaCall/receiver``.
    package typealias Field = (LuaCall) throws -> LuaValue

    /// An operator that a kind of object can have.
    package enum Operator: String, CaseIterable {
        /// The operator of `a - b`: the object is on the left, the argument on the right.
        case subtract = "__sub"
        /// The operator of `-a`.
        case negate = "__unm"
    }

    /// The name in messages: `map`.
    package let name: String
    let methods: [(String, Method)]
    let operators: [Operator: Method]
    /// Names of fields, for "did you mean" and completion.
    package let fieldNames: [String]
    let fields: [String: Field]
    let text: ((LuaCall) throws -> String)?
    let length: ((LuaCall) throws -> Int)?

    /// A kind of object.
    /// - Parameters:
    ///   - name: as messages show it.
    ///   - methods: by name, in any order.
    ///   - operators: by kind; by default errors.
    ///   - fields: by name; of two names as near to a wrong one, "did you mean" has the first.
    ///   - tostring: its text; by default the name of the type.
    ///   - length: what `#` gives; by default an error.
    package init(
        name: String, methods: [String: Method] = [:], operators: [Operator: Method] = [:],
        fields: [(String, Field)] = [], tostring: ((LuaCall) throws -> String)? = nil,
        length: ((LuaCall) throws -> Int)? = nil
    ) {
        self.name = name
        self.methods = methods.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.operators = operators
        self.fieldNames = fields.map(\.0)
        self.fields = Dictionary(uniqueKeysWithValues: fields)
        self.text = tostring
        self.length = length
    }

    /// Names of methods, sorted.
    package var methodNames: [String] { methods.map(\.0) }
}

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

extension LuaState {
    /// A userdata over a Swift object, which Lua holds until the collector drops it or the state closes.
    ///
    /// Two made of one object are equal in Lua.
    package func makeObject(_ object: AnyObject, type: LuaObjectType) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            let metatable = try metatable(handle, of: type)
            try core.push(handle, keeping: object) { liq_lua_push_object(handle, $0, $1, metatable) }
            let key = try core.takeReference(handle)
            return .object(LuaObjectReference(core: core, key: key, object: object, typeName: type.name))
        }
    }

    private func metatable(_ handle: OpaquePointer, of type: LuaObjectType) throws(LuaError) -> Int32 {
        if let known = core.metatable(of: type) { return known }
        try core.check(liq_lua_new_table(handle, 0, Int32(type.methods.count)))
        let methods = liq_lua_top(handle)
        for (name, body) in type.methods {
            try push(
                handle, function: LuaFunctionBox(name: "\(type.name):\(name)", receiver: type, body: body))
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, methods, $0, $1) })
        }
        try push(handle, function: fieldReader(of: type))
        try push(handle, function: describer(of: type))
        if let length = type.length {
            let box = LuaFunctionBox(name: "#\(type.name)", receiver: type) { call in
                [.integer(Int64(try length(call)))]
            }
            try push(handle, function: box)
        } else {
            liq_lua_push_nil(handle)
        }
        try core.check(type.name.withLuaBytes { liq_lua_new_type(handle, $0, $1) })
        let metatable = liq_lua_top(handle)
        for kind in LuaObjectType.Operator.allCases {
            guard let body = type.operators[kind] else { continue }
            let shown = kind == .subtract ? "\(type.name) - …" : "-\(type.name)"
            try push(handle, function: LuaFunctionBox(name: shown, receiver: type, body: body))
            try core.check(kind.rawValue.withLuaBytes { liq_lua_set_field(handle, metatable, $0, $1) })
        }
        let key = try core.takeReference(handle)
        core.keep(metatable: key, of: type)
        return key
    }

    private func fieldReader(of type: LuaObjectType) -> LuaFunctionBox {
        LuaFunctionBox(name: type.name, receiver: type) { call in
            guard case .string(let name) = call.argument(1) else {
                throw LuaError(.runtime, "\(type.name) has no field of type \(call.argument(1).typeName)")
            }
            if let field = type.fields[name] { return [try field(call)] }
            var message = "\(type.name) has no field or method '\(name)'"
            if let nearest = Spelling.nearest(to: name, in: type.methodNames + type.fieldNames) {
                message += " (did you mean '\(nearest)'?)"
            }
            throw LuaError(.runtime, message, subject: .member(name))
        }
    }

    private func describer(of type: LuaObjectType) -> LuaFunctionBox {
        LuaFunctionBox(name: "tostring", receiver: type) { call in
            [.string(try type.text?(call) ?? type.name)]
        }
    }
}
