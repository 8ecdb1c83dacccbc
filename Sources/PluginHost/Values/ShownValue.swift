package import Charts
package import LuaRuntime

/// Values as the console shows them: numbers in full, texts quoted, tables opened, lists of records as tables, maps
/// drawn. No text ever holds an address.
///
/// On a terminal what is long is cut and says so; elsewhere nothing is.
package struct ShownValue {
    let state: LuaState
    let style: TerminalStyle
    /// What may still be written: how deep tables are opened, how many entries of each are shown and of all.
    struct Room {
        let depth: Int
        let entries: Int
        /// How many named entries are looked at.
        let named: Int

        static let terminal = Room(depth: 4, entries: 40, named: 1000)
        static let pipe = Room(depth: 32, entries: 1_000_000, named: 1_000_000)
    }

    let room: Room

    /// Values of a state, shown in a style; one without rows is no terminal.
    package init(_ state: LuaState, _ style: TerminalStyle) {
        (self.state, self.style) = (state, style)
        room = style.rows == nil ? .pipe : .terminal
    }

    /// Whether what is long may be cut.
    var isCut: Bool { style.rows != nil }

    /// The text of a value; ends without a line feed.
    ///
    /// - Throws: ``LuaError`` when a value's own `__tostring` fails.
    package func text(_ value: LuaValue) throws -> String {
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
        if let up = outer.reversed().firstIndex(where: { $0.isSame(as: table) }) {
            let steps = outer.reversed().distance(from: outer.reversed().startIndex, to: up)
            return steps == 0 ? "(this table again)" : "(the table \(steps) out again)"
        }
        // A table with a text of its own is shown by it.
        if let own = try ownText(of: table) { return own }
        guard outer.count < room.depth else { return try table.isEmpty ? "{}" : "{…}" }
        let parts = try entries(of: table, in: outer + [table])
        guard !parts.isEmpty else { return "{}" }
        let line = "{ " + parts.joined(separator: ", ") + " }"
        guard line.count > (isCut ? max(style.columns - 2 * outer.count, 40) : 90) || line.contains("\n")
        else { return line }
        let indent = String(repeating: "  ", count: outer.count + 1)
        return "{\n" + parts.map { indent + $0 + ",\n" }.joined() + String(indent.dropLast(2)) + "}"
    }

    private func entries(of table: LuaTable, in outer: [LuaTable]) throws -> [String] {
        let count = try table.count
        var parts: [String] = []
        for index in 0..<min(count, room.entries) {
            parts.append(try text(try table.get(index + 1), in: outer))
        }
        if count > room.entries { parts.append("… \(count) in all") }
        // Of very large tables the list part says enough.
        guard count <= 10 * room.named else { return parts }
        guard let pairs = try? table.pairs(limit: count + room.named) else {
            return parts + ["… more than \(room.named) named"]
        }
        let named = pairs.filter { key, _ in
            key.int.map { !(1...max(1, Int64(count))).contains($0) } ?? true
        }
        for (key, value) in named.prefix(room.entries) {
            parts.append("\(try name(key)) = \(try text(value, in: outer))")
        }
        if named.count > room.entries { parts.append("… \(named.count) named in all") }
        return parts
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
