import LiquidationCore
import PlainText

/// What the place that text goes to can show. Finding that out is the caller's job.
package struct TerminalStyle: Hashable, Sendable {
    /// Characters a line may hold. Charts are made for 60 to 200.
    package let columns: Int
    /// Lines that are visible at once; `nil` where there is no such thing.
    package let rows: Int?
    /// Whether block, line and circled characters may be used; ASCII only where not.
    package let unicode: Bool
    /// Whether colour codes may be written.
    package let color: Bool
    /// How many colours there are, where there are any.
    package let depth: ColorDepth

    /// A style by its fields.
    package init(
        columns: Int, rows: Int? = nil, unicode: Bool = true, color: Bool = false, depth: ColorDepth = .direct
    ) {
        (self.columns, self.rows, self.unicode) = (columns, rows, unicode)
        (self.color, self.depth) = (color, depth)
    }

    /// For files and pipes: never coloured, as many lines as it takes.
    package static func plain(columns: Int, unicode: Bool = true) -> TerminalStyle {
        TerminalStyle(columns: columns, rows: nil, unicode: unicode, color: false)
    }

    /// The same place with so many visible lines.
    package func with(rows: Int) -> TerminalStyle {
        TerminalStyle(columns: columns, rows: rows, unicode: unicode, color: color, depth: depth)
    }

    /// The width that charts draw to: ``columns``, but no less than 60 and no more than 200.
    package var width: Int { min(max(columns, 60), 200) }
}

/// The characters that charts are drawn with. Every one of them is one column wide.
struct Glyphs: Sendable {
    let axis: String
    let rule: String
    let arrow: String
    /// A full cell of a bar.
    let short: String
    let long: String
    /// Parts of a cell, one eighth to seven; empty where bars end with a full cell.
    let eighths: [String]
    /// Shades from nothing to full.
    let shades: [String]
    let close: String
    let path: String
    let tick: String
    let corner: String
    let dash: String
    let minus: String
    let ellipsis: String
    /// Levels of a sparkline, lowest first.
    let levels: [String]

    /// The end of a bar, of what nobody knows the age.
    var unknown: String { shades[1] }

    static let unicode = Glyphs(
        axis: "│", rule: "─", arrow: "──►", short: "█", long: "▒",
        eighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], shades: [" ", "░", "▒", "▓", "█"],
        close: "●", path: "│", tick: "┬", corner: "└", dash: "–", minus: "−", ellipsis: "…",
        levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"])

    static let ascii = Glyphs(
        axis: "|", rule: "-", arrow: "-->", short: "#", long: "=", eighths: [],
        shades: [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"],
        close: "o", path: "|", tick: "+", corner: "+", dash: "-", minus: "-", ellipsis: "~",
        levels: ["_", ".", "-", ":", "=", "+", "*", "#"])

    /// The mark of a cluster by its rank from 0: `①`, or `A` in ASCII; empty beyond the twentieth.
    func mark(_ rank: Int) -> String {
        let first: UInt32 = eighths.isEmpty ? 0x41 : 0x2460
        guard (0..<20).contains(rank), let scalar = Unicode.Scalar(first + UInt32(rank)) else { return "" }
        return String(Character(scalar))
    }
}

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

extension Pen {
    /// A full cell of a side's bar. In colour both sides are solid; without it they differ in their texture.
    func cell(_ side: Side) -> String {
        side == .long && !isSolid ? glyphs.long : glyphs.short
    }

    /// Cells of a layer by its place from 0: in its colour, else its letter.
    func layer(_ index: Int, count: Int) -> String {
        let letter = String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26))))
        guard style.color else { return String(repeating: letter, count: count) }
        let color = Palette.layers[index % Palette.layers.count]
        return paint(String(repeating: isSolid ? glyphs.short : letter, count: count), color)
    }

    /// How a bar of some eighths of a cell ends: how many cells are full, and what stands in the one after them.
    ///
    /// At least one cell shows something. Solid bars end with eighths of a cell, textured ones with a lighter half,
    /// those in ASCII with a full cell.
    func barEnd(_ side: Side, eighths: Int, cells: Int) -> (whole: Int, part: String) {
        guard !glyphs.eighths.isEmpty else { return (min(max(1, (eighths + 4) / 8), cells), "") }
        if side == .long, !isSolid {
            let halves = max(1, (eighths + 2) / 4)
            let whole = min(halves / 2, cells)
            return (whole, whole < cells && halves % 2 == 1 ? glyphs.shades[1] : "")
        }
        let whole = min(eighths / 8, cells)
        return (whole, whole < cells && eighths % 8 > 0 ? glyphs.eighths[eighths % 8 - 1] : "")
    }

    static func color(_ side: Side) -> RGB { side == .long ? Palette.long : Palette.short }

    private var isSolid: Bool { style.color && style.unicode }
}
