import PlainText

/// Writes pieces of a line in a style.
struct Pen: Sendable {
    let style: TerminalStyle
    let glyphs: Glyphs

    init(_ style: TerminalStyle) {
        self.style = style
        glyphs = style.unicode ? .unicode : .ascii
    }

    var width: Int { style.width }

    /// Text in a colour; as it is where colour is off or the text is blank.
    func paint(_ text: String, _ color: RGB) -> String {
        guard style.color, text.contains(where: { $0 != " " }) else { return text }
        return "\u{1B}[\(style.depth.foreground(color))m\(text)\u{1B}[0m"
    }

    /// Text that stands out on dark and light grounds alike.
    func strong(_ text: String) -> String {
        style.color && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }

    func percent(_ fraction: Double) -> String { NumberText.percent(fraction, unicode: style.unicode) }

    /// A distance without a sign: `5 %`, `2.5 %`.
    func distance(_ fraction: Double) -> String {
        NumberText.decimal(abs(fraction) * 100, upTo: 1) + " %"
    }

    /// Text that the style can show: no control characters, and ASCII only where it has to be.
    func plain(_ text: String) -> String {
        var text = text
        if text.unicodeScalars.contains(where: \.isControl) {
            text = text.unicodeScalars.reduce(into: "") {
                $0.unicodeScalars.append($1.isControl ? " " : $1)
            }
        }
        return style.unicode ? text : ASCIIText.of(text)
    }

    /// Sentences in lines of the style's width.
    func wrap(_ text: String) -> [String] {
        WrappedText.lines(plain(text), columns: width, ellipsis: glyphs.ellipsis)
    }

    static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.hasSuffix(" ") { line.removeLast() }
        return String(line)
    }
}
