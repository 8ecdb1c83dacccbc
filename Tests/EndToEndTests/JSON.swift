import Foundation
import TestSupport

/// Parsed JSON whose members are asked for by name; what is not there or of another kind is thrown.
struct JSON {
    private let value: Value
    private let place: String

    init(_ data: Data) throws {
        // The one says that it is JSON, the other reads doubles to the last digit.
        _ = try JSONSerialization.jsonObject(with: data)
        (value, place) = (try JSONDecoder().decode(Value.self, from: data), "")
    }

    private init(_ value: Value, _ place: String) { (self.value, self.place) = (value, place) }

    subscript(name: String) -> JSON {
        get throws {
            guard let member = try members[name] else { throw Failure("\(place) has no member \(name)") }
            return JSON(member, "\(place).\(name)")
        }
    }

    /// Names of an object's members.
    var names: Set<String> { get throws { Set(try members.keys) } }

    /// Elements of a list.
    var list: [JSON] {
        get throws {
            guard case .list(let elements) = value else { throw Failure("\(place) is no list: \(value)") }
            return elements.map { JSON($0, "\(place)[]") }
        }
    }

    var text: String {
        get throws {
            guard case .text(let text) = value else { throw Failure("\(place) is no text: \(value)") }
            return text
        }
    }

    var number: Double {
        get throws {
            guard case .number(let number) = value else { throw Failure("\(place) is no number: \(value)") }
            return number
        }
    }

    var numbers: [Double] { get throws { try list.map { try $0.number } } }

    var isNull: Bool { if case .null = value { true } else { false } }

    var isTrue: Bool { if case .flag(true) = value { true } else { false } }

    private var members: [String: Value] {
        get throws {
            guard case .object(let members) = value else { throw Failure("\(place) is no object: \(value)") }
            return members
        }
    }

    private indirect enum Value: Decodable {
        case null
        case flag(Bool)
        case number(Double)
        case text(String)
        case list([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let members = try? container.decode([String: Value].self) {
                self = .object(members)
            } else {
                self = .list(try container.decode([Value].self))
            }
        }
    }
}
