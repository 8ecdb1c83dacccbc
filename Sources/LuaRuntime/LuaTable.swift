import CLuaShim

/// A table of Lua's, read and written raw: no metamethod runs.
package final class LuaTable: LuaReference {
    /// The value of a named field; `.nil` if there is none.
    package func get(_ name: String) throws(LuaError) -> LuaValue {
        try open { handle, table throws(LuaError) in
            try core.check(name.withLuaBytes { liq_lua_push_field(handle, table, $0, $1) })
            return try core.read(handle, -1)
        }
    }

    /// The element at an index, from 1; `.nil` if there is none.
    package func get(_ index: Int) throws(LuaError) -> LuaValue {
        try open { handle, table throws(LuaError) in
            liq_lua_push_element(handle, table, Int64(index))
            return try core.read(handle, -1)
        }
    }

    /// The raw length.
    package var count: Int {
        get throws(LuaError) {
            try open { handle, table throws(LuaError) in Int(liq_lua_length(handle, table)) }
        }
    }

    /// The elements 1…count.
    /// - Throws: ``LuaError`` if there are more than `limit`.
    package func array(limit: Int) throws(LuaError) -> [LuaValue] {
        try open { handle, table throws(LuaError) in
            let count = Int(liq_lua_length(handle, table))
            guard count <= limit else {
                throw LuaError(.runtime, "table has \(count) elements, at most \(limit) allowed")
            }
            var values: [LuaValue] = []
            values.reserveCapacity(count)
            var budget = core.textBudget
            for index in 0..<count {
                liq_lua_push_element(handle, table, Int64(index + 1))
                values.append(try core.read(handle, -1, within: &budget))
                liq_lua_set_top(handle, table)
            }
            return values
        }
    }

    /// Copies the first elements as numbers; strings are not converted.
    package func readNumbers(
        into buffer: UnsafeMutableBufferPointer<Double>
    ) throws(LuaError) -> LuaNumbersResult {
        try open { handle, table throws(LuaError) in LuaNumbersResult(reading: handle, table, into: buffer) }
    }

    /// Stores a value under a name; `.nil` removes it.
    package func set(_ name: String, _ value: LuaValue) throws(LuaError) {
        try open { handle, table throws(LuaError) in
            try core.push(handle, value)
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, table, $0, $1) })
        }
    }

    /// Stores a value at an index.
    package func set(_ index: Int, _ value: LuaValue) throws(LuaError) {
        try open { handle, table throws(LuaError) in
            try core.push(handle, value)
            try core.check(liq_lua_set_element(handle, table, Int64(index)))
        }
    }

    /// Runs `body` with the table pushed; the stack is as before afterwards.
    func open<Result>(_ body: (OpaquePointer, Int32) throws(LuaError) -> Result) throws(LuaError) -> Result {
        let handle = try core.entry()
        guard liq_lua_reserve(handle, 24) else { throw LuaError(.stackOverflow, "stack overflow") }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        return try body(handle, base + 1)
    }
}

extension LuaTable {
    /// Whether both are one table.
    package func isSame(as other: LuaTable) -> Bool {
        guard core === other.core, let handle = try? core.entry(), liq_lua_reserve(handle, 4) else {
            return false
        }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        liq_lua_push_reference(handle, other.key)
        return liq_lua_is_same(handle, base + 1, base + 2)
    }

    /// Whether it holds nothing.
    package var isEmpty: Bool {
        get throws(LuaError) {
            try open { handle, table throws(LuaError) in
                var more = false
                liq_lua_push_nil(handle)
                try core.check(liq_lua_next(handle, table, &more))
                return !more
            }
        }
    }
}

extension LuaTable {
    /// All keys and values, in an order that does not depend on the run: integers ascending, other numbers ascending,
    /// strings by bytes, then `false`, `true`; keys of other types last, in no stated order.
    /// - Throws: ``LuaError`` if there are more than `limit`.
    package func pairs(limit: Int) throws(LuaError) -> [(LuaValue, LuaValue)] {
        var found = try open { handle, table throws(LuaError) in
            var found: [(LuaValue, LuaValue)] = []
            var (more, budget) = (false, core.textBudget)
            liq_lua_push_nil(handle)
            while true {
                try core.check(liq_lua_next(handle, table, &more))
                guard more else { return found }
                guard found.count < limit else {
                    throw LuaError(.runtime, "table has more than \(limit) entries")
                }
                let key = try core.read(handle, table + 1, within: &budget)
                found.append((key, try core.read(handle, table + 2, within: &budget)))
                liq_lua_set_top(handle, table + 1)
            }
        }
        found.sort { $0.0.isOrdered(before: $1.0) }
        return found
    }
}

extension LuaValue {
    private var rank: Int {
        switch self {
        case .integer: 0
        case .number: 1
        case .string: 2
        case .boolean: 3
        default: 4
        }
    }

    fileprivate func isOrdered(before other: LuaValue) -> Bool {
        switch (self, other) {
        case (.integer(let a), .integer(let b)): a < b
        case (.number(let a), .number(let b)): a < b
        case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.boolean(let a), .boolean(let b)): !a && b
        default: rank < other.rank
        }
    }
}

/// How reading a table as a fixed number of numbers went.
package enum LuaNumbersResult: Hashable, Sendable {
    /// The elements are numbers, as many as asked for.
    case complete
    /// The element at this index, from 1, is no number but of that type; "nil" if the table is too short.
    case bad(index: Int, found: String)
    /// The elements are numbers, but the table has this many, more than asked for.
    case extra(count: Int)

    /// Reads the table at a stack position. Four free places are needed on the stack.
    init(reading handle: OpaquePointer, _ position: Int32, into buffer: UnsafeMutableBufferPointer<Double>) {
        var found: UnsafePointer<CChar>?
        let bad = liq_lua_read_numbers(handle, position, buffer.baseAddress, Int64(buffer.count), &found)
        if bad != 0 {
            self = .bad(index: Int(bad), found: found.map { String(cString: $0) } ?? "nil")
            return
        }
        let length = Int(liq_lua_length(handle, position))
        self = length > buffer.count ? .extra(count: length) : .complete
    }
}

extension LuaTable {
    /// The table as scripts may read and not write it: an assignment is an error, `NAME is read-only`.
    ///
    /// The host reads what it holds, also where a script hands it back.
    package func sealed(as name: String) throws(LuaError) -> LuaTable {
        try open { handle, table throws(LuaError) in
            liq_lua_push_copy(handle, table)
            try core.check(name.withLuaBytes { liq_lua_seal(handle, $0, $1) })
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
    }
}

extension LuaState {
    /// A new table: elements 1…n and named fields.
    package func makeTable(
        array: [LuaValue] = [], fields: [(String, LuaValue)] = []
    ) throws(LuaError) -> LuaTable {
        try build { handle throws(LuaError) in
            let sizes = (Int32(clamping: array.count), Int32(clamping: fields.count))
            try core.check(liq_lua_new_table(handle, sizes.0, sizes.1))
            let table = liq_lua_top(handle)
            for (index, value) in array.enumerated() {
                try core.push(handle, value)
                try core.check(liq_lua_set_element(handle, table, Int64(index + 1)))
            }
            for (name, value) in fields {
                try core.push(handle, value)
                try core.check(name.withLuaBytes { liq_lua_set_field(handle, table, $0, $1) })
            }
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
    }

    /// A new table of numbers, made at once.
    package func makeTable(numbers: [Double]) throws(LuaError) -> LuaTable {
        try build { handle throws(LuaError) in
            let status = numbers.withUnsafeBufferPointer {
                liq_lua_new_numbers(handle, $0.baseAddress, $0.count)
            }
            try core.check(status)
            return LuaTable(core: core, key: try core.takeReference(handle))
        }
    }
}
