/// What a value of the API is: for people, for editors, and for completion.
package struct ValueType: Hashable, Sendable {
    /// For people: `fraction`, `list of clusters`.
    package let word: String
    /// As LuaLS writes it: `number|string`.
    package let annotation: String
    /// The legal values, where they can be listed.
    package let values: [String]
    /// Whose members it has; those of the elements of a list.
    package let members: FunctionPage.Owner?

    private init(
        _ word: String, _ annotation: String? = nil, values: [String] = [],
        members: FunctionPage.Owner? = nil
    ) {
        (self.word, self.annotation) = (word, annotation ?? word)
        (self.values, self.members) = (values, members)
    }

    /// A number of either kind.
    static let number = ValueType("number")
    /// A whole number.
    static let integer = ValueType("whole number", "integer")
    /// A text.
    static let text = ValueType("text", "string")
    /// True or false.
    static let flag = ValueType("true or false", "boolean")
    /// Anything.
    static let any = ValueType("any value", "any")
    /// Quote units per one base unit.
    static let price = ValueType("price", "number")
    /// Quote units.
    static let notional = ValueType("notional", "number")
    /// A fraction: a number up to 1, or a text such as `5%`.
    static let fraction = ValueType("fraction", "number|string")
    /// A plain number that is a fraction.
    static let share = ValueType("fraction", "number")
    /// A text such as `30d`.
    static let span = ValueType("span", "string")
    /// Milliseconds since 1970, UTC.
    static let time = ValueType("time (ms)", "integer")
    /// A length of time in milliseconds.
    static let milliseconds = ValueType("ms", "integer")
    /// Longs or shorts.
    static let side = ValueType("side", "liq.side", values: ["long", "short"])
    /// A file or folder.
    static let path = ValueType("path", "string")
    /// A plugin with its parameters.
    static let plugin = ValueType("plugin", "string|table")
    /// Plugins with their parameters.
    static let plugins = ValueType("plugin or list", "string|table")
    /// A vector or a number for every cell.
    static let cells = ValueType("number or vector", "number|liq.vector")
    /// A list of numbers.
    static let numbers = ValueType("list of numbers", "number[]")
    /// Values by name.
    static let settings = ValueType("table by name", "table<string, any>")
    /// A table whose content another page describes.
    static let table = ValueType("table", "table")

    /// One of some texts.
    static func choice(_ values: [String]) -> ValueType {
        ValueType("text", values.map { "\"\($0)\"" }.joined(separator: "|"), values: values)
    }

    /// A value with the members of an owner.
    static func object(_ owner: FunctionPage.Owner) -> ValueType {
        ValueType(owner.rawValue, "liq." + owner.rawValue, members: owner)
    }

    /// A list of values with the members of an owner.
    static func list(of owner: FunctionPage.Owner) -> ValueType {
        ValueType("list", "liq.\(owner.rawValue)[]", members: owner)
    }

    /// A function by its annotation: `fun(x: number): number`.
    static func function(_ signature: String) -> ValueType { ValueType("function", signature) }

    /// Another word for people.
    func called(_ word: String) -> ValueType {
        ValueType(word, annotation, values: values, members: members)
    }
}
