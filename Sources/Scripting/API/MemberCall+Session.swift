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

    /// Writes a file in the format of its ending.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - what: what is written, for messages: `a heatmap`.
    ///   - json: its JSON.
    ///   - csv: its CSV.
    ///   - text: its picture or tables.
    /// - Throws: ``EngineError`` for another ending, or where the file cannot be written.
    func write(
        to path: String, _ what: String, json: () -> String, csv: () -> [UInt8], text: () -> String
    ) throws {
        switch try MapFormat(named: nil, path: path) {
        case .json: try TextFile.write(json(), to: path)
        case .csv: try TextFile.write(csv(), to: path)
        case .text: try TextFile.write(text(), to: path)
        case .coinglass, .part:
            throw EngineError(.script, "\(what) is written as .json, .csv or .txt, not as \(path)")
        }
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
