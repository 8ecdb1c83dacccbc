import Engine
import Glibc
import LuaRuntime
import MarketData
import Plugins

/// Files in scripts: plugins have none of these.
enum FileAPI {
    static let functions: [LuaMember<Session>] = reading + writing

    private static let reading: [LuaMember<Session>] = [
        .function(
            .liq, "read_csv",
            [
                .init("path", .path),
                .named("columns", .flag, or: "false", "A table by column instead of a list of rows"),
            ], gives: [.init("rows", .table), .init("note", .function("string?").called("text or nil"))],
            search: ["import", "table", "open", "load"],
            "Reads a CSV file: rows by column names, or columns, numbers of which are vectors; and a note, or nil.",
            example: "#liq.read_csv(\"examples/data/BTCUSDT/BTCUSDT-fundingRate.csv\") > 0"
        ) { session, call in
            let path = try call.text(1)
            let isByColumn = try call.named(2).flag("columns") ?? false
            let table = try ColumnTable(path, limits: session.limits(reading: path))
            let values = try isByColumn ? table.columns(in: call.state) : table.rows(in: call.state)
            return [values] + table.notes.prefix(1).map(LuaValue.string)
        },
        .function(
            .liq, "read_json", [.init("path", .path)], gives: [.init("value", .any)],
            search: ["import", "open", "load", "parse"],
            "Reads a JSON file, or JSON lines as a list; null members are left out.",
            example:
                "liq.write(\"/tmp/liq-written.json\", m:json()) == nil and liq.read_json(\"/tmp/liq-written.json\").price > 0"
        ) { session, call in
            let path = try call.text(1)
            let document = try DocumentValue.read(path, limits: session.limits(reading: path))
            return [try document.value(in: call.state, file: path)]
        },
        .function(
            .liq, "files", [.init("pattern", .path)], gives: [.init("paths", .table.called("list"))],
            search: ["glob", "ls", "list", "folder", "directory"],
            "Paths of files that match: * ? [a-z], ** for folders of any depth; folders where it ends in a slash.",
            example: "#liq.files(\"examples/data/*/*.csv\") > 0"
        ) { _, call in
            let paths = try FilePattern(try call.text(1)).paths()
            return [.table(try call.state.makeTable(array: paths.map(LuaValue.string), fields: []))]
        },
    ]

    private static let writing: [LuaMember<Session>] = [
        .function(
            .liq, "write", [.init("path", .path), .init("text", .text)], search: ["save", "export", "file"],
            "Writes a text to a file, which is there as a whole or not at all.",
            example: "liq.write(\"/tmp/liq-example.txt\", \"longs \" .. m.long .. \"\\n\")"
        ) { session, call in
            let (path, text) = (try call.text(1), try call.text(2))
            // The runtime puts this character where bytes are no text.
            guard !text.unicodeScalars.contains("\u{FFFD}") else {
                throw EngineError(
                    .script, "liq.write: the text is not UTF-8", subject: .argument(2, of: "liq.write"))
            }
            try session.check(output: path)
            try TextFile.write(text, to: path)
            return []
        },
        .function(
            .liq, "exit", [.optional("code", .integer, or: "0", "From 0 to 125")],
            search: ["quit", "stop", "end", "status"],
            "Ends the script, or the console, with an exit code; nothing of the script runs after it.",
            example: "if m.long + m.short == 0 then liq.exit(3) end"
        ) { session, call in
            let code = call.argument(1).isNil ? 0 : try call.whole(1)
            guard (0...125).contains(code) else {
                throw EngineError(
                    .script, "liq.exit: the code must lie in 0 to 125, was \(code)",
                    subject: .value("\(code)"))
            }
            throw session.exit(Int32(code))
        },
    ]
}

extension Session {
    /// The limits of a file that a script reads; from now on nothing may be written over it.
    fileprivate func limits(reading path: String) throws(DataError) -> Limits {
        note(input: path)
        var limits = Limits()
        limits.rows = try RowBudget.limit(getenv(RowBudget.variable).map { String(cString: $0) })
        limits.shouldContinue = { [shouldContinue] _ in shouldContinue() }
        return limits
    }

    /// Refuses to write over what the script was made of or has read.
    ///
    /// - Throws: ``EngineError`` `.refused`; `.script` for `-`.
    func check(output path: String) throws(EngineError) {
        guard path != "-" else {
            throw EngineError(.script, "'-' is no file", hint: "print writes to standard output")
        }
        try OutputTarget(path).check(inputs: inputs, called: path)
    }
}

extension ColumnTable {
    /// A list of rows by name; empty cells are left out.
    fileprivate func rows(in state: LuaState) throws -> LuaValue {
        let values = columns.map { ($0.name, $0.cells.values) }
        var rows: [LuaValue] = []
        rows.reserveCapacity(count)
        for row in 0..<count {
            rows.append(.table(try state.makeTable(fields: values.map { ($0.0, $0.1[row]) })))
        }
        return .table(try state.makeTable(array: rows, fields: []))
    }

    /// Columns by name: vectors of numbers, with NaN for an empty cell, and lists of all else, with an empty text for one.
    fileprivate func columns(in state: LuaState) throws -> LuaValue {
        let fields = try columns.map { column -> (String, LuaValue) in
            switch column.cells {
            case .integers(let cells):
                (
                    column.name,
                    .vector(LuaVector(cells.map { $0.map(Double.init) ?? .nan }, name: column.name))
                )
            case .numbers(let cells):
                (column.name, .vector(LuaVector(cells.map { $0 ?? .nan }, name: column.name)))
            case .largeIntegers, .flags, .texts:
                (
                    column.name,
                    .table(
                        try state.makeTable(
                            array: column.cells.values.map { $0.isNil ? .string("") : $0 }, fields: []))
                )
            }
        }
        return .table(try state.makeTable(fields: fields))
    }
}

extension ColumnTable.Cells {
    /// The cells as values; `nil` for an empty one.
    fileprivate var values: [LuaValue] {
        switch self {
        case .integers(let cells), .largeIntegers(let cells): cells.map { $0.map(LuaValue.integer) ?? .nil }
        case .numbers(let cells): cells.map { $0.map(LuaValue.number) ?? .nil }
        case .flags(let cells): cells.map { $0.map(LuaValue.boolean) ?? .nil }
        case .texts(let cells): cells.map { $0.isEmpty ? .nil : .string($0) }
        }
    }
}

extension DocumentValue {
    /// The document as tables; in a list of numbers `null` is NaN.
    ///
    /// - Throws: ``EngineError`` for `null` in another list, which would end it.
    fileprivate func value(in state: LuaState, file: String) throws -> LuaValue {
        switch self {
        case .null: return .nil
        case .flag(let flag): return .boolean(flag)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .text(let text): return .string(text)
        case .list(let elements):
            let hasNumbersOnly = elements.allSatisfy(\.isNumberOrNull)
            let values = try elements.map { element in
                guard case .null = element else { return try element.value(in: state, file: file) }
                guard hasNumbersOnly else {
                    throw EngineError(.badInput, "\(file): null in a list that holds more than numbers")
                }
                return .number(.nan)
            }
            return .table(try state.makeTable(array: values, fields: []))
        case .record(let members):
            return .table(
                try state.makeTable(
                    fields: members.map { ($0.name, try $0.value.value(in: state, file: file)) }))
        }
    }

    private var isNumberOrNull: Bool {
        switch self {
        case .null, .integer, .number: true
        default: false
        }
    }
}
