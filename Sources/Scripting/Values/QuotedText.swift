import Engine
import Plugins

/// Texts as Lua would write them.
package enum QuotedText {
    /// In quotes, with what could steer a terminal as escapes.
    package static func quoted(_ text: String) -> String { "\"\(escaped(text, keeping: []))\"" }

    /// Whether it can stand for a key without brackets.
    package static func isName(_ text: String) -> Bool {
        text.utf8.first.map { !(48...57).contains($0) } ?? false
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
    }

    /// With what could steer a terminal written as Lua escapes; quotes and backslashes too, unless some of it is kept.
    static func escaped(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
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
