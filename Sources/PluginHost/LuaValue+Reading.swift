package import LuaRuntime

extension LuaValue {
    /// The number, where it is one; no conversion from text.
    package var asNumber: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
}

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
}
