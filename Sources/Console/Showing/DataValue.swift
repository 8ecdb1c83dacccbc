import Engine
import LuaRuntime
import Plugins
import Scripting

/// A value of Lua's as formats of data take it.
indirect enum DataValue {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case numbers([Double])
    case list([DataValue])
    /// By name, sorted by bytes.
    case record([Member])

    /// A value under its name.
    struct Member {
        let name: String
        let value: DataValue
    }

    /// How deep tables may be nested, and how many entries one may have.
    private static let (deepest, most) = (50, 10_000_000)

    /// Reads a value.
    ///
    /// - Throws: ``HostError`` `.usage` for what is no data, naming where in the value it stands.
    init(_ value: LuaValue, as form: ValueForm, at place: String = "", depth: Int = 0) throws {
        func refused(_ what: String) -> HostError {
            HostError(
                .usage,
                "the form \(form.rawValue) cannot write \(what)\(place.isEmpty ? "" : " at \(place)")",
                hint: "it takes numbers, texts, true and false, vectors, lists and tables by name")
        }
        switch value {
        case .nil: self = .null
        case .boolean(let flag): self = .flag(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .vector(let vector): self = .numbers(try vector.values)
        case .table(let table):
            guard depth < Self.deepest else { throw refused("tables nested deeper than \(Self.deepest)") }
            let pairs = try table.pairs(limit: Self.most)
            let isList = pairs.enumerated().allSatisfy { $1.0.int == Int64($0 + 1) }
            guard !isList else {
                self = .list(
                    try pairs.enumerated().map { index, pair in
                        try DataValue(pair.1, as: form, at: "\(place)[\(index + 1)]", depth: depth + 1)
                    })
                return
            }
            self = .record(
                try pairs.map { key, value in
                    guard let name = key.text else {
                        throw refused("a table with the key \(key.described) beside names or gaps")
                    }
                    let below = place.isEmpty ? name : "\(place).\(name)"
                    return Member(
                        name: name, value: try DataValue(value, as: form, at: below, depth: depth + 1))
                })
        case .function, .object, .other: throw refused("a \(value.typeName)")
        }
    }
}
