import PlainText

/// A line from the lowest to the highest of a few prices, with a letter at each, and what the letters mean.
package struct PriceScale: Sendable {
    /// A price on the line.
    package struct Mark: Hashable, Sendable {
        /// What it is; its first letter, as a capital, stands on the line.
        package let name: String
        /// The price.
        package let price: Double
        /// Its colour, where it has one.
        package let color: RGB?

        /// A mark by its parts.
        package init(_ name: String, _ price: Double, _ color: RGB? = nil) {
            (self.name, self.price, self.color) = (name, price, color)
        }
    }

    private let marks: [Mark]

    /// A scale; where two marks share a place the one that comes first is drawn.
    package init(_ marks: [Mark]) { self.marks = marks.filter { $0.price.isFinite } }

    /// Two lines; nothing where the prices do not differ.
    package func lines(_ style: TerminalStyle) -> [String] {
        let pen = Pen(style)
        let prices = marks.map(\.price)
        guard let low = prices.min(), let high = prices.max(), low < high else { return [] }
        let width = min(style.width, 80) - 4
        var cells = [String](repeating: pen.paint(pen.glyphs.rule, Palette.quiet), count: width)
        var isTaken = [Bool](repeating: false, count: width)
        for mark in marks {
            let place = Int(((mark.price - low) / (high - low) * Double(width - 1)).rounded())
            guard !isTaken[place] else { continue }
            isTaken[place] = true
            let letter = mark.name.prefix(1).uppercased()
            cells[place] = mark.color.map { pen.paint(letter, $0) } ?? pen.strong(letter)
        }
        let names = marks.sorted { $0.price < $1.price }.map { mark in
            let (letter, rest) = (mark.name.prefix(1).uppercased(), mark.name.dropFirst())
            return "\(letter)\(rest) \(NumberText.price(mark.price))"
        }
        let ends = pen.paint(pen.glyphs.axis, Palette.quiet)
        return ["  " + ends + cells.joined() + ends]
            + pen.wrap(names.joined(separator: " · ")).map { "  " + $0 }
    }
}
