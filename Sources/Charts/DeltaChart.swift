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
    /// How far from the price it reaches, and the move that totals are given for, as a fraction of the price.
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
            MapPicture.forceClosed(on: map, by: side == .long ? -within : within)
        }
        let move = pen.distance(within)
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
            table.append([difference.name, difference.before, difference.after].map(\.text))
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

/// The difference of two maps made ready for drawing, without a size or a colour.
package struct DeltaPicture: Sendable {
    /// One line of the picture.
    package struct Bin: Hashable, Sendable {
        /// Its price range, quote per base.
        package let low: Double, high: Double
        /// What it holds more than before; below zero where less.
        package let change: BySide<Double>

        /// The price halfway between its edges.
        package var middle: Double { low + (high - low) / 2 }
        /// What is added, both sides together.
        package var growth: Double { max(change.long, 0) + max(change.short, 0) }
        /// What is gone, both sides together, above zero.
        package var shrinkage: Double { max(-change.long, 0) + max(-change.short, 0) }
    }

    /// Rising in price, laid out as those of a ``MapPicture`` of the map after.
    package let bins: [Bin]
    /// Height of a bin, a round number.
    package let step: Double
    /// The price of the map after.
    package let price: Double
    /// The largest growth of a bin and its largest shrinkage; zero where there is none.
    package let growth: Double, shrinkage: Double
    /// Change below the first bin and above the last.
    package let below: BySide<Double>, above: BySide<Double>

    /// The picture of a difference.
    ///
    /// - Parameters:
    ///   - delta: the difference.
    ///   - within: how far from the price it reaches at least, as a fraction of it.
    ///   - maximumBins: how many bins at most, about; at least 4.
    /// - Complexity: O(buckets + bins).
    package init(_ delta: MapDelta, within: Double, maximumBins: Int) {
        let price = delta.after.price.value
        let reach = within.isFinite ? min(max(within, 0.001), 10) : 0.2
        let step = AxisStep.round(atLeast: price * 2 * reach / Double(max(maximumBins, 4) - 1))
        let bins = MapPicture.layout(on: delta.grid, price: price, reach: reach, step: step)
        func sums(_ map: LiquidationMap, _ side: Side) -> PriceBins.Sums {
            bins.sums(of: map.notional[side], on: map.grid, side: side, price: map.price.value)
        }
        func change(_ part: (PriceBins.Sums) -> Double, _ sums: [PriceBins.Sums]) -> BySide<Double> {
            BySide(long: part(sums[1]) - part(sums[0]), short: part(sums[3]) - part(sums[2]))
        }
        let all = [Side.long, .short].flatMap { [sums(delta.before, $0), sums(delta.after, $0)] }
        self.bins = (0..<bins.count).map { index in
            Bin(
                low: bins.edges[index], high: bins.edges[index + 1],
                change: change({ $0.inside[index] }, all))
        }
        (self.step, self.price) = (step, price)
        growth = self.bins.map(\.growth).max() ?? 0
        shrinkage = self.bins.map(\.shrinkage).max() ?? 0
        (below, above) = (change(\.below, all), change(\.above, all))
    }
}

/// The bars of a difference: what is gone grows to the left of an axis, what is new to its right.
struct DeltaBars {
    let picture: DeltaPicture
    let pen: Pen

    private struct Row {
        let price: String
        let distance: String
        let bin: DeltaPicture.Bin
        let long: String
        let short: String
        let isAbove: Bool
    }

    private struct Widths {
        let price: Int, distance: Int, left: Int, right: Int, side: Int
        /// Quote units a cell.
        let cell: Double
    }

    func lines() -> [String] {
        let rows = picture.bins.reversed().map(row)
        let widths = widths(of: rows)
        var lines = [heading(widths)]
        lines += beyond(picture.above, isAbove: true, widths)
        lines += rows.filter(\.isAbove).map { line($0, widths) }
        lines.append(priceLine())
        lines += rows.filter { !$0.isAbove }.map { line($0, widths) }
        lines += beyond(picture.below, isAbove: false, widths)
        return lines
    }

    private func row(_ bin: DeltaPicture.Bin) -> Row {
        Row(
            price: NumberText.price(bin.middle, step: picture.step),
            distance: pen.percent(bin.middle / picture.price - 1), bin: bin,
            long: pen.signed(bin.change.long), short: pen.signed(bin.change.short),
            isAbove: bin.high > picture.price)
    }

    private func widths(of rows: [Row]) -> Widths {
        func widest(_ text: (Row) -> String, _ least: Int) -> Int {
            rows.reduce(least) { max($0, text($1).count) }
        }
        let price = widest(\.price, 5)
        let distance = pen.width >= MapBars.fullWidth ? widest(\.distance, 4) : 0
        let side = max(widest(\.long, 6), widest(\.short, 6))
        let taken = price + 1 + (distance > 0 ? distance + 1 : 0) + 1 + 2 * (side + 1)
        let room = max(pen.width - taken, 8)
        let (gone, new) = (picture.shrinkage, picture.growth)
        // Both directions have one scale, and room in proportion to what they show.
        let share = gone + new > 0 ? gone / (gone + new) : 0.5
        var left = Int((share * Double(room)).rounded())
        if gone > 0 { left = max(left, 2) }
        if new > 0 { left = min(left, room - 2) }
        let cell = max(
            left > 0 ? gone / Double(left) : 0, room > left ? new / Double(room - left) : 0)
        return Widths(
            price: price, distance: distance, left: left, right: room - left, side: side, cell: cell)
    }

    private func heading(_ widths: Widths) -> String {
        var line = TextWidth.padded(left: "price", to: widths.price) + " "
        if widths.distance > 0 { line += TextWidth.padded(left: "away", to: widths.distance) + " " }
        let (less, more) = (widths.left >= 5 ? "less " : "", widths.right >= 5 ? " more" : "")
        line +=
            TextWidth.padded(left: less, to: widths.left) + " "
            + TextWidth.padded(right: more, to: widths.right)
        line += " " + TextWidth.padded(left: "longs", to: widths.side)
        line += " " + TextWidth.padded(left: "shorts", to: widths.side)
        return pen.paint(line, Palette.quiet)
    }

    private func line(_ row: Row, _ widths: Widths) -> String {
        var line = TextWidth.padded(left: row.price, to: widths.price) + " "
        if widths.distance > 0 {
            line += pen.paint(TextWidth.padded(left: row.distance, to: widths.distance), Palette.quiet) + " "
        }
        line += bar(row.bin, isGrowth: false, widths)
        line += pen.paint(pen.glyphs.axis, Palette.quiet)
        line += bar(row.bin, isGrowth: true, widths)
        line += " " + TextWidth.padded(left: row.long, to: widths.side)
        return Pen.trimmed(line + " " + TextWidth.padded(left: row.short, to: widths.side))
    }

    /// What grows or shrinks, the larger side next to the axis; at least half a cell where there is anything.
    private func bar(_ bin: DeltaPicture.Bin, isGrowth: Bool, _ widths: Widths) -> String {
        let cells = isGrowth ? widths.right : widths.left
        let parts = Side.allCases.map { side in
            (side: side, mass: max(isGrowth ? bin.change[side] : -bin.change[side], 0))
        }
        .filter { $0.mass > 0 }.sorted { $0.mass > $1.mass }
        let total = parts.reduce(0) { $0 + $1.mass }
        guard total > 0, widths.cell > 0 else { return String(repeating: " ", count: cells) }
        let halves = min(max(1, Int((total / widths.cell * 2).rounded())), cells * 2)
        let hasHalves = !pen.glyphs.eighths.isEmpty
        let whole = hasHalves ? halves / 2 : max(1, halves / 2)
        let first = parts.count == 1 ? whole : Int((parts[0].mass / total * Double(whole)).rounded())
        var pieces = [(parts[0].side, String(repeating: pen.texture(parts[0].side), count: first))]
        if whole > first, let second = parts.last {
            pieces.append((second.side, String(repeating: pen.texture(second.side), count: whole - first)))
        }
        var length = whole
        if hasHalves, halves % 2 == 1, whole < cells, let last = pieces.last {
            let side = last.1.isEmpty ? parts[0].side : last.0
            pieces[pieces.count - 1] = (side, last.1 + pen.half(side, isGrowth: isGrowth))
            length += 1
        }
        let blank = String(repeating: " ", count: max(0, cells - length))
        guard isGrowth else {
            let turned = pieces.reversed().map { pen.paint(String($0.1.reversed()), Pen.color($0.0)) }
            return blank + turned.joined()
        }
        return pieces.map { pen.paint($0.1, Pen.color($0.0)) }.joined() + blank
    }

    private func priceLine() -> String {
        let label = "\(pen.glyphs.arrow) \(NumberText.price(picture.price)) "
        let rule = String(repeating: pen.glyphs.rule, count: max(0, pen.width - label.count))
        return pen.strong(label) + pen.paint(rule, Palette.quiet)
    }

    private func beyond(_ change: BySide<Double>, isAbove: Bool, _ widths: Widths) -> [String] {
        guard abs(change.long) + abs(change.short) > 0 else { return [] }
        let indent = widths.price + 1 + (widths.distance > 0 ? widths.distance + 1 : 0)
        let edge = isAbove ? picture.bins.last?.high : picture.bins.first?.low
        let where_ = edge.map {
            " all \(isAbove ? "above" : "below") \(NumberText.price($0, step: picture.step / 10))"
        }
        var text = TextWidth.padded(left: "beyond", to: indent - 1) + " "
        text += TextWidth.padded(right: where_ ?? "", to: widths.left + 1 + widths.right)
        text += " " + TextWidth.padded(left: pen.signed(change.long), to: widths.side)
        text += " " + TextWidth.padded(left: pen.signed(change.short), to: widths.side)
        return [pen.paint(Pen.trimmed(text), Palette.quiet)]
    }
}

extension Pen {
    /// An amount with its sign: `+12.3M`, `−940K`; nothing for nothing.
    func signed(_ amount: Double) -> String {
        amount == 0 ? "" : NumberText.signed(amount, unicode: style.unicode)
    }

    /// A cell whose texture tells the sides apart without its colour.
    func texture(_ side: Side) -> String { side == .long ? glyphs.long : glyphs.short }

    /// Half a cell at the end of a bar.
    func half(_ side: Side, isGrowth: Bool) -> String {
        side == .long ? glyphs.shades[1] : isGrowth ? glyphs.eighths[3] : "▐"
    }
}
