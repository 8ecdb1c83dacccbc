/// Text of unknown origin made fit for a message: control characters escaped, length bounded.
enum Echo {
    /// The longest value that a message repeats, in characters.
    static let width = 40

    /// A value in quotes.
    static func quoted(_ bytes: some Sequence<UInt8>) -> String { "'\(plain(bytes))'" }

    /// A value without quotes.
    static func plain(_ bytes: some Sequence<UInt8>) -> String {
        escaped(String(decoding: Array(bytes.prefix(width * 4 + 4)), as: UTF8.self), width)
    }

    /// A path or a member's name, kept long enough to find the file.
    static func name(_ text: String) -> String { escaped(text, 4096) }

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
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
