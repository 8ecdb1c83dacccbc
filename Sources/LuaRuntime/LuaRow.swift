import CLuaShim

/// A row of named columns that the host moves along: the `bar` of a script.
///
/// `bar.close` reads a cell; a NaN cell reads as nil. `bar.index` is the place, from 1. `bar:back(n)` is the row n
/// places earlier, nil before the first; it holds until the row is moved. Assignment is an error.
package final class LuaRow {
    /// A column, lent by the host for as long as the row lives or until it is invalidated for good.
    package enum Column {
        /// Cells of doubles.
        case numbers(String, UnsafePointer<Double>)
        /// Cells of integers, such as times.
        case integers(String, UnsafePointer<Int64>)

        var name: String {
            switch self {
            case .numbers(let name, _), .integers(let name, _): name
            }
        }
    }

    /// How many rows there are.
    package let count: Int
    let names: [String]
    let constants: [(String, LuaValue)]
    private let columns: UnsafeMutablePointer<liq_lua_column>
    private let rows: UnsafeMutablePointer<liq_lua_rows>

    /// Rows that are not shown before the first ``move(to:)``.
    /// - Parameters:
    ///   - name: as messages show it: `bar`.
    ///   - count: cells in each column.
    ///   - columns: their order does not matter.
    ///   - constants: fields that are the same in every row.
    package init(name: String, count: Int, columns: [Column], constants: [(String, LuaValue)] = []) {
        self.count = count
        self.names = columns.map(\.name)
        self.constants = constants
        self.columns = .allocate(capacity: columns.count)
        for (index, column) in columns.enumerated() {
            var cells = liq_lua_column()
            switch column {
            case .numbers(_, let pointer): cells.numbers = pointer
            case .integers(_, let pointer): cells.integers = pointer
            }
            (self.columns + index).initialize(to: cells)
        }
        rows = .allocate(capacity: 1)
        var value = liq_lua_rows()
        value.columns = UnsafePointer(self.columns)
        value.count = Int64(count)
        rows.initialize(to: value)
        name.withLuaName(
            to: UnsafeMutableRawPointer(rows) + MemoryLayout.offset(of: \liq_lua_rows.name).unsafelyKnown)
    }

    deinit {
        rows.deallocate()
        columns.deallocate()
    }

    /// Shows the row at an index, from 0.
    /// - Precondition: `0 <= index < count`.
    package func move(to index: Int) {
        precondition(index >= 0 && index < count, "row \(index) of \(count)")
        rows.pointee.index = Int64(index)
        rows.pointee.generation &+= 1
        rows.pointee.valid = true
    }

    /// Ends the loan: until the row is moved again, any use of it or of what `back` gave is an error.
    package func invalidate() {
        rows.pointee.generation &+= 1
        rows.pointee.valid = false
    }

    func push(to core: LuaCore, _ handle: OpaquePointer) throws(LuaError) {
        try core.check(liq_lua_new_table(handle, 0, Int32(names.count)))
        let fields = liq_lua_top(handle)
        for (index, name) in names.enumerated() {
            liq_lua_push_integer(handle, Int64(index))
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, fields, $0, $1) })
        }
        try core.check(liq_lua_new_table(handle, 0, Int32(constants.count + 1)))
        for (name, value) in constants {
            try core.push(handle, value)
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, fields + 1, $0, $1) })
        }
        try core.push(handle, keeping: self) { liq_lua_push_row(handle, rows, $0, $1) }
    }
}

extension LuaState {
    /// A row ready to be passed to many calls.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - isLentPerCall: whether a script that keeps it past the next move gets an error instead of that row.
    /// - Returns: the value to pass.
    /// - Throws: ``LuaError`` when memory runs out.
    package func makeRow(_ row: LuaRow, isLentPerCall: Bool = false) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            try row.push(to: core, handle)
            let name = String(cString: liq_lua_type_name(handle, -1))
            let key = try core.takeReference(handle)
            return .object(
                LuaObjectReference(
                    core: core, key: key, object: row, typeName: name, isLentPerCall: isLentPerCall))
        }
    }
}
