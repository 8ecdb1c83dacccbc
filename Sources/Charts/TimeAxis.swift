import LiquidationCore
import PlainText

/// The time axis under a heatmap: a rule with ticks, and dates under them.
struct TimeAxis {
    let picture: HeatmapPicture
    let pen: Pen

    /// Two lines: the rule and the dates.
    ///
    /// - Parameters:
    ///   - indent: characters before the axis.
    ///   - width: characters of the plot.
    /// - Returns: lines of at most `indent + 1 + width` characters.
    func lines(indent: Int, width: Int) -> [String] {
        guard let first = picture.columns.first, let last = picture.columns.last else { return [] }
        let isLong = last.end.milliseconds - first.start.milliseconds > 3 * 86_400_000
        let spacing = 16
        var rule = [String](repeating: pen.glyphs.rule, count: width)
        var dates = ""
        for place in stride(from: 0, to: width, by: spacing) {
            let start = picture.columns[place * picture.columns.count / width].start
            let label = Self.label(start, isDate: isLong)
            guard place + label.count <= width else { break }
            rule[place] = pen.glyphs.tick
            dates = TextWidth.padded(right: dates, to: place) + label
        }
        let blank = String(repeating: " ", count: indent)
        return [
            blank + pen.paint(pen.glyphs.corner + rule.joined(), Palette.quiet),
            blank + " " + dates,
        ]
    }

    /// `2025-06-30`, or `06-30 20:00` for short spans.
    private static func label(_ time: Timestamp, isDate: Bool) -> String {
        let text = time.description
        guard !isDate else { return time.day }
        let parts = text.split(separator: "T")
        guard parts.count == 2 else { return text }
        return "\(parts[0].suffix(5)) \(parts[1].prefix(5))"
    }
}
