import Charts
import Engine
import LiquidationCore
import LuaRuntime
import PlainText
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
            lines += WrappedText.lines(
                "\(shown.dots) too narrow for \(left.joined(separator: ", ")); :mode csv has all",
                columns: style.columns, indent: 2)
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

/// A column of a table of records: a key, and what the reference knows of it.
struct RecordColumn {
    /// The key.
    let name: String
    /// What its values are; `nil` where nothing is known of them.
    let type: ValueType?

    /// Columns for keys: in the order of the reference where it has such records, else by name.
    static func columns(of keys: Set<String>) -> [RecordColumn] {
        let records = FunctionPage.Owner.allCases.filter(\.isRecord).map { owner in
            FunctionPage.all.filter { $0.owner == owner && $0.form == .field }
        }
        .filter { Set($0.map(\.name)).isSuperset(of: keys) && $0.count <= 2 * keys.count }
        guard let known = records.min(by: { $0.count < $1.count }) else {
            return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
                RecordColumn(name: $0, type: nil)
            }
        }
        return known.filter { keys.contains($0.name) }.map {
            RecordColumn(name: $0.name, type: $0.answers.first?.type)
        }
    }

    /// The key with its unit, without a blank: for programs.
    var rawTitle: String { unit.map { "\(name)(\($0))" } ?? name }

    private var unit: String? {
        switch type {
        case .notional?, .price?: "quote"
        case .share?: "fraction"
        case .time?, .milliseconds?: "ms"
        default: nil
        }
    }

    /// Whether values are numbers, where there are any.
    static func isNumeric(_ values: [LuaValue]) -> Bool {
        values.contains { !$0.isNil } && values.allSatisfy { $0.isNil || $0.double != nil }
    }

    /// The texts of values: for people where the table may be cut, else as they are.
    ///
    /// - Parameters:
    ///   - values: of one column.
    ///   - shown: who shows them.
    ///   - isNarrow: whether there is no room for all digits.
    /// - Returns: a text a value.
    /// - Throws: as ``ShownValue/text(_:)``.
    func cells(_ values: [LuaValue], _ shown: ShownValue, isNarrow: Bool) throws -> [String] {
        let numbers = values.compactMap(\.double)
        let (isSigned, decimals) = (numbers.contains { $0 < 0 }, Self.decimals(of: numbers))
        return try values.map { value in
            if shown.isCut, let number = value.double,
                let text = human(number, shown, isSigned: isSigned, decimals: decimals)
            {
                return text
            }
            switch value {
            case .nil: return shown.isCut ? "" : "nil"
            case .string(let text): return QuotedText.escaped(text, keeping: ["\"", "\\"])
            case .number(let number) where isNarrow && number.isFinite: return NumberText.price(number)
            default: return try shown.text(value, in: [])
            }
        }
    }

    /// Decimals that show seven digits of the largest number; fewer where all need no more.
    private static func decimals(of numbers: [Double]) -> Int {
        var (decimals, magnitude) = (6, numbers.lazy.filter(\.isFinite).map(abs).max() ?? 0)
        while magnitude >= 10, decimals > 0 { (decimals, magnitude) = (decimals - 1, magnitude / 10) }
        while magnitude < 1, magnitude > 0, decimals < 12 {
            (decimals, magnitude) = (decimals + 1, magnitude * 10)
        }
        while decimals > 0, numbers.allSatisfy({ NumberText.fixed($0, decimals: decimals).hasSuffix("0") }) {
            decimals -= 1
        }
        return decimals
    }

    /// A number as people read what it is; `nil` where that is its digits.
    private func human(
        _ number: Double, _ shown: ShownValue, isSigned: Bool, decimals: Int
    ) -> String? {
        guard number.isFinite else { return nil }
        let minus = shown.style.unicode ? "−" : "-"
        switch type {
        case .notional?:
            let sign = number < 0 ? minus : isSigned && number > 0 ? "+" : ""
            return "\(sign)$\(NumberText.short(abs(number)))"
        case .price?: return NumberText.fixed(number, decimals: decimals)
        case .share?:
            return isSigned
                ? NumberText.percent(number, unicode: shown.style.unicode)
                : NumberText.fixed(number * 100, decimals: 1) + " %"
        case .time?:
            guard let time = Int64(exactly: number) else { return nil }
            let text = "\(Timestamp(milliseconds: time))".split(separator: "T")
            return text.count == 2 ? "\(text[0]) \(text[1].prefix(5))" : nil
        case .milliseconds?: return Int64(exactly: number).map { NumberText.duration(milliseconds: $0) }
        default: return nil
        }
    }
}
