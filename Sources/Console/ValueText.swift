package import LuaRuntime
import PluginHost

/// Results as the console shows them: numbers in full, texts quoted, tables opened, maps drawn.
package struct ValueText {
    private let state: LuaState
    /// How deep tables are opened, and how many entries of each are shown.
    private static let (depth, entries) = (4, 40)
    /// How many named entries are looked at.
    private static let named = 1000

    /// Text of a state's values.
    package init(_ state: LuaState) { self.state = state }

    /// The text of a result; ends without a line feed.
    ///
    /// - Throws: ``LuaError`` when a value's own `__tostring` fails.
    package func text(_ value: LuaValue) throws -> String { try text(value, depth: 0) }

    private func text(_ value: LuaValue, depth: Int) throws -> String {
        switch value {
        case .string(let text):
            return depth == 0 && text.contains("\n") ? escaped(text, keeping: ["\n", "\t"]) : quoted(text)
        case .other(let name): return "a \(name)"
        case .table(let table):
            let own = try state.tostring(value)
            // A table with a text of its own is shown by it.
            guard own.hasPrefix("table: ") else { return own }
            return try self.text(of: table, depth: depth)
        default:
            let text = try state.tostring(value)
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }

    private func text(of table: LuaTable, depth: Int) throws -> String {
        guard depth < Self.depth else { return "{…}" }
        let count = try table.count
        var parts: [String] = []
        for index in 0..<min(count, Self.entries) {
            parts.append(try text(try table.get(index + 1), depth: depth + 1))
        }
        if count > Self.entries { parts.append("… \(count) in all") }
        // Very large tables are not walked: their list part says enough.
        if count <= 10_000, let pairs = try? table.pairs(limit: count + Self.named) {
            let named = pairs.filter { key, _ in
                key.int.map { !(1...max(1, Int64(count))).contains($0) } ?? true
            }
            for (key, value) in named.prefix(Self.entries) {
                parts.append("\(try name(key)) = \(try text(value, depth: depth + 1))")
            }
            if named.count > Self.entries { parts.append("… \(named.count) named in all") }
        } else if count <= 10_000 {
            parts.append("… more than \(Self.named) named")
        }
        guard !parts.isEmpty else { return "{}" }
        let line = "{ " + parts.joined(separator: ", ") + " }"
        guard line.count > 90 || line.contains("\n") else { return line }
        let indent = String(repeating: "  ", count: depth + 1)
        return "{\n" + parts.map { indent + $0 + ",\n" }.joined() + String(indent.dropLast(2)) + "}"
    }

    private func name(_ key: LuaValue) throws -> String {
        guard case .string(let text) = key else { return "[\(try self.text(key, depth: Self.depth))]" }
        let isName =
            text.utf8.first.map { !(48...57).contains($0) } ?? false
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
        return isName ? text : "[\(quoted(text))]"
    }

    private func quoted(_ text: String) -> String { "\"\(escaped(text, keeping: []))\"" }

    /// Text with what could steer the terminal written as Lua escapes; in quotes unless some of it is kept.
    private func escaped(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where kept.contains(scalar): escaped.unicodeScalars.append(scalar)
            case "\"" where kept.isEmpty: escaped += "\\\""
            case "\\" where kept.isEmpty: escaped += "\\\\"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 32 || scalar.value == 127:
                // Three digits always: a digit may follow.
                let digits = String(scalar.value)
                escaped += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            case _ where (128...159).contains(scalar.value):
                escaped += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
