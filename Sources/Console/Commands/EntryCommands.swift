import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let entryCommands: [ConsoleCommand] = [
        .doing(
            "time", "CODE", .code, "runs code and tells what it took",
            examples: [":time btc:map { lookback = \"7d\" };"]
        ) { console, code in
            try console.time(code)
        },
        .doing(
            "history", "[-n COUNT] [--failed] …", .none,
            "earlier entries with when, how long, and how they ended",
            examples: [":history", ":history -n 50 --failed", ":history map"]
        ) { console, text in
            console.page(try HistoryList(text).text(console.entries.history, console.session.style))
        },
        .doing(
            "last", "[N]", .none, "the last value again, or that of entry N, in full", examples: [":last"]
        ) { console, text in
            try console.last(text)
        },
        .doing(
            "once", "FILE", .file, "the next value goes to a file, by its ending",
            examples: [":once /tmp/liq-map.json"]
        ) { console, path in
            try console.once(path)
        },
        .doing(
            "save", "FILE", .file, "writes this session as a script that gives the same output",
            details:
                "Entries that failed or were undone are left out; :load, :why and :assume become Lua, other commands "
                + "are left out. In a pipe values are drawn as pipes get them.",
            examples: [":save /tmp/liq-session.lua"]
        ) { console, path in
            try console.save(path)
        },
    ]
}
