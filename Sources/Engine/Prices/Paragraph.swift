package import Charts

/// Lines of a key and a text, wrapped to a width with the text below itself.
package struct Paragraph {
    /// The width of keys.
    package static let key = 15

    private let style: TerminalStyle

    package init(_ style: TerminalStyle) { self.style = style }

    /// One or more lines.
    package func lines(_ key: String, _ text: String) -> [String] {
        let indent = key.isEmpty ? 0 : Self.key
        var lines: [String] = []
        for word in plain(text).split(separator: " ", omittingEmptySubsequences: true) {
            if let line = lines.last, line.count + 1 + word.count <= style.columns {
                lines[lines.count - 1] = line + " " + word
            } else if lines.isEmpty {
                let start = plain(key)
                lines.append(start + String(repeating: " ", count: max(0, indent - start.count)) + word)
            } else {
                lines.append(String(repeating: " ", count: max(2, indent)) + word)
            }
        }
        return lines
    }

    /// Text that the style can show.
    package func plain(_ text: String) -> String {
        guard !style.unicode else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            case "·": result += "*"
            case "−", "–": result += "-"
            case "∓": result += "-+"
            case "±": result += "+-"
            case "×": result += "x"
            case "Ⓢ": result += "S"
            case "≤": result += "<="
            case "≥": result += ">="
            case "Σ": result += "sum "
            case "→": result += "->"
            default: result += "?"
            }
        }
        return result
    }
}
