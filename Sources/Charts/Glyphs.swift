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
