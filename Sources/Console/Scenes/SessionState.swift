import Engine
import LuaRuntime
import Plugins
import Scripting

/// What a session holds at a moment: its globals and the map at hand. Taking one is cheap: values never change, but
/// for tables, which are shared.
struct SessionState {
    let globals: LuaTable
    let map: MapObject?
    /// The entry that came next, by its number.
    let entry: Int
    /// What had been entered.
    let log: SessionLog
}

/// Takes and restores states of a session. The work is done in Lua, where values can be told apart.
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

    /// Names of globals whose values are no longer those of a state; `_` and its like are not looked at.
    func changed(since state: SessionState) throws -> [String] {
        guard
            case .table(let names)? = try session.state.call(functions.changed, [.table(state.globals)]).first
        else { return [] }
        return try names.array(limit: 10_000).compactMap(\.text).sorted()
    }

    /// Makes the session what it was.
    func restore(_ state: SessionState) throws {
        _ = try session.state.call(functions.restore, [.table(state.globals)])
        session.map = state.map
    }
}
