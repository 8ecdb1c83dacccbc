/// What a value of the API is: for people, for editors, and for completion.
package struct ValueType: Hashable, Sendable {
    /// For people: `fraction`, `list of clusters`.
    package let word: String
    /// As LuaLS writes it: `number|string`.
    package let annotation: String
    /// The legal values, where they can be listed.
    package let values: [String]
    /// The type, by name, whose members it has; those of the elements of a list.
    package let members: String?

    package init(
        _ word: String, _ annotation: String? = nil, values: [String] = [],
        members: String? = nil
    ) {
        (self.word, self.annotation) = (word, annotation ?? word)
        (self.values, self.members) = (values, members)
    }

    /// A number of either kind.
    package static let number = ValueType("number")
    /// A whole number.
    package static let integer = ValueType("whole number", "integer")
    /// A text.
    package static let text = ValueType("text", "string")
    /// True or false.
    package static let flag = ValueType("true or false", "boolean")
    /// Anything.
    package static let any = ValueType("any value", "any")
    /// Quote units per one base unit.
    package static let price = ValueType("price", "number")
    /// Quote units.
    package static let notional = ValueType("notional", "number")
    /// A fraction: a number up to 1, or a text such as `5%`.
    package static let fraction = ValueType("fraction", "number|string")
    /// A plain number that is a fraction.
    package static let share = ValueType("fraction", "number")
    /// A text such as `30d`.
    package static let span = ValueType("span", "string")
    /// Milliseconds since 1970, UTC.
    package static let time = ValueType("time (ms)", "integer")
    /// A length of time in milliseconds.
    package static let milliseconds = ValueType("ms", "integer")
    /// Longs or shorts.
    package static let side = ValueType("side", "liq.side", values: ["long", "short"])
    /// A file or folder.
    package static let path = ValueType("path", "string")
    /// A plugin with its parameters.
    package static let plugin = ValueType("plugin", "string|table")
    /// Plugins with their parameters.
    package static let plugins = ValueType("plugin or list", "string|table")
    /// A vector or a number for every cell.
    package static let cells = ValueType("number or vector", "number|liq.vector")
    /// A list of numbers.
    package static let numbers = ValueType("list of numbers", "number[]")
    /// Values by name.
    package static let settings = ValueType("table by name", "table<string, any>")
    /// A table whose content another page describes.
    package static let table = ValueType("table", "table")

    /// One of some texts.
    package static func choice(_ values: [String]) -> ValueType {
        ValueType("text", values.map { "\"\($0)\"" }.joined(separator: "|"), values: values)
    }

    /// A function by its annotation: `fun(x: number): number`.
    package static func function(_ signature: String) -> ValueType { ValueType("function", signature) }

    /// Another word for people.
    package func called(_ word: String) -> ValueType {
        ValueType(word, annotation, values: values, members: members)
    }
}
