import LuaRuntime

/// Functions of the library that the host replaces, beside Lua's own.
enum Libraries {
    /// Name, how many there are of what is counted, what is prepared, and what is done.
    private static let works: [(name: String, count: Int, before: String, work: String)] = [
        (
            "`pairs`, a key of a list of 1000", 1_000_000, "local t = {} for i = 1, 1000 do t[i] = i end",
            "for _ = 1, 1000 do for k, v in pairs(t) do end end"
        ),
        (
            "`pairs`, a key of 1000 names", 1_000_000, "local t = {} for i = 1, 1000 do t['n' .. i] = i end",
            "for _ = 1, 1000 do for k, v in pairs(t) do end end"
        ),
        (
            "`pairs`, a key of 5 names", 1_000_000,
            "local t = { open = 1, high = 2, low = 3, close = 4, volume = 5 }",
            "for _ = 1, 200000 do for k, v in pairs(t) do end end"
        ),
        (
            "`ipairs`, a key of a list of 1000", 1_000_000, "local t = {} for i = 1, 1000 do t[i] = i end",
            "for _ = 1, 1000 do for k, v in ipairs(t) do end end"
        ),
        (
            "`find`, 1 KB, a class that is not there, a byte", 1_024_000, "local s = ('a'):rep(1024)",
            "for _ = 1, 1000 do s:find('%d') end"
        ),
        (
            "`match` of a date, a call", 200_000, "local s = '2025-05-01T16:00Z'",
            "for _ = 1, 200000 do local y, m = s:match('^(%d+)-(%d+)') end"
        ),
        (
            "`gsub` of words, 1 KB, a byte", 1_024_000, "local s = ('word two '):rep(114)",
            "for _ = 1, 1000 do s:gsub('%a+', 'x') end"
        ),
        (
            "`sort` of 1000 numbers, an element", 200_000,
            "local t = {}",
            "for _ = 1, 200 do for i = 1, 1000 do t[i] = i * 7919 % 1009 end table.sort(t) end"
        ),
        (
            "`format` of a number, a call", 200_000, "local f = string.format",
            "for i = 1, 200000 do f('%.2f', i) end"
        ),
    ]

    static func measure() throws {
        for (name, count, before, work) in works {
            let stock = Stopwatch.stock(
                count, "\(before)\nlocal c = os.clock()\n\(work)\nreturn tostring(os.clock() - c)")
            let state = try LuaState(
                profile: .plugin(seed: 1), limits: LuaLimits(deadlineMilliseconds: 60_000))
            let chunk = try state.load("\(before)\nreturn function()\n\(work)\nend", chunk: "bench")
            guard let function = try state.call(chunk, []).first?.function else { fatalError(name) }
            row(name, try Stopwatch.nanoseconds(count) { _ = try state.call(function, []) }, ("Lua", stock))
        }
    }
}
