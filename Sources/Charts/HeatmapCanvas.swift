/// The characters of a heatmap, a line at a time.
struct HeatmapCanvas {
    let pen: Pen
    /// How many cells lie above one another in a character: 2 in colour, 1 in shades.
    let cellsPerCharacter: Int

    /// What a cell shows: its brightness, or the price path over it.
    private enum Cell: Hashable {
        case heat(Double)
        case path
        case close
    }

    /// One line of text over `width` characters; columns are repeated where there are fewer.
    func line(_ line: Int, of picture: HeatmapPicture, width: Int) -> String {
        let count = picture.columns.count
        let top = picture.bins.count - 1 - line * cellsPerCharacter
        let places = (0..<width).map { $0 * count / width }
        func cell(_ index: Int, _ bin: Int) -> Cell {
            let isFirst = index > 0 && places[index - 1] < places[index]
            return self.cell(picture, places[index], bin, isJoined: isFirst)
        }
        if cellsPerCharacter == 1 {
            return places.indices.map { shade(cell($0, top)) }.joined()
        }
        var text = ""
        var last: (upper: RGB, lower: RGB, code: String)?
        for index in places.indices {
            let (upper, lower) = (color(cell(index, top)), color(cell(index, top - 1)))
            if let last, last.upper == upper, last.lower == lower {
                text += "▀"
                continue
            }
            let code = "\(pen.style.depth.foreground(upper));\(pen.style.depth.background(lower))"
            if code != last?.code { text += "\u{1B}[\(code)m" }
            last = (upper, lower, code)
            text += "▀"
        }
        return text + "\u{1B}[0m"
    }

    /// A sample from dark to bright.
    func key(length: Int) -> String {
        (0..<length).map { index in
            let level = Double(index) / Double(max(length - 1, 1))
            if pen.style.color, pen.style.unicode { return pen.paint("█", heat(level)) }
            return shade(.heat(level))
        }.joined()
    }

    /// Where `isJoined`, a line leads from the close before to the close of the column.
    private func cell(_ picture: HeatmapPicture, _ column: Int, _ bin: Int, isJoined: Bool) -> Cell {
        let path = picture.columns[column]
        let (low, high) = (picture.bins.edges[bin], picture.bins.edges[bin + 1])
        let isTop = bin == picture.bins.count - 1
        if low <= path.close, path.close < high || isTop && path.close <= high { return .close }
        let before = isJoined && column > 0 ? picture.columns[column - 1].close : path.close
        if min(before, path.close) < high, max(before, path.close) >= low { return .path }
        return .heat(picture.intensity(column: column, bin: bin))
    }

    private func heat(_ level: Double) -> RGB { Palette.heat(level, pen.style.depth) }

    private func color(_ cell: Cell) -> RGB {
        switch cell {
        case .heat(let level): heat(level)
        case .path, .close: Palette.price
        }
    }

    private func shade(_ cell: Cell) -> String {
        switch cell {
        case .close: return pen.glyphs.close
        case .path: return pen.glyphs.path
        case .heat(let level):
            let shades = pen.glyphs.shades
            return shades[min(Int(level * Double(shades.count)), shades.count - 1)]
        }
    }
}
