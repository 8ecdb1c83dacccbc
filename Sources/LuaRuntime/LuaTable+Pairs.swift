import CLuaShim

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
