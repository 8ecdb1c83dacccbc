import Engine
import LiquidationCore
import LuaRuntime
import Plugins

extension MapRequest {
    /// A request by named arguments.
    ///
    /// - Parameters:
    ///   - value: the table.
    ///   - function: for messages; `heatmap` takes what only applies to heatmaps.
    ///   - base: what holds where nothing is named; in it `false` takes an argument back to its default.
    ///   - names: those that are read elsewhere.
    /// - Throws: ``EngineError`` naming argument, rule and value.
    init(
        _ value: LuaValue, of function: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws {
        let place: MapOption.Place = function == "heatmap" ? .heatmap : .map
        let given = try value.table?.pairs(limit: 100) ?? []
        // Those of other places are refused by name, with where they apply.
        let elsewhere = given.compactMap(\.0.text).filter { MapOption.named($0) != nil }
        let arguments = try NamedArguments(
            value, of: function, known: names + MapOption.rows(for: place).map(\.name) + elsewhere)
        var settings = MapSettings(.script(function))
        for name in given.compactMap(\.0.text).sorted() where !names.contains(name) {
            guard let value = arguments[name], !value.isNil else { continue }
            if base != nil, value.bool == false {
                try settings.reset(name, in: place)
            } else {
                try settings.add(name, ArgumentValue(value), in: place)
            }
        }
        self = try settings.request(over: base ?? MapRequest())
    }
}

extension ArgumentValue {
    /// A value of a script; tables within tables are read so deep as arguments can have them.
    init(_ value: LuaValue, depth: Int = 3) throws {
        let content: Content =
            switch value {
            case .string(let text): .text(text)
            case .integer(let number): .integer(number)
            case .number(let number): .number(number)
            case .boolean(let flag): .flag(flag)
            case .table(let table) where depth > 0: .table(try Table(table, depth: depth))
            default: .other
            }
        self.init(content, shown: value.described)
    }
}

extension ArgumentValue.Table {
    fileprivate init(_ table: LuaTable, depth: Int) throws {
        var list: [Int64: LuaValue] = [:]
        var fields: [(name: String, value: ArgumentValue)] = []
        var strangeKey: String?
        for (key, value) in try table.pairs(limit: 200) {
            switch key {
            case .string(let name): fields.append((name, try ArgumentValue(value, depth: depth - 1)))
            case .integer(let place): list[place] = value
            default: strangeKey = strangeKey ?? key.described
            }
        }
        let places = list.keys.sorted()
        if let gap = zip(places, 1...).first(where: { $0 != $1 }) { strangeKey = strangeKey ?? "\(gap.0)" }
        self.init(
            list: try places.compactMap { place in
                try list[place].map { try ArgumentValue($0, depth: depth - 1) }
            }, fields: fields, strangeKey: strangeKey)
    }
}
