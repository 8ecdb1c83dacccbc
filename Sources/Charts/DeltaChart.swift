package import LiquidationCore
import PlainText

/// The difference of two maps as text: price falls from top to bottom, growth runs to the right, shrinkage to the left.
///
/// Under the bars follow a legend, the totals before and after, and what the maps do not rest on alike.
package struct DeltaChart: Sendable {
    /// The difference.
    package let delta: MapDelta
    /// What it shows.
    package let title: String
    /// How far from the price it reaches, as a fraction of the price.
    package let within: Double
    /// What the maps do not rest on alike.
    package let differences: [Assumptions.Difference]
    /// What stands before an amount of money in a sentence.
    package let currency: String

    /// A chart of a difference.
    package init(
        _ delta: MapDelta, title: String, within: Double = 0.2, differences: [Assumptions.Difference],
        currency: String = "$"
    ) {
        (self.delta, self.title, self.within) = (delta, title, within)
        (self.differences, self.currency) = (differences, currency)
    }

    /// The chart in lines of at most ``TerminalStyle/width`` characters, without a line break at the end.
    package func text(_ style: TerminalStyle) -> String {
        let pen = Pen(style)
        var lines = pen.wrap(title) + [""]
        let hidden = 22 + differences.count
        let bins = style.rows.map { min(max($0 - hidden, 12), 40) } ?? 40
        let picture = DeltaPicture(delta, within: within, maximumBins: bins)
        if picture.growth + picture.shrinkage > 0 {
            lines += DeltaBars(picture: picture, pen: pen).lines() + [""] + legend(picture, pen) + [""]
        } else {
            lines += pen.wrap("No difference in this range of prices.") + [""]
        }
        lines += totals(pen) + [""] + assumptions(pen) + [""]
        return (lines + pen.wrap(Assumptions.disclaimer)).joined(separator: "\n")
    }

    /// The move of the price that totals are given for.
    private static let move = 0.05

    private func legend(_ picture: DeltaPicture, _ pen: Pen) -> [String] {
        func key(_ side: Side) -> String { pen.paint(pen.texture(side), Pen.color(side)) }
        let step = NumberText.price(picture.step)
        let ends = [
            picture.shrinkage > 0 ? "\(currency)\(NumberText.short(picture.shrinkage)) less" : "",
            picture.growth > 0 ? "\(currency)\(NumberText.short(picture.growth)) more" : "",
        ].filter { !$0.isEmpty }
        return ["\(key(.short)) shorts: closed by a rise   \(key(.long)) longs: closed by a fall"]
            + pen.wrap("A line spans \(step); the longest bars are \(ends.joined(separator: " and ")).")
    }

    private func totals(_ pen: Pen) -> [String] {
        var table = TextTable([
            .text("estimated open"), .number("before"), .number("after"), .number("change"), .number(""),
        ])
        func closed(_ map: LiquidationMap, _ side: Side) -> Double {
            MapPicture.forceClosed(on: map, by: side == .long ? -Self.move : Self.move)
        }
        let move = pen.distance(Self.move)
        let rows: [(String, Double, Double)] =
            [Side.long, .short].map { side in
                (side == .long ? "longs" : "shorts", delta.before.total(side), delta.after.total(side))
            }
            + [Side.long, .short].map { side in
                (
                    side == .long ? "longs, a fall of \(move)" : "shorts, a rise of \(move)",
                    closed(delta.before, side), closed(delta.after, side)
                )
            }
        for (name, before, after) in rows {
            let change = after - before
            table.append([
                name, NumberText.short(before), NumberText.short(after),
                change == 0 ? "0" : pen.signed(change), before > 0 ? pen.percent(change / before) : "",
            ])
        }
        return table.lines(pen.style)
    }

    /// A table of what two maps do not rest on alike, or that there is nothing.
    package static func lines(of differences: [Assumptions.Difference], _ style: TerminalStyle) -> [String] {
        guard !differences.isEmpty else { return Pen(style).wrap("Both maps rest on the same assumptions.") }
        var table = TextTable([.text("what differs"), .text("before"), .text("after")])
        for difference in differences {
            table.append([difference.name, difference.before, difference.after])
        }
        return table.lines(style)
    }

    private func assumptions(_ pen: Pen) -> [String] {
        var lines = Self.lines(of: differences, pen.style)
        if !delta.isOnOneGrid {
            lines += pen.wrap(
                "Their buckets differ: what a bucket holds is taken as even over its height. With the same step "
                    + "none is split.")
        }
        return lines
    }
}
