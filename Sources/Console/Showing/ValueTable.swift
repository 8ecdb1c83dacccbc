import Charts
import MarketData
import PlainText
import PluginHost

/// A value as rows and columns: a list of records has a column for each name, all else one that is called `value`.
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
    /// - Throws: ``HostError`` `.usage` for cells that are tables, and for lists of records and other things.
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
                throw HostError(
                    .usage, "the form \(form.rawValue) cannot write records beside other things in one list")
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
        // What is no number is missing.
        case .number(let number):
            Cell(
                text: number == 0 ? "0" : number.isFinite ? number.description.droppingZeroFraction : "",
                isNumber: true)
        case .text(let text): Cell(text: text)
        case .numbers, .list, .record:
            throw HostError(
                .usage, "the form \(form.rawValue) has no room for a table: row \(row), column '\(column)'",
                hint: "json and jsonl take it")
        }
    }

    /// A header and a line for each row; texts in quotes where they need them.
    var csv: String {
        ([columns] + rows.map { $0.map(\.text) }).map { row in
            row.map(CSVField.quoted).joined(separator: ",") + "\n"
        }.joined()
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
