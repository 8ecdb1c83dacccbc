/// The characters of a heatmap, a line at a time.
struct HeatmapCanvas {
    let pen: Pen
    /// How many cells lie above one another in a character: 2 in colour, 1 in shades.
    let cellsPerCharacter: Int

    private static let range = RGB(168, 170, 178)

    /// What a cell shows: its brightness, or the price path over it.
    private enum Cell: Hashable {
        case heat(Double)
        case range
        case close
    }

    /// One line of text over `width` characters; columns are repeated where there are fewer.
    func line(_ line: Int, of picture: HeatmapPicture, width: Int) -> String {
        let count = picture.columns.count
        let top = picture.bins.count - 1 - line * cellsPerCharacter
        let places = (0..<width).map { $0 * count / width }
        if cellsPerCharacter == 1 {
            return places.map { shade(cell(picture, $0, top)) }.joined()
        }
        var text = ""
        var last: (upper: RGB, lower: RGB)?
        for place in places {
            let upper = color(cell(picture, place, top))
            let lower = color(cell(picture, place, top - 1))
            if last.map({ $0 != (upper, lower) }) ?? true {
                text += "\u{1B}[38;2;\(upper.red);\(upper.green);\(upper.blue);"
                text += "48;2;\(lower.red);\(lower.green);\(lower.blue)m"
                last = (upper, lower)
            }
            text += "▀"
        }
        return text + "\u{1B}[0m"
    }

    /// A sample from dark to bright.
    func key(length: Int) -> String {
        (0..<length).map { index in
            let level = Double(index) / Double(max(length - 1, 1))
            if pen.style.color, pen.style.unicode { return pen.paint("█", Palette.heat(level)) }
            return shade(.heat(level))
        }.joined()
    }

    private func cell(_ picture: HeatmapPicture, _ column: Int, _ bin: Int) -> Cell {
        let path = picture.columns[column]
        let (low, high) = (picture.bins.edges[bin], picture.bins.edges[bin + 1])
        let isTop = bin == picture.bins.count - 1
        if low <= path.close, path.close < high || isTop && path.close <= high { return .close }
        if path.low < high, path.high >= low { return .range }
        return .heat(picture.intensity(column: column, bin: bin).squareRoot())
    }

    private func color(_ cell: Cell) -> RGB {
        switch cell {
        case .heat(let level): Palette.heat(level)
        case .range: Self.range
        case .close: Palette.price
        }
    }

    private func shade(_ cell: Cell) -> String {
        switch cell {
        case .close: return pen.glyphs.close
        case .range: return pen.glyphs.range
        case .heat(let level):
            let shades = pen.glyphs.shades
            return shades[min(Int(level * Double(shades.count)), shades.count - 1)]
        }
    }
}
