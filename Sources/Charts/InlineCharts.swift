import PlainText

/// A column of numbers in one line of text.
package struct Sparkline: Sendable {
    /// The numbers; `nil` where one is missing.
    package let values: [Double?]
    /// Whether the lowest level stands for zero instead of the smallest number.
    package let isFromZero: Bool

    /// A line of numbers; those that are not finite count as missing.
    package init(_ values: [Double?], isFromZero: Bool = false) {
        self.values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        self.isFromZero = isFromZero
    }

    /// At most `characters` characters: one a number, or one for the mean of several neighbours.
    ///
    /// Missing numbers leave a blank, and so does a stretch in which all are missing. Numbers that are all the same
    /// stand at half height.
    package func text(_ characters: Int, unicode: Bool = true) -> String {
        let width = min(max(characters, 0), values.count)
        let points = (0..<width).map { place -> Double? in
            let (first, last) = (place * values.count / width, (place + 1) * values.count / width)
            let present = values[first..<last].compactMap { $0 }
            return present.isEmpty ? nil : present.reduce(0) { $0 + $1 / Double(present.count) }
        }
        let levels = (unicode ? Glyphs.unicode : Glyphs.ascii).levels
        let present = points.compactMap { $0 }
        guard var low = present.min(), var high = present.max() else {
            return String(repeating: " ", count: width)
        }
        if isFromZero { (low, high) = (min(low, 0), max(high, 0)) }
        return points.map { point in
            guard let point else { return " " }
            let span = high / 2 - low / 2
            guard span > 0 else { return levels[(levels.count - 1) / 2] }
            let part = (point / 2 - low / 2) / span
            return levels[min(Int(part * Double(levels.count)), levels.count - 1)]
        }.joined()
    }
}

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
