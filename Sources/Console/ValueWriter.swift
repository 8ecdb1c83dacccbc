package import Charts
package import LuaRuntime
import MarketData
import PlainText
import Engine
import Plugins
import Scripting

/// How the values of a script are written.
package enum ValueForm: String, CaseIterable, Sendable {
    /// As the console shows them.
    case auto
    /// Aligned columns.
    case table
    case csv
    /// A line of JSON for each element of a list.
    case jsonl
    case json
}

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
    /// - Throws: ``EngineError`` `.usage` for a value that the form cannot hold.
    package func text(_ values: [LuaValue]) throws -> String {
        guard form != .csv || values.count < 2 else {
            throw EngineError(
                .usage, "the form csv writes one value, not \(values.count)",
                hint: "put them into a list: {a, b}")
        }
        return try values.map(text).joined()
    }

    private func text(_ value: LuaValue) throws -> String {
        if form == .auto { return try ShownValue(state, style).text(value) + "\n" }
        if case .object(let object) = value { return try document(value, object.typeName) }
        if form == .table, !isTabular(value) { return try ShownValue(state, style).text(value) + "\n" }
        let data = try DataValue(value, as: form).withColumnTypes
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

    /// A `liq` object that can write itself in the form.
    private func document(_ value: LuaValue, _ type: String) throws -> String {
        if form == .table { return try ShownValue(state, style).text(value) + "\n" }
        let method = form == .csv ? "csv" : "json"
        let knows = APIReference.standard.members(of: type).contains {
            $0.name == method && $0.form == .method
        }
        guard knows else {
            throw EngineError(
                .usage, "the form \(form.rawValue) cannot write a \(type)",
                hint: "choose a part of it, such as one of its vectors")
        }
        let call = try state.load("local object = ... return object:\(method)()", chunk: "output")
        var text = try state.call(call, [value]).first?.text ?? ""
        // Strings in JSON hold no line feeds: all line feeds are between its parts.
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

/// A Lua value as data formats take it.
indirect enum DataValue {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case numbers([Double])
    case list([DataValue])
    /// By name, sorted by bytes.
    case record([Member])

    /// A value under its name.
    struct Member {
        let name: String
        let value: DataValue
    }

    /// How deep tables may be nested, and how many entries one may have.
    private static let (deepest, most) = (50, 10_000_000)

    /// Reads a value.
    ///
    /// - Throws: ``EngineError`` `.usage` for a value that is not data, naming its place.
    init(_ value: LuaValue, as form: ValueForm, at place: String = "", depth: Int = 0) throws {
        func refused(_ what: String) -> EngineError {
            EngineError(
                .usage,
                "the form \(form.rawValue) cannot write \(what)\(place.isEmpty ? "" : " at \(place)")",
                hint: "it takes numbers, texts, true and false, vectors, lists and tables by name")
        }
        switch value {
        case .nil: self = .null
        case .boolean(let flag): self = .flag(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .vector(let vector): self = .numbers(try vector.values)
        case .table(let table):
            guard depth < Self.deepest else { throw refused("tables nested deeper than \(Self.deepest)") }
            let pairs = try table.pairs(limit: Self.most)
            let isList = pairs.enumerated().allSatisfy { $1.0.int == Int64($0 + 1) }
            guard !isList else {
                self = .list(
                    try pairs.enumerated().map { index, pair in
                        try DataValue(pair.1, as: form, at: "\(place)[\(index + 1)]", depth: depth + 1)
                    })
                return
            }
            self = .record(
                try pairs.map { key, value in
                    guard let name = key.text else {
                        throw refused("a table with the key \(key.described) beside names or gaps")
                    }
                    let below = place.isEmpty ? name : "\(place).\(name)"
                    return Member(
                        name: name, value: try DataValue(value, as: form, at: below, depth: depth + 1))
                })
        case .function, .object, .other: throw refused("a \(value.typeName)")
        }
    }
}

extension DataValue {
    /// The same with one type a column: in a list that has numbers with a fraction, in an element or in a member of its
    /// records, whole numbers are such numbers, too; unless they are too large for it.
    ///
    /// A reader that guesses types by the first rows would take `0` there for a column of whole numbers.
    var withColumnTypes: DataValue {
        switch self {
        case .list(let elements):
            let elements = elements.map(\.withColumnTypes)
            let floats = Set(
                elements.flatMap { element -> [String] in
                    guard case .record(let members) = element else { return [] }
                    return members.filter(\.value.isFloat).map(\.name)
                })
            let isFloat = elements.contains(where: \.isFloat)
            return .list(
                elements.map { element in
                    guard case .record(let members) = element else {
                        return isFloat ? element.asFloat : element
                    }
                    return .record(
                        members.map { member in
                            guard floats.contains(member.name) else { return member }
                            return Member(name: member.name, value: member.value.asFloat)
                        })
                })
        case .record(let members):
            return .record(members.map { Member(name: $0.name, value: $0.value.withColumnTypes) })
        default: return self
        }
    }

    private var isFloat: Bool { if case .number = self { true } else { false } }

    private var asFloat: DataValue {
        guard case .integer(let whole) = self, let number = Double(exactly: whole) else { return self }
        return .number(number)
    }
}

/// A value as rows and columns: a list of records has a column for each name, anything else a single column `value`.
struct ValueTable {
    /// By name, sorted by bytes.
    private let columns: [String]
    private let rows: [[Cell]]

    private struct Cell {
        var text = ""
        var isNumber = false
    }

    /// Makes rows of a value.
    ///
    /// - Throws: ``EngineError`` `.usage` for cells that are tables, and for lists of records and other things.
    init(_ data: DataValue, as form: ValueForm) throws {
        let elements: [DataValue] =
            switch data {
            case .list(let elements): elements
            case .numbers(let numbers): numbers.map(DataValue.number)
            default: [data]
            }
        let records = elements.compactMap { element -> [DataValue.Member]? in
            if case .record(let members) = element { members } else { nil }
        }
        guard records.count == elements.count, !records.isEmpty else {
            guard records.isEmpty else {
                throw EngineError(
                    .usage, "the form \(form.rawValue) cannot write a list of records and other values")
            }
            columns = ["value"]
            rows = try elements.enumerated().map { [try Self.cell($1, form, row: $0 + 1, column: "value")] }
            return
        }
        let names = Set(records.flatMap { $0.map(\.name) })
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        columns = names
        rows = try records.enumerated().map { index, record in
            var row = [Cell](repeating: Cell(), count: names.count)
            for member in record {
                guard let place = places[member.name] else { continue }
                row[place] = try Self.cell(member.value, form, row: index + 1, column: member.name)
            }
            return row
        }
    }

    private static func cell(_ data: DataValue, _ form: ValueForm, row: Int, column: String) throws -> Cell {
        switch data {
        case .null: Cell()
        case .flag(let flag): Cell(text: flag ? "true" : "false")
        case .integer(let number): Cell(text: "\(number)", isNumber: true)
        // NaN and infinities are left empty.
        case .number(let number): Cell(text: ShortestDecimal.text(number), isNumber: true)
        case .text(let text): Cell(text: text)
        case .numbers, .list, .record:
            throw EngineError(
                .usage, "the form \(form.rawValue) has no room for a table: row \(row), column '\(column)'",
                hint: "json and jsonl can write it")
        }
    }

    /// A header and a line for each row; texts in quotes where they need them.
    var csv: String {
        let lines =
            [columns.map(CSVField.text)]
            + rows.map { row in row.map { $0.isNumber ? $0.text : CSVField.text($0.text) } }
            // Readers pass over a blank line, and a row would be lost.
            .map { $0 == [""] ? ["\"\""] : $0 }
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// Aligned columns under their names.
    func text(_ style: TerminalStyle) -> String {
        var table = TextTable(
            columns.enumerated().map { index, name in
                let cells = rows.map { $0[index] }.filter { !$0.text.isEmpty }
                let isNumber = !cells.isEmpty && cells.allSatisfy(\.isNumber)
                return isNumber ? .number(name) : .text(name)
            })
        for row in rows { table.append(row.map(\.text)) }
        return table.text(style) + "\n"
    }
}

extension String {
    /// The text without an ending, if it has it.
    func trimmingSuffix(_ ending: String) -> Substring {
        hasSuffix(ending) ? dropLast(ending.count) : Substring(self)
    }
}
