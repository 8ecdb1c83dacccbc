import LiquidationCore
import PlainText

/// Steps of an axis that people like to read.
enum AxisStep {
    private static let mantissas: [Double] = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]
    private static let coarse: [Double] = [1, 2, 2.5, 5, 10]

    /// The smallest round number that is at least `least`.
    ///
    /// Where `isCoarse`, only 1, 2, 2.5 and 5 times a power of ten, as for the labels of an axis.
    /// - Precondition: `least` is above zero and finite.
    static func round(atLeast least: Double, isCoarse: Bool = false) -> Double {
        precondition(least > 0 && least.isFinite, "a step must be above zero")
        var exponent = 0
        while exponent < 300, scale(exponent + 1) <= least { exponent += 1 }
        while exponent > -300, scale(exponent) > least { exponent -= 1 }
        let choices = isCoarse ? coarse : mantissas
        for mantissa in choices {
            let step = mantissa * 100 * scale(exponent) / 100
            if step >= least * (1 - 1e-12) { return step }
        }
        return scale(exponent + 1)
    }

    private static func scale(_ exponent: Int) -> Double {
        exponent >= 0 ? NumberText.power(exponent) : 1 / NumberText.power(-exponent)
    }
}

/// The labels of a price axis at round prices.
struct PriceTicks {
    /// Room for every label.
    let labelWidth: Int
    /// The last close, where there is one.
    private let last: (price: Double, label: String)?

    /// Ticks for the prices of a heatmap's grid.
    init(heatmap: Heatmap) {
        let edges = heatmap.grid.edges
        let highest = max(heatmap.columns.map(\.high).max() ?? 0, edges[edges.count - 1] / 2)
        let least = heatmap.columns.map(\.low).min() ?? edges[0]
        let step = AxisStep.round(atLeast: least / 1000, isCoarse: true)
        last = heatmap.columns.last.map { ($0.close, NumberText.price($0.close, step: step)) }
        labelWidth = max(5, NumberText.price(highest, step: step).count)
    }

    /// The label of each line that holds a round price, about every fourth, and of the one with the last close.
    ///
    /// A label that has no room is left out.
    func labels(_ bins: PriceBins, lines: Int) -> (round: [Int: String], last: Int?) {
        let (low, high) = (bins.edges[0], bins.edges[bins.count])
        let step = AxisStep.round(atLeast: (high - low) / Double(max(lines, 4)) * 3.5, isCoarse: true)
        func line(of price: Double) -> Int {
            min(max(Int((high - price) / (high - low) * Double(lines)), 0), lines - 1)
        }
        var labels: [Int: String] = [:]
        var price = (high / step).rounded(.down) * step
        while price >= low {
            let line = line(of: price)
            let label = NumberText.price(price, step: step)
            if label.count <= labelWidth { labels[line] = label }
            price -= step
        }
        guard let last, low <= last.price, last.price <= high else { return (labels, nil) }
        let place = line(of: last.price)
        labels[place] = last.label
        return (labels, place)
    }
}

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
