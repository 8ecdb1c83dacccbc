package import Charts
import Engine
package import LuaRuntime
import MarketData
import Plugins
import Scripting

/// Writes the values of a script in a form.
package struct ValueWriter {
    private let form: ValueForm
    private let state: LuaState
    private let style: TerminalStyle

    /// A writer of a state's values; tables are drawn in a style.
    package init(form: ValueForm, state: LuaState, style: TerminalStyle) {
        (self.form, self.state, self.style) = (form, state, style)
    }

    /// The text of values, each ending in a line feed.
    ///
    /// - Throws: ``HostError`` `.usage` for a value that the form cannot say.
    package func text(_ values: [LuaValue]) throws -> String {
        guard form != .csv || values.count < 2 else {
            throw HostError(
                .usage, "the form csv writes one value, here are \(values.count)",
                hint: "put them into a list: {a, b}")
        }
        return try values.map(text).joined()
    }

    private func text(_ value: LuaValue) throws -> String {
        if form == .auto { return try ShownValue(state, style).text(value) + "\n" }
        if case .object(let object) = value { return try document(value, object.typeName) }
        if form == .table, !isTabular(value) { return try ShownValue(state, style).text(value) + "\n" }
        let data = try DataValue(value, as: form)
        switch form {
        case .json: return Self.json(data, indented: true)
        case .jsonl:
            switch data {
            case .list(let elements): return elements.map { Self.json($0, indented: false) }.joined()
            case .numbers(let numbers):
                return numbers.map { Self.json(.number($0), indented: false) }.joined()
            default: return Self.json(data, indented: false)
            }
        case .csv: return try ValueTable(data, as: form).csv
        case .auto, .table: return try ValueTable(data, as: form).text(style)
        }
    }

    private func isTabular(_ value: LuaValue) -> Bool {
        switch value {
        case .table, .vector: true
        default: false
        }
    }

    /// An object of liq's that can say itself in the form.
    private func document(_ value: LuaValue, _ type: String) throws -> String {
        if form == .table { return try ShownValue(state, style).text(value) + "\n" }
        let method = form == .csv ? "csv" : "json"
        let knows = APIReference.standard.members(of: type).contains {
            $0.name == method && $0.form == .method
        }
        guard knows else {
            throw HostError(
                .usage, "the form \(form.rawValue) cannot write a \(type)",
                hint: "name what of it is wanted, such as one of its vectors")
        }
        let call = try state.load("local object = ... return object:\(method)()", chunk: "output")
        var text = try state.call(call, [value]).first?.text ?? ""
        // Texts in JSON have no line feeds: all of them stand between its parts.
        if form == .jsonl {
            text = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        }
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    private static func json(_ data: DataValue, indented: Bool) -> String {
        var json = JSONText(indented: indented)
        write(data, nil, &json)
        return json.string
    }

    private static func write(_ data: DataValue, _ key: String?, _ json: inout JSONText) {
        switch data {
        case .null: json.null(key)
        case .flag(let flag): json.boolean(key, flag)
        case .integer(let number): json.integer(key, number)
        case .number(let number): json.number(key, number)
        case .text(let text): json.string(key, text)
        case .numbers(let numbers): json.numbers(key, numbers)
        case .list(let elements):
            json.array(key) { json in for element in elements { write(element, nil, &json) } }
        case .record(let members):
            json.object(key) { json in for member in members { write(member.value, member.name, &json) } }
        }
    }
}
