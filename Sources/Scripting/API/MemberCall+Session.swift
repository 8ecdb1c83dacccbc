import Charts
import Engine
import LuaRuntime
import Plugins

extension LuaState {
    /// The session whose state this is.
    ///
    /// - Throws: ``EngineError`` in a state that has none, such as a plugin's.
    var session: Session {
        get throws {
            guard let session = host as? Session else {
                throw EngineError(.script, "this is only there in scripts of a session")
            }
            return session
        }
    }
}

extension LuaState {
    /// How pictures are drawn: as in the session, where there is one.
    var style: TerminalStyle { (host as? Session)?.style ?? .plain(columns: 80) }
}

extension MemberCall {
    /// The session that the script runs in.
    var session: Session { get throws { try state.session } }

    /// How a picture is to be drawn, by the arguments `columns` and `ascii`.
    func style(_ arguments: NamedArguments) throws -> TerminalStyle {
        .plain(
            columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
            unicode: !(try arguments.flag("ascii") ?? false))
    }
}

extension FunctionPage.Argument {
    /// How wide a picture is.
    static let columns = Self.named("columns", .integer, or: "the terminal's", "How wide, 60 to 400")
    /// Whether a picture is drawn with ASCII alone.
    static let ascii = Self.named("ascii", .flag, or: "false", "Draws with ASCII alone")
    /// How far from the price a picture reaches.
    static let drawnWithin = Self.named(
        "within", .fraction, or: "that of the map", "How far from the price to draw")
}
