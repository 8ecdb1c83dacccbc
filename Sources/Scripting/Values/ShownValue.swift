package import Charts
import Engine
package import LuaRuntime
import PlainText
import Plugins

/// Values as the console shows them: numbers in full, texts quoted, tables opened, lists of records as tables, maps
/// drawn. No text ever holds an address.
///
/// On a terminal what is long is cut and says so; elsewhere nothing is.
package struct ShownValue {
    let state: LuaState
    let style: TerminalStyle
    /// How much is shown.
    struct Room {
        /// How deep tables are opened.
        let depth: Int
        /// How many entries of each.
        let entries: Int
        /// How many named entries are looked at.
        let named: Int
        /// How many tables and entries in all: a table may hold another one many times over.
        let (allTables, allEntries): (Int, Int)

        static let terminal = Room(
            depth: 4, entries: 40, named: 1000, allTables: 2000, allEntries: 20_000)
        static let pipe = Room(
            depth: 32, entries: 1_000_000, named: 1_000_000, allTables: 100_000, allEntries: 4_000_000)
    }

    /// What has been shown of a value so far.
    private final class Count {
        var (tables, entries) = (0, 0)
    }

    let room: Room
    private let count = Count()

    /// Values of a state, shown in a style; one without rows is no terminal.
    package init(_ state: LuaState, _ style: TerminalStyle) {
        (self.state, self.style) = (state, style)
        room = style.rows == nil ? .pipe : .terminal
    }

    /// Whether what is long may be cut.
    var isCut: Bool { style.rows != nil }

    /// What stands for what is left out.
    var dots: String { style.unicode ? "…" : "..." }

    /// The text of a value; ends without a line feed.
    ///
    /// - Throws: ``LuaError`` when a value's own `__tostring` fails.
    package func text(_ value: LuaValue) throws -> String {
        (count.tables, count.entries) = (0, 0)
        switch value {
        case .table(let table):
            if let records = try RecordTable(table, shownBy: self) { return try records.text() }
            return try text(value, in: [])
        case .vector(let vector): return try VectorText(vector, style).text
        case .object(let reference):
            if let price = reference.object as? PriceObject { return price.document.shortText(style) }
            return try text(value, in: [])
        case .string(let text) where text.contains("\n"):
            return QuotedText.escaped(text, keeping: ["\n", "\t"])
        default: return try text(value, in: [])
        }
    }

    /// The text of a value inside of tables, outermost first.
    func text(_ value: LuaValue, in outer: [LuaTable]) throws -> String {
        switch value {
        case .string(let text): return QuotedText.quoted(text)
        case .other(let name): return "a \(name)"
        case .function(let function): return FunctionText(function).text
        case .table(let table): return try text(of: table, in: outer)
        default:
            let text = try state.tostring(value)
            if let plain = Self.withoutAddress(text) { return "a \(plain)" }
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }

    /// What stands before an address in the text of a value that has none of its own; `nil` for other texts.
    static func withoutAddress(_ text: String) -> String? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let address = text[text.index(after: colon)...]
        guard address.hasPrefix(" 0x") || address == " (nil)",
            address.dropFirst(3).allSatisfy({ $0.isHexDigit || $0 == ")" || $0 == "i" || $0 == "l" })
        else { return nil }
        return String(text[..<colon])
    }

    /// The text of a table's own, or `nil` where it has none.
    func ownText(of table: LuaTable) throws -> String? {
        let own = try state.tostring(.table(table))
        return Self.withoutAddress(own) == nil ? QuotedText.escaped(own, keeping: ["\n", "\t"]) : nil
    }

    private func text(of table: LuaTable, in outer: [LuaTable]) throws -> String {
        if let place = outer.lastIndex(where: { $0.isSame(as: table) }) {
            let steps = outer.count - 1 - place
            return steps == 0 ? "(this table again)" : "(the table \(steps) out again)"
        }
        // A table with a text of its own is shown by it.
        if let own = try ownText(of: table) { return own }
        count.tables += 1
        guard outer.count < room.depth, count.tables <= room.allTables else {
            return try table.isEmpty ? "{}" : "{\(dots)}"
        }
        let parts = try entries(of: table, in: outer + [table])
        guard !parts.isEmpty else { return "{}" }
        let width = isCut ? max(style.columns - 2 * outer.count, 40) : 90
        let length = parts.reduce(2) { $0 + $1.utf8.count + 2 }
        guard length > width || parts.contains(where: { $0.utf8.contains(10) }) else {
            return "{ " + parts.joined(separator: ", ") + " }"
        }
        let indent = String(repeating: "  ", count: outer.count + 1)
        return "{\n" + parts.map { indent + $0 + ",\n" }.joined() + String(indent.dropLast(2)) + "}"
    }

    private func entries(of table: LuaTable, in outer: [LuaTable]) throws -> [String] {
        let length = try table.count
        var parts: [String] = []
        for index in 0..<min(length, room.entries) where shouldContinue {
            parts.append(try text(try table.get(index + 1), in: outer))
        }
        if length > parts.count { parts.append("\(dots) \(length) in all") }
        // Of very large tables the list part says enough.
        guard length <= 10 * room.named else { return parts }
        guard let pairs = try? table.pairs(limit: length + room.named) else {
            return parts + ["\(dots) more than \(room.named) named"]
        }
        let named = pairs.filter { key, _ in
            key.int.map { !(1...max(1, Int64(length))).contains($0) } ?? true
        }
        var shown = 0
        for (key, value) in named.prefix(room.entries) where shouldContinue {
            parts.append("\(try name(key)) = \(try text(value, in: outer))")
            shown += 1
        }
        if named.count > shown { parts.append("\(dots) \(named.count) named in all") }
        return parts
    }

    /// Counts an entry; false where there is no room for more.
    private var shouldContinue: Bool {
        guard count.entries < room.allEntries else { return false }
        count.entries += 1
        return true
    }

    private func name(_ key: LuaValue) throws -> String {
        switch key {
        case .string(let text): QuotedText.isName(text) ? text : "[\(QuotedText.quoted(text))]"
        case .table: "[a table]"
        default: "[\(try self.text(key, in: []))]"
        }
    }
}

extension Session {
    /// The text of a value as the console shows it, in the session's ``style``; ends without a line feed.
    ///
    /// - Throws: ``LuaError`` when a value's own `__tostring` fails.
    package func text(of value: LuaValue) throws -> String { try ShownValue(state, style).text(value) }

    /// Prints values as the console shows them.
    ///
    /// - Throws: as ``text(of:)``.
    package func show(_ values: [LuaValue]) throws {
        for value in values { write(try text(of: value)) }
    }
}

/// A function by its name and where it is defined: `function mine (stdin:3)`, `function liq.load (built in)`.
struct FunctionText {
    let text: String

    init(_ function: LuaFunction) {
        let name = function.name.map { " \($0)" } ?? ""
        let place = function.place.map { "\($0.chunk):\($0.line)" } ?? "built in"
        text = QuotedText.escaped("function\(name) (\(place))", keeping: ["\"", "\\"])
    }
}

/// A vector: its course in a line and its figures on a terminal, cell by cell elsewhere.
struct VectorText {
    let text: String

    /// - Throws: ``LuaError`` if the cells are no longer lent.
    init(_ vector: LuaVector, _ style: TerminalStyle) throws {
        let cells = try vector.values
        guard style.rows != nil else {
            text = cells.map(Self.number).joined(separator: "\n")
            return
        }
        text = Self.lines(cells, style).joined(separator: "\n")
    }

    private static func lines(_ cells: [Double], _ style: TerminalStyle) -> [String] {
        let present = cells.filter { !$0.isNaN }
        var heading = "vector of \(NumberText.count(cells.count))"
        if let low = present.min(), let high = present.max() {
            let mean = present.reduce(0) { $0 + $1 / Double(present.count) }
            heading += ": min \(number(low)), mean \(number(mean)), max \(number(high))"
        }
        if present.count < cells.count { heading += ", \(NumberText.count(cells.count - present.count)) NaN" }
        guard !cells.isEmpty else { return [heading] }
        let width = min(style.width - 2, 100)
        let line = Sparkline(cells).text(width, unicode: style.unicode)
        return [heading] + (cells.count > 4 ? ["  " + line] : []) + ["  " + ends(of: cells, style)]
    }

    /// The first cells and the last ones, as many as a line holds.
    private static func ends(of cells: [Double], _ style: TerminalStyle) -> String {
        let all = cells.map { number($0) }.joined(separator: " ")
        let width = style.width - 2
        if all.count <= width { return all }
        let ellipsis = style.unicode ? " … " : " .. "
        var (first, last) = ([String](), [String]())
        var length = ellipsis.count
        for index in 0..<(cells.count / 2) {
            let (head, tail) = (number(cells[index]), number(cells[cells.count - 1 - index]))
            length += head.count + tail.count + 2
            guard length <= width, first.count < 8 else { break }
            first.append(head)
            last.insert(tail, at: 0)
        }
        return first.joined(separator: " ") + ellipsis + last.joined(separator: " ")
    }

    /// All digits.
    private static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}
