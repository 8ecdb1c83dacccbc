import Engine
package import LuaRuntime
import PlainText

/// The one table of named arguments that functions of `liq` take.
///
/// A wrong name or type is an error with "did you mean".
package struct NamedArguments {
    private let function: String
    private let values: [String: LuaValue]

    /// - Parameters:
    ///   - value: the table, or nil for no arguments.
    ///   - function: for messages.
    ///   - known: legal names.
    /// - Throws: ``EngineError`` naming what is unknown.
    package init(_ value: LuaValue, of function: String, known: [String]) throws {
        self.function = function
        guard case .table(let table) = value else {
            guard value.isNil else {
                throw EngineError(
                    .script, "\(function) takes named arguments in braces, was given \(value.described)",
                    hint: "such as \(function){\(known.first ?? "name") = …}",
                    subject: .value(value.text))
            }
            values = [:]
            return
        }
        var values: [String: LuaValue] = [:]
        for (key, value) in try table.pairs(limit: 100) {
            guard case .string(let name) = key, known.contains(name) else {
                throw EngineError(
                    .script, "\(function): unknown argument \(key.text.map { "'\($0)'" } ?? key.described)",
                    hint: key.text.flatMap { Spelling.hint(for: $0, among: known) }
                        ?? "known are \(known.joined(separator: ", "))",
                    subject: key.text.map { .name($0) })
            }
            values[name] = value
        }
        self.values = values
    }

    /// The value of a name as it was given.
    package subscript(name: String) -> LuaValue? { values[name] }

    package func text(_ name: String) throws -> String? {
        try read(name, "a text") { $0.text }
    }

    package func whole(_ name: String, in range: ClosedRange<Int64>) throws -> Int? {
        try read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.int.flatMap { range.contains($0) ? Int($0) : nil }
        }
    }

    package func positive(_ name: String) throws -> Double? {
        try read(name, "a number above zero") { value in
            value.double.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        }
    }

    /// A fraction above zero: `0.05` or `"5%"`.
    package func fraction(_ name: String) throws -> Double? {
        try read(name, "a fraction above zero, such as 0.05 or \"5%\"") { value in
            (value.text.flatMap(UnitText.fraction) ?? value.double.flatMap { $0 <= 1 ? $0 : nil }).flatMap {
                $0.isFinite && $0 > 0 ? $0 : nil
            }
        }
    }

    /// A span of time in milliseconds: `"30d"`.
    package func duration(_ name: String) throws -> Int64? {
        try read(name, "a span of time, such as \"30d\"") { $0.text.flatMap(UnitText.duration) }
    }

    package func flag(_ name: String) throws -> Bool? {
        try read(name, "true or false") { $0.bool }
    }

    /// Values by name, as text: `{closing = "youngestFirst", lag = 1, accrue = true}`; sorted by name.
    package func settings(_ name: String) throws -> [(name: String, value: String)]? {
        try read(name, "a table of texts, numbers and booleans by name") { value in
            guard let pairs = try value.table?.pairs(limit: 100) else { return nil }
            var settings: [(name: String, value: String)] = []
            for (key, value) in pairs {
                let text =
                    value.text ?? value.int.map(String.init) ?? value.double.map { "\($0)" }
                    ?? value.bool.map { $0 ? "on" : "off" }
                guard let key = key.text, let text else { return nil }
                settings.append((key, text))
            }
            return settings.sorted { $0.name < $1.name }
        }
    }

    private func read<Value>(
        _ name: String, _ expected: String, _ convert: (LuaValue) throws -> Value?
    ) throws -> Value? {
        guard let value = values[name], !value.isNil else { return nil }
        guard let converted = try convert(value) else {
            throw EngineError(
                .script, "\(function): argument '\(name)' must be \(expected), was \(value.described)",
                subject: .value(value.text, of: name))
        }
        return converted
    }
}

extension LuaValue {
    /// The value as messages show it: short, on one line.
    package var described: String {
        switch self {
        case .nil: "nil"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): number.isNaN ? "nan" : "\(number)"
        case .string(let text): "the text \"\(text.prefix(40))\""
        default: "a \(typeName)"
        }
    }

    /// A parameter's value as text that reads back the same.
    package var parameterText: String? {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .string(let text): text
        default: nil
        }
    }
}
