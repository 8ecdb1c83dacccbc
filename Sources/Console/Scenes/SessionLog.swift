import PlainText
import PluginHost

/// The entries of a session that went well, for a script that does the same.
struct SessionLog {
    /// One entry.
    struct Entry: Hashable {
        /// The code without the semicolons that silence it.
        let code: String
        let number: Int
        let isSilent: Bool
        /// Whether it has a value to show.
        let isExpression: Bool

        init(_ text: String, number: Int, isExpression: (String) -> Bool) {
            var code = Substring(text)
            while code.last?.isWhitespace ?? false { code.removeLast() }
            isSilent = code.last == ";"
            while code.last == ";" { code.removeLast() }
            (self.code, self.number) = (String(code), number)
            self.isExpression = isExpression(self.code)
        }
    }

    private(set) var entries: [Entry] = []

    mutating func add(_ entry: Entry) {
        if entry.code.contains(where: { !$0.isWhitespace }) { entries.append(entry) }
    }

    /// The script: run without a console it prints what the entries showed.
    func script(version: String) -> String {
        let usesResults = entries.contains { entry in
            let text = Array(entry.code)
            return LuaToken.tokens(of: text).contains {
                $0.kind == .name && Self.isResult(String(text[$0.range]))
            }
        }
        var lines = ["-- A session of \(version). Again: liq run FILE", ""]
        if usesResults {
            lines += [
                "-- _ is the last value, _3 that of the third entry.",
                "local function keep(number, ...)",
                "  if select(\"#\", ...) > 0 then",
                "    _ = select(-1, ...)",
                "    _G[\"_\" .. number] = _",
                "  end",
                "  return ...",
                "end", "",
            ]
        }
        for entry in entries {
            // Locals of a program are limited in number, and may not be declared anew for functions that have them.
            let code = TopLevelLocals(entry.code).text.trimmingSpaces
            guard entry.isExpression else {
                lines.append(code)
                continue
            }
            // A comment at its end would take the bracket with it.
            let closed = code.contains("--") ? code + "\n" : code
            let kept = usesResults ? "keep(\(entry.number), \(closed))" : closed
            lines.append(entry.isSilent ? (usesResults ? kept : "_ = \(closed)") : "liq.show(\(kept))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isResult(_ name: String) -> Bool {
        name.hasPrefix("_") && name.dropFirst().allSatisfy(\.isNumber)
    }
}
