/// How Swift objects of one kind look to scripts. Make one per kind and use it again: a state keeps a metatable for
/// each.
///
/// An unknown field or method is an error with the nearest name; assignment is an error; the metatable is hidden.
package final class LuaObjectType {
    /// A method: gets the arguments after `self`; the object is ``LuaCall/receiver``.
    package typealias Method = (LuaCall) throws -> [LuaValue]

    /// An operator that a kind of object can have.
    package enum Operator: String, CaseIterable {
        /// `a - b`; the object stands on the left, what is on the right is the argument.
        case subtract = "__sub"
        /// `-a`.
        case negate = "__unm"
    }

    /// As messages show it: `map`.
    package let name: String
    let methods: [(String, Method)]
    let operators: [Operator: Method]
    /// Names of fields, for "did you mean" and completion.
    package let fieldNames: [String]
    let fields: ((AnyObject, String) throws -> LuaValue?)?
    let text: ((AnyObject) throws -> String)?
    let length: ((AnyObject) throws -> Int)?

    /// A kind of object.
    /// - Parameters:
    ///   - name: as messages show it.
    ///   - methods: by name, in any order.
    ///   - operators: by kind; by default errors.
    ///   - fieldNames: what `fields` knows, for "did you mean" and completion.
    ///   - fields: the value of a field; `nil` if there is none of that name, `.nil` if it is absent in this object.
    ///   - tostring: its text; by default the name of the type.
    ///   - length: what `#` gives; by default an error.
    package init(
        name: String, methods: [String: Method] = [:], operators: [Operator: Method] = [:],
        fieldNames: [String] = [],
        fields: ((AnyObject, String) throws -> LuaValue?)? = nil,
        tostring: ((AnyObject) throws -> String)? = nil,
        length: ((AnyObject) throws -> Int)? = nil
    ) {
        self.name = name
        self.methods = methods.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.operators = operators
        self.fieldNames = fieldNames
        self.fields = fields
        self.text = tostring
        self.length = length
    }

    /// Names of methods, sorted.
    package var methodNames: [String] { methods.map(\.0) }
}
