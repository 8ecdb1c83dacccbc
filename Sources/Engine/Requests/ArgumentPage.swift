/// What a function takes.
package struct ArgumentPage: Hashable, Sendable {
    /// Its name; in braces where it is ``isNamed``.
    package let name: String
    /// What it may be.
    package let type: ValueType
    /// Whether it stands by name in one table.
    package let isNamed: Bool
    /// Whether it may be left out.
    package let isOptional: Bool
    /// What holds where it is left out, for people; empty where that is nothing.
    package let fallback: String
    /// A line of help; may be empty where the name says it all.
    package let summary: String

    /// One that has to be given at its place.
    package init(_ name: String, _ type: ValueType, _ summary: String = "") {
        self.init(name, type, isNamed: false, isOptional: false, "", summary)
    }

    /// One that may be given at its place.
    package static func optional(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String = ""
    ) -> ArgumentPage { ArgumentPage(name, type, isNamed: false, isOptional: true, fallback, summary) }

    /// One that may be given by name.
    package static func named(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String
    ) -> ArgumentPage { ArgumentPage(name, type, isNamed: true, isOptional: true, fallback, summary) }

    /// One that has to be given by name.
    package static func needed(_ name: String, _ type: ValueType, _ summary: String) -> ArgumentPage {
        ArgumentPage(name, type, isNamed: true, isOptional: false, "", summary)
    }

    private init(
        _ name: String, _ type: ValueType, isNamed: Bool, isOptional: Bool, _ fallback: String,
        _ summary: String
    ) {
        (self.name, self.type, self.isNamed, self.isOptional) = (name, type, isNamed, isOptional)
        (self.fallback, self.summary) = (fallback, summary)
    }
}

extension ArgumentPage {
    /// Its type and what it may be: `fraction`, `"long" or "short"`.
    package var contract: String {
        type.values.isEmpty ? type.word : type.values.map { "\"\($0)\"" }.joined(separator: " or ")
    }

    /// A line of help: `within: fraction, default 20 %. How far to look.`
    package var line: String {
        let rest = [isOptional ? (fallback.isEmpty ? "optional" : "default \(fallback)") : ""]
            .filter { !$0.isEmpty }
        return "\(name): \(([contract] + rest).joined(separator: ", "))"
            + (summary.isEmpty ? "" : ". \(summary)")
    }
}

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
    /// An instant: a text such as `2025-05-20` or `3d ago`, or milliseconds.
    package static let instant = ValueType("instant", "string|integer")
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
    /// A list of texts.
    package static let texts = ValueType("list of texts", "string[]")
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
