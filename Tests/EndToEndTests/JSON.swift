import Foundation

/// Parsed JSON whose members are asked for by name; what is not there or of another kind is thrown.
struct JSON {
    private let value: Any
    private let place: String

    init(_ data: Data) throws {
        (value, place) = (try JSONSerialization.jsonObject(with: data), "")
    }

    private init(_ value: Any, _ place: String) { (self.value, self.place) = (value, place) }

    subscript(name: String) -> JSON {
        get throws {
            guard let member = try members[name] else { throw Failure("\(place) has no member \(name)") }
            return JSON(member, "\(place).\(name)")
        }
    }

    /// Names of an object's members.
    var names: Set<String> { get throws { Set(try members.keys) } }

    /// Elements of a list.
    var list: [JSON] { get throws { try cast([Any].self).map { JSON($0, "\(place)[]") } } }

    var text: String { get throws { try cast(String.self) } }

    var number: Double { get throws { try cast(NSNumber.self).doubleValue } }

    var numbers: [Double] { get throws { try list.map { try $0.number } } }

    var isNull: Bool { value is NSNull }

    private var members: [String: Any] { get throws { try cast([String: Any].self) } }

    private func cast<Kind>(_ kind: Kind.Type) throws -> Kind {
        guard let value = value as? Kind else { throw Failure("\(place) is no \(kind): \(value)") }
        return value
    }
}
