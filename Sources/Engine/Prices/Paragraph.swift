package import Charts
import PlainText

/// Lines of a key and a text, wrapped to a width with the text below itself.
package struct Paragraph {
    /// The width of keys.
    package static let key = 15

    private let style: TerminalStyle

    package init(_ style: TerminalStyle) { self.style = style }

    /// One or more lines.
    package func lines(_ key: String, _ text: String) -> [String] {
        let indent = key.isEmpty ? 0 : Self.key
        return WrappedText.lines(
            plain(text), columns: style.columns, lead: TextWidth.padded(right: plain(key), to: indent),
            indent: max(2, indent))
    }

    package func plain(_ text: String) -> String { style.unicode ? text : ASCIIText.of(text) }
}
