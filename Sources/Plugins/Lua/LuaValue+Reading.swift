import Engine
package import LuaRuntime

extension LuaValue {
    /// The value as messages show it: short, on one line.
    package var described: String {
        switch self {
        case .nil: "nil"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): number.isNaN ? "nan" : "\(number)"
        case .string(let text): "the text \"\(text.prefix(40))\""
        default: "a \(typeName)"
        }
    }

    /// A parameter's value as text that reads back the same.
    package var parameterText: String? {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .string(let text): text
        default: nil
        }
    }
}
