import Engine
import LuaRuntime

/// Answers for a map that a plugin in another process asks about: it stays here, and its own functions answer.
struct MapCourier {
    private let state: LuaState
    private let map: LuaValue
    private let type = MapAPI.pluginType()
    private let field: LuaFunction
    private let method: LuaFunction

    init(_ map: MapResult) throws {
        state = try LuaState(profile: .script, limits: LuaLimits(memoryBytes: 256 << 20))
        self.map = try state.makeObject(map, type: type)
        field = try state.load("local map, name = ... return map[name]", chunk: "map")
        method = try state.load("local map, name = ... return map[name](map, select(3, ...))", chunk: "map")
    }

    /// What a map can be asked, for the other side.
    func writeNames(_ writer: inout WireWriter) {
        for names in [type.methodNames, type.fieldNames] {
            writer.put(names.count)
            for name in names { writer.put(name) }
        }
    }

    /// Asks the map what a message wants to know.
    ///
    /// - Throws: ``EngineError`` with what the map says about a wrong question.
    func answer(_ reader: inout WireReader) throws -> WireValues {
        let (isMethod, name) = (try reader.flag(), try reader.text())
        guard (isMethod ? type.methodNames : type.fieldNames).contains(name) else { throw WireReader.damaged }
        let arguments = try WireValues(reading: &reader, in: state).values
        do {
            return WireValues(try state.call(isMethod ? method : field, [map, .string(name)] + arguments))
        } catch {
            // The place is the asker's, who adds it.
            if let own = error.underlying as? EngineError { throw own }
            throw EngineError(.script, error.message, subject: ErrorSubject(of: error))
        }
    }
}

/// A map as a plugin's process sees it: each question goes to the program.
final class DistantMap {
    private let ask: (Bool, String, LuaState?, [LuaValue]) throws -> [LuaValue]
    private let methods: [String]
    private let fields: [String]

    init(
        reading reader: inout WireReader,
        ask: @escaping (Bool, String, LuaState?, [LuaValue]) throws -> [LuaValue]
    ) throws(EngineError) {
        self.ask = ask
        var lists: [[String]] = []
        for _ in 0..<2 {
            var names: [String] = []
            for _ in 0..<(try reader.count()) { names.append(try reader.text()) }
            lists.append(names)
        }
        (methods, fields) = (lists[0], lists[1])
    }

    /// The same look as the map itself has.
    func makeType() -> LuaObjectType {
        var table: [String: LuaObjectType.Method] = [:]
        for name in methods {
            table[name] = { [unowned self] call in try ask(true, name, call.state, call.arguments) }
        }
        return LuaObjectType(
            name: "map", methods: table,
            fields: fields.map { name in
                (name, { [unowned self] call in try ask(false, name, call.state, []).first ?? .nil })
            })
    }
}
