import Charts
import Engine
import LuaRuntime
import Plugins

/// A list of tables with the same keys as a table with a column a key.
struct RecordTable {
    private let rows: [[String: LuaValue]]
    /// How many rows there are in all, and how many of ``rows`` stand at the top.
    private let (count, head): (Int, Int)
    private let columns: [RecordColumn]
    private let shown: ShownValue

    /// Most keys that records have here.
    private static let widest = 24
    /// How many rows decide what the list is.
    private static let sample = 100

    /// The records of a list; `nil` where it is none.
    init?(_ table: LuaTable, shownBy shown: ShownValue) throws {
        let count = try table.count
        guard count > 0, try shown.ownText(of: table) == nil, try Self.hasOnlyList(table, count) else {
            return nil
        }
        var fields: [[String: LuaValue]] = []
        for index in 0..<min(count, Self.sample) {
            guard let row = try Self.record(try table.get(index + 1), shown) else { return nil }
            fields.append(row)
        }
        let keys = Set(fields.flatMap(\.keys))
        guard keys.count <= Self.widest, fields.allSatisfy({ $0.count * 2 >= keys.count }) else { return nil }
        let room = max((shown.style.rows ?? .max) - 5, 8)
        let head = count <= room ? count : room * 2 / 3
        let tail = count <= room ? 0 : room - head - 1
        fields = Array(fields.prefix(head))
        for index in [Int](fields.count..<head) + [Int]((count - tail)..<count) {
            guard let row = try Self.record(try table.get(index + 1), nil) else { return nil }
            fields.append(row)
        }
        (rows, self.count, self.head) = (fields, count, head)
        columns = RecordColumn.columns(of: Set(fields.flatMap(\.keys)))
        self.shown = shown
    }

    /// Whether a table has nothing beside its list; of very large ones that is taken for granted.
    private static func hasOnlyList(_ table: LuaTable, _ count: Int) throws -> Bool {
        guard count <= 10_000 else { return true }
        return (try? table.pairs(limit: count)) != nil
    }

    /// The fields of a table whose keys are texts; `nil` for anything else.
    private static func record(_ value: LuaValue, _ shown: ShownValue?) throws -> [String: LuaValue]? {
        guard case .table(let table) = value, try table.count == 0,
            try shown?.ownText(of: table) == nil, let pairs = try? table.pairs(limit: widest), !pairs.isEmpty
        else { return nil }
        var fields: [String: LuaValue] = [:]
        for (key, value) in pairs {
            guard case .string(let name) = key else { return nil }
            fields[name] = value
        }
        return fields
    }
}

extension RecordTable {
    /// The table; what is left out of it says so.
    func text() throws -> String {
        let style = shown.isCut ? shown.style : .plain(columns: .max, unicode: shown.style.unicode)
        let all = try table(of: columns, style)
        let fitting = shown.isCut ? all.count(fitting: style) : columns.count
        let table = fitting == columns.count ? all : try self.table(of: columns, style, isNarrow: true)
        var lines = table.lines(style, isHeadingQuiet: true)
        if count > rows.count { lines.insert("\(shown.dots) \(count - rows.count) more", at: 1 + head) }
        let left = columns.dropFirst(table.count(fitting: style)).map(\.name)
        if shown.isCut, !left.isEmpty {
            lines.append("\(shown.dots) too narrow for \(left.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    private func table(
        of columns: [RecordColumn], _ style: TerminalStyle, isNarrow: Bool = false
    ) throws -> TextTable {
        let cells = try columns.map { column in
            let values = rows.map { $0[column.name] ?? .nil }
            return (
                isNumber: RecordColumn.isNumeric(values),
                texts: try column.cells(values, shown, isNarrow: isNarrow)
            )
        }
        let heads = zip(columns, cells).map { column, cells in
            let title = shown.isCut ? column.name : column.rawTitle
            return cells.isNumber ? TextTable.Column.number(title) : .text(title)
        }
        return TextTable(heads, rows: rows.indices.map { row in cells.map { $0.texts[row] } })
    }
}
