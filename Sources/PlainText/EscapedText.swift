// Text of unknown origin could drive the terminal that it is shown on. It is shown with such characters written as
// escapes, in the notation of the place: a message, Lua source, a cell of a table.

extension String {
    /// The beginning that fits into so many bytes, in whole characters.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var scalars = unicodeScalars.prefix(limit)
        var count = scalars.reduce(0) { $0 + UTF8.width($1) }
        while count > limit, let last = scalars.popLast() { count -= UTF8.width(last) }
        return String(scalars)
    }

    /// With control characters, other than line end and tab, and marks that turn text round made visible as `\x1b`
    /// or `\u{202e}`.
    package func escapingControls() -> String {
        func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.isControl && scalar != "\n" && scalar != "\t") || scalar.isDirectionMark
        }
        guard unicodeScalars.contains(where: isEscaped) else { return self }
        return unicodeScalars.reduce(into: "") { result, scalar in
            if isEscaped(scalar) { result += scalar.escaped } else { result.unicodeScalars.append(scalar) }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is one of C0, DEL and C1.
    package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

    /// Whether it changes the direction or the lines of the text around it without showing.
    package var isDirectionMark: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// `\x1b` below 256, else `\u{202e}`.
    package var escaped: String {
        value < 256 ? "\\x" + (value < 16 ? "0" : "") + String(value, radix: 16) : bracedEscape
    }

    /// `\u{1b}`, as Swift and Lua write it.
    fileprivate var bracedEscape: String { "\\u{" + String(value, radix: 16) + "}" }
}

/// Values of unknown origin that a message repeats: what could drive a terminal or turn text round is escaped as
/// `\u{1b}`, and the length is bounded.
package enum Echo {
    /// The longest value that a message repeats, in characters.
    package static let width = 40

    /// A value in quotes.
    package static func quoted(_ bytes: some Sequence<UInt8>) -> String { "'\(plain(bytes))'" }

    /// A value without quotes.
    package static func plain(_ bytes: some Sequence<UInt8>) -> String {
        escaped(String(decoding: Array(bytes.prefix(width * 4 + 4)), as: UTF8.self), width)
    }

    /// A path or a member's name, kept long enough to find the file.
    ///
    /// Standard input is called by its name.
    package static func name(_ text: String) -> String {
        text == "-" || text == "/dev/stdin" ? "standard input" : escaped(text, 4096)
    }

    private static func escaped(_ text: String, _ width: Int) -> String {
        // Most names and values are plain, and Unicode's tables are slow.
        if text.utf8.count < width, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < width else { return shown + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                shown += scalar.bracedEscape
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

/// Texts as Lua would write them.
package enum QuotedText {
    /// In quotes, with what could drive a terminal as escapes.
    package static func quoted(_ text: String) -> String { "\"\(escaped(text, keeping: []))\"" }

    /// Whether it can stand for a key without brackets.
    package static func isName(_ text: String) -> Bool {
        text.utf8.first.map { !(48...57).contains($0) } ?? false
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
            }
    }

    /// With what could drive a terminal written as Lua escapes; quotes and backslashes too, unless some of it is kept.
    package static func escaped(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
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
            case _ where scalar.isControl || scalar.isDirectionMark: escaped += scalar.bracedEscape
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// Fields of comma-separated text.
package enum CSVField {
    /// A field in quotes where it needs them.
    package static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [10, 13, 34, 44].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A field of text, never of a number, for tables that people open: what a spreadsheet would take for a formula
    /// begins with an apostrophe.
    package static func text(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return quoted(isFormula && text.count > 1 && Double(text) == nil ? "'" + text : text)
    }
}
