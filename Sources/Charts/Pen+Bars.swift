import LiquidationCore

extension Pen {
    /// A full cell of a side's bar. In colour both sides are solid; without it they differ in their texture.
    func cell(_ side: Side) -> String {
        side == .long && !isSolid ? glyphs.long : glyphs.short
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
