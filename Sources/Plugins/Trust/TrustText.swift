/// Keys of the list of marks as parts of a line.
package enum TrustText {
    /// A text in which nothing ends a line, and nothing is shown that is not there.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                if scalar == "\\" { result += "\\" }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text that ``escaped(_:)`` was given; `nil` where it was given none that reads like this.
    static func unescaped(_ text: String) -> String? {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "\\" {
                rest.removeFirst()
                result += "\\"
                continue
            }
            guard rest.starts(with: "u{".unicodeScalars), let end = rest.firstIndex(of: "}") else {
                return nil
            }
            let digits = String(rest.dropFirst(2).prefix(upTo: end))
            guard let value = UInt32(digits, radix: 16), let read = UnicodeScalar(value) else { return nil }
            result.unicodeScalars.append(read)
            rest = rest[rest.index(after: end)...]
        }
        return result
    }
}
