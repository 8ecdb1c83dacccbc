/// Makes Lua expressions of bytes: any bytes give one, and a byte changed changes a part of it.
public struct AnswerText {
    private var bytes: ArraySlice<UInt8>
    private var depth = 0

    /// Names that the rules know.
    private static let names = [
        "long", "short", "name", "side", "strength", "price", "note", "buy", "n", "__index", "__len",
        "__pairs",
        "__gc", "__close", "__name", "__tostring", "__metatable", "__mode",
    ]

    /// Expressions of these bytes, until they end; then `nil`.
    public init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    /// The next value.
    public mutating func expression() -> String {
        guard depth < 8, let kind = bytes.popFirst() else { return "nil" }
        depth += 1
        defer { depth -= 1 }
        switch kind % 20 {
        case 0: return "nil"
        case 1: return "\(next() % 2 == 0)"
        case 2: return number(Double(bitPattern: word()))
        case 3: return integer(Int64(bitPattern: word()))
        case 4: return number(Double(next()) / 8)
        case 5: return "\(next())"
        case 6: return text((0..<next() % 32).map { _ in next() })
        case 7: return "'\(name())'"
        case 8: return list(4)
        case 9: return list(Int(next() % 12))
        case 10: return "{ " + repeated(Int(next() % 6)) { "[ '\($0.name())' ] = \($0.expression())" } + " }"
        case 11:
            return "{ "
                + repeated(Int(next() % 6)) { "[ \($0.expression()) or 1 ] = \($0.expression())" } + " }"
        case 12: return "liq.vector(\(expression()))"
        case 13: return "setmetatable(\(expression()), \(expression()))"
        case 14: return "(select(\(next() % 4 + 1), ...))"
        case 15:
            let count = Int(next()) * Int(next())
            return
                "(function() local t = {} for i = 1, \(count) do t[i] = \(expression().replacingDots) end return t end)()"
        case 16: return "function() return \(expression().replacingDots) end"
        case 17:
            return
                "(\(expression()) \(["+", "-", "*", "/", "..", "//", "<", "=="][Int(next() % 8)]) \(expression()))"
        case 18: return "{ [5] = \(expression()), [10] = \(expression()), [25] = \(expression()) }"
        default: return "coroutine.wrap(function() coroutine.yield(\(expression().replacingDots)) end)()"
        }
    }

    private mutating func next() -> UInt8 { bytes.popFirst() ?? 0 }

    private mutating func word() -> UInt64 { (0..<8).reduce(0) { word, _ in word << 8 | UInt64(next()) } }

    private mutating func name() -> String { Self.names[Int(next()) % Self.names.count] }

    private mutating func list(_ count: Int) -> String { "{ " + repeated(count) { $0.expression() } + " }" }

    private mutating func repeated(_ count: Int, _ part: (inout AnswerText) -> String) -> String {
        var parts: [String] = []
        for _ in 0..<count { parts.append(part(&self)) }
        return parts.joined(separator: ", ")
    }

    private func number(_ value: Double) -> String {
        if value.isNaN { return "(0/0)" }
        return value.isFinite ? "(\(value))" : value > 0 ? "(1/0)" : "(-1/0)"
    }

    private func integer(_ value: Int64) -> String { value == .min ? "math.mininteger" : "(\(value))" }

    private func text(_ bytes: [UInt8]) -> String {
        "'"
            + bytes.map { byte in
                let digits = String(byte)
                return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }.joined() + "'"
    }
}

extension String {
    /// Inside another function there is no `...`.
    fileprivate var replacingDots: String { split(separator: ", ...").joined(separator: ", nil") }
}
