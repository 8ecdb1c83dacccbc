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
