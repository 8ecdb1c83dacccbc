package import LiquidationCore
import PlainText

/// A heatmap as text: price falls from top to bottom, time runs to the right, what is brighter would force-close more.
///
/// The price path lies over it: the close of each column, and a line from the close before.
package struct HeatmapChart: Sendable {
    /// The heatmap.
    package let heatmap: Heatmap
    /// What it shows.
    package let title: String
    /// How far from the last price it reaches at least, as a fraction of it.
    package let within: Double
    /// What stands before an amount of money.
    package let currency: String

    /// A chart of a heatmap.
    ///
    /// - Parameters:
    ///   - heatmap: the heatmap.
    ///   - title: what it shows.
    ///   - within: how far from the last price it reaches at least; the price path is always seen whole.
    ///   - currency: what stands before an amount of money.
    package init(heatmap: Heatmap, title: String, within: Double = 0.2, currency: String = "$") {
        (self.heatmap, self.title, self.within, self.currency) = (heatmap, title, within, currency)
    }

    /// The chart in lines of at most ``TerminalStyle/width`` characters, without a line break at the end.
    ///
    /// In colour a character holds two cells, one above the other; without colour one, as a shade.
    package func text(_ style: TerminalStyle) -> String {
        let pen = Pen(style)
        let height = style.rows.map { min(max($0 - 9, 8), 40) } ?? 32
        let isColored = style.color && style.unicode
        let canvas = HeatmapCanvas(pen: pen, cellsPerCharacter: isColored ? 2 : 1)
        let ticks = PriceTicks(heatmap: heatmap)
        let plot = pen.width - ticks.labelWidth - 2
        let picture = HeatmapPicture(
            heatmap, within: within, maximumColumns: plot, rows: height * canvas.cellsPerCharacter)
        var lines = pen.wrap(title)
        guard picture.peak > 0 else {
            lines += pen.wrap(
                "The heatmap is empty: no position is estimated to be open at any price it shows.")
            return lines.joined(separator: "\n")
        }
        let labels = ticks.labels(picture.bins, lines: height)
        lines.append("")
        for line in 0..<height {
            let label = TextWidth.padded(left: labels.round[line] ?? "", to: ticks.labelWidth)
            let axis = " \(pen.paint(pen.glyphs.axis, Palette.quiet))"
            lines.append(
                Pen.trimmed(
                    (line == labels.last ? pen.strong(label) : label) + axis
                        + canvas.line(line, of: picture, width: plot)))
        }
        lines += TimeAxis(picture: picture, pen: pen).lines(indent: ticks.labelWidth + 1, width: plot)
        lines.append("")
        return (lines + legend(picture, pen)).joined(separator: "\n")
    }

    private func legend(_ picture: HeatmapPicture, _ pen: Pen) -> [String] {
        let step = picture.bins.edges[1] - picture.bins.edges[0]
        let height = NumberText.price(step, step: AxisStep.round(atLeast: step / 20, isCoarse: true))
        let key = HeatmapCanvas(pen: pen, cellsPerCharacter: 1).key(length: 12)
        let isFreshness = heatmap.measure == .freshness
        let brightest = isFreshness ? "100 %" : "\(currency)\(NumberText.short(picture.peak)) a cell"
        let path =
            pen.style.color && pen.style.unicode
            ? "The white line is the close."
            : "\(pen.glyphs.close) is the close."
        let columns = picture.columns
        let long =
            columns.count > 1 ? columns[1].start.milliseconds - columns[0].start.milliseconds : 0
        let what =
            isFreshness ? "how much of it no price has touched since it was entered" : "its amount"
        var notes = "A cell is \(height) high; brightness grows in proportion to \(what). \(path)"
        if long > 0 { notes += " A column is \(NumberText.duration(milliseconds: long)) long" }
        if picture.merged > 1 { notes += ", the mean of up to \(picture.merged) columns of the heatmap" }
        if long > 0 { notes += "." }
        return ["0 \(key) \(brightest)"] + pen.wrap(notes) + pen.wrap(Assumptions.disclaimer)
    }
}

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
