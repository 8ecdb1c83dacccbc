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
        let text = NumberText.fixed(abs(fraction) * 100, decimals: 1)
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
    }

    /// Text that the style can show: no control characters, and ASCII only where it has to be.
    func plain(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): result += " "
            case _ where style.unicode || scalar.isASCII: result.unicodeScalars.append(scalar)
            case "·": result += "|"
            case "–", "—", "−": result += "-"
            case "×": result += "x"
            default: result += "?"
            }
        }
        return result
    }

    /// Breaks sentences into lines between words. A `%` stays with its number; a word that is longer than a line
    /// is the only thing that is ever cut.
    func wrap(_ text: String) -> [String] {
        var words: [String] = []
        for word in plain(text).split(separator: " ") {
            if word.hasPrefix("%"), let last = words.popLast() {
                words.append("\(last) \(word)")
            } else {
                words.append(String(word))
            }
        }
        var lines: [String] = []
        var line = ""
        for word in words {
            let word = word.count > width ? word.prefix(width - 1) + glyphs.ellipsis : word
            if line.isEmpty {
                line = word
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    static func padded(left text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    static func padded(right text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func trimmed(_ line: String) -> String {
        var line = Substring(line)
        while line.hasSuffix(" ") { line.removeLast() }
        return String(line)
    }
}
