import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting

/// What a session holds at a moment: its globals and the current map.
///
/// Taking one is cheap: values never change, except for tables, which are shared.
struct SessionState {
    let globals: LuaTable
    let map: MapResult?
    /// The entry that came next, by its number.
    let entry: Int
    /// What had been entered.
    let log: SessionLog
}

/// Takes and restores states of a session. The work is done in Lua, where values can be compared.
final class SessionKeeper {
    private let session: Session
    private let functions: (take: LuaFunction, changed: LuaFunction, restore: LuaFunction)

    private static let source = """
        local globals, next, rawequal, rawset, type = _G, next, rawequal, rawset, type
        local function isResult(name) return type(name) == "string" and name:find("^_%d*$") ~= nil end
        local function take()
          local copy = {}
          for name, value in next, globals do copy[name] = value end
          return copy
        end
        local function changed(old)
          local names = {}
          for name, value in next, globals do
            if not isResult(name) and not rawequal(old[name], value) then names[#names + 1] = name end
          end
          for name in next, old do
            if not isResult(name) and globals[name] == nil then names[#names + 1] = name end
          end
          return names
        end
        local function restore(old)
          for name, value in next, globals do
            if old[name] == nil and not isResult(name) then rawset(globals, name, nil) end
          end
          for name, value in next, old do
            if not isResult(name) then rawset(globals, name, value) end
          end
        end
        return take, changed, restore
        """

    init(_ session: Session) throws {
        self.session = session
        let made = try session.run(Self.source, chunk: "console")
        guard made.count == 3, case .function(let take) = made[0], case .function(let changed) = made[1],
            case .function(let restore) = made[2]
        else { preconditionFailure("the chunk returns three functions") }
        functions = (take, changed, restore)
    }

    /// The session as it is.
    func take(before entry: Int, _ log: SessionLog) throws -> SessionState {
        guard case .table(let globals)? = try session.state.call(functions.take).first else {
            preconditionFailure("take returns a table")
        }
        return SessionState(globals: globals, map: session.map, entry: entry, log: log)
    }

    /// Names of globals whose values differ from those of a state; `_`, `_1` and so on are left out.
    func changed(since state: SessionState) throws -> [String] {
        guard
            case .table(let names)? = try session.state.call(functions.changed, [.table(state.globals)]).first
        else { return [] }
        return try names.array(limit: 10_000).compactMap(\.text).sorted()
    }

    /// Restores a state.
    func restore(_ state: SessionState) throws {
        _ = try session.state.call(functions.restore, [.table(state.globals)])
        session.map = state.map
    }
}

/// The entries of a session that did not fail, for a script that does the same.
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
            // A program has a limited number of locals, and functions keep the first declaration of a name.
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
