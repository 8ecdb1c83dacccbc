package import LiquidationCore
import PlainText

/// What a picture of a map shows.
package struct MapDrawing: Hashable, Sendable {
    /// What its bars show.
    package var view: Heatmap.Measure
    /// How far from the price it reaches, a fraction of the price; `nil` for what ``MapChart/usualReach`` chooses.
    package var within: Double?
    /// What its bars are divided into; empty for whole bars.
    package var layers: [RungLayer]

    /// A drawing by its parts.
    package init(view: Heatmap.Measure = .amount, within: Double? = nil, layers: [RungLayer] = []) {
        (self.view, self.within, self.layers) = (view, within, layers)
    }
}

/// The part of a map that some rungs hold.
package struct RungLayer: Hashable, Sendable {
    /// Which rungs, such as `10x to 20x`.
    package let name: String
    /// Live notional per bucket, quote units.
    package let notional: BySide<[Double]>

    /// A layer by its parts.
    package init(_ name: String, _ notional: BySide<[Double]>) {
        (self.name, self.notional) = (name, notional)
    }
}

/// A liquidation map as text: price falls from top to bottom, one line a price bin.
///
/// What would be force-closed on the way from the current price outwards: shorts above it, longs below it. Under the
/// bars follow a legend, the largest clusters and the sums.
package struct MapChart: Sendable {
    /// The map.
    package let map: LiquidationMap
    /// How far from the price clusters were looked for and sums reach, as a fraction of the price.
    package let within: Double
    /// What it shows, as `BTCUSDT · 4h · 1,375 bars to 2025-06-30T20:00Z`.
    package let title: String
    /// The clusters that are listed and marked, largest first.
    package let clusters: [Cluster]
    /// The average true range of a day of the market, quote per base; `nil` where it is not known.
    package let averageTrueRange: Double?
    /// What it draws.
    package let drawing: MapDrawing
    /// What stands before an amount of money in a sentence.
    package let currency: String

    /// A chart of a map.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - clusters: its clusters, largest first, as every other output of the map lists them.
    ///   - within: how far from the price they were looked for and sums reach, as a fraction of the price.
    ///   - title: what it shows.
    ///   - averageTrueRange: that of a day of the market, quote per base.
    ///   - drawing: what it draws.
    ///   - currency: what stands before an amount of money in a sentence.
    package init(
        map: LiquidationMap, clusters: [Cluster], within: Double = 0.2, title: String,
        averageTrueRange: Double? = nil, drawing: MapDrawing = MapDrawing(), currency: String = "$"
    ) {
        (self.map, self.clusters, self.within) = (map, clusters, within)
        (self.title, self.averageTrueRange) = (title, averageTrueRange)
        (self.drawing, self.currency) = (drawing, currency)
    }

    /// The chart in lines of at most ``TerminalStyle/width`` characters, without a line break at the end.
    ///
    /// About 30 to 40 bins; where the style has rows, no more than fit above the line that is typed into next, but at least
    /// eight. Where that is still too much, blank lines and what is said twice are left out.
    package func text(_ style: TerminalStyle) -> String {
        var asked = 40
        var (bins, lines) = draw(style, bins: asked)
        if let rows = style.rows, lines.count >= rows {
            let room = max(bins - (lines.count + 1 - rows), 8)
            // Steps are round numbers, so that there may be more bins than asked for.
            while bins > room, asked > 4 {
                asked = min(asked - 1, room)
                (bins, lines) = draw(style, bins: asked)
            }
            if lines.count >= rows { lines = draw(style, bins: asked, isTight: true).lines }
        }
        return lines.joined(separator: "\n")
    }

    private func draw(
        _ style: TerminalStyle, bins: Int, isTight: Bool = false
    ) -> (bins: Int, lines: [String]) {
        let pen = Pen(style)
        let picture = MapPicture(
            map, within: drawing.within ?? usualReach, maximumBins: bins, clusters: clusters,
            layers: drawing.view == .amount ? drawing.layers : [])
        var lines = pen.wrap(title)
        guard picture.total.total > 0 else {
            lines += pen.wrap(
                !map.holdsPrice
                    ? "Nothing lies on this price axis, which leaves out the price, "
                        + "\(NumberText.price(picture.price))."
                    : "The map is empty: at a price of \(NumberText.price(picture.price)) no open position is "
                        + "estimated, so nothing would be force-closed at any price.")
            return (0, lines)
        }
        lines.append("")
        lines += MapBars(picture: picture, pen: pen, view: drawing.view).lines()
        lines.append("")
        lines += MapSummary(
            map: map, picture: picture, pen: pen, within: within, view: drawing.view, currency: currency,
            isTight: isTight
        ).lines()
        return (picture.bins.count, isTight ? lines.filter { !$0.isEmpty } : lines)
    }

    /// The band that shows what is near: what one and a half average days move, the nearest cluster of each side, and where
    /// fuel begins on each side; at least 1 %, at most 50 % of the price.
    ///
    /// Without an average day it reaches as far as sums do.
    package var usualReach: Double {
        let days = averageTrueRange.map { 1.5 * $0 / map.price.value } ?? within
        let nearest = Side.allCases.compactMap { side in
            clusters.filter { $0.side == side }.map { abs($0.far / map.price.value - 1) }.min()
        }
        let fuel = (try? Rate(within)).map { distance in
            Side.allCases.compactMap { map.fuel($0, within: distance) }.map { 1.2 * abs($0.distance) }
        }
        return min(max(([days] + nearest + (fuel ?? [])).max() ?? within, 0.01), 0.5)
    }
}

/// The bars of a map chart with the price axis to their left and their numbers to their right.
struct MapBars {
    let picture: MapPicture
    let pen: Pen
    let view: Heatmap.Measure

    /// From this width on there is room for the distance and the running sum.
    static let fullWidth = 72

    private struct Row {
        let price: String
        let distance: String
        let mass: Double
        let layers: [Double]
        let notional: String
        let toHere: String
        let fresh: Double?
        let unknown: Double
        let marks: String
        let isAbove: Bool
    }

    private struct Widths {
        let price: Int, distance: Int, bar: Int, fresh: Int, notional: Int, toHere: Int
    }

    func lines() -> [String] {
        let rows = picture.bins.reversed().map(row)
        let widths = widths(of: rows)
        var lines = [heading(widths)]
        if picture.above.total > 0 { lines.append(beyond(picture.above, isAbove: true, widths)) }
        lines += rows.filter(\.isAbove).map { line($0, widths) }
        lines.append(priceLine())
        lines += rows.filter { !$0.isAbove }.map { line($0, widths) }
        if picture.below.total > 0 { lines.append(beyond(picture.below, isAbove: false, widths)) }
        return lines
    }

    private func row(_ bin: MapPicture.Bin) -> Row {
        Row(
            price: NumberText.price(bin.middle, step: picture.step),
            distance: pen.percent(bin.middle / picture.price - 1),
            mass: bin.closed, layers: bin.layers,
            notional: bin.closed > 0 ? NumberText.short(bin.closed) : "",
            toHere: NumberText.short(bin.toHere), fresh: bin.fresh, unknown: bin.unknown,
            marks: bin.clusters.map(pen.glyphs.mark).joined(), isAbove: bin.side == .short)
    }

    private func widths(of rows: [Row]) -> Widths {
        func widest(_ text: (Row) -> String, _ least: Int) -> Int {
            rows.reduce(least) { max($0, text($1).count) }
        }
        let price = widest(\.price, 5)
        let distance = pen.width >= Self.fullWidth ? widest(\.distance, 4) : 0
        let notional = widest(\.notional, 6)
        let toHere = pen.width >= Self.fullWidth ? widest(\.toHere, 7) : 0
        let marks = widest(\.marks, 1)
        let isFreshKnown = picture.bins.contains { $0.fresh != nil }
        let fresh = pen.width >= Self.fullWidth && isFreshKnown ? 5 : 0
        let taken = [price, distance, fresh, notional, toHere, marks].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
        return Widths(
            price: price, distance: distance, bar: max(pen.width - taken - 1, 8), fresh: fresh,
            notional: notional, toHere: toHere)
    }

    private func heading(_ widths: Widths) -> String {
        var line = TextWidth.padded(left: "price", to: widths.price) + " "
        if widths.distance > 0 { line += TextWidth.padded(left: "away", to: widths.distance) + " " }
        let what = view == .freshness ? " untouched since it was entered" : " force-closed on the way there"
        let note = widths.bar >= 32 ? what : ""
        line += " " + TextWidth.padded(right: note, to: widths.bar) + " "
        if widths.fresh > 0 { line += TextWidth.padded(left: "fresh", to: widths.fresh) + " " }
        line += TextWidth.padded(left: "amount", to: widths.notional)
        if widths.toHere > 0 { line += " " + TextWidth.padded(left: "to here", to: widths.toHere) }
        return pen.paint(line, Palette.quiet)
    }

    private func line(_ row: Row, _ widths: Widths) -> String {
        var line = TextWidth.padded(left: row.price, to: widths.price) + " "
        if widths.distance > 0 {
            line += pen.paint(TextWidth.padded(left: row.distance, to: widths.distance), Palette.quiet) + " "
        }
        line += pen.paint(pen.glyphs.axis, Palette.quiet)
        line += bar(row, cells: widths.bar) + " "
        if widths.fresh > 0 { line += fresh(row, widths.fresh) + " " }
        line += TextWidth.padded(left: row.notional, to: widths.notional)
        if widths.toHere > 0 {
            line += " " + pen.paint(TextWidth.padded(left: row.toHere, to: widths.toHere), Palette.quiet)
        }
        return Pen.trimmed(line + " " + pen.strong(row.marks))
    }

    /// How much is untouched, in the colour of its side from a half on.
    private func fresh(_ row: Row, _ width: Int) -> String {
        let text = row.fresh.map { NumberText.fixed($0 * 100, decimals: 0) + " %" } ?? ""
        let isFresh = (row.fresh ?? 0) >= 0.5
        return pen.paint(
            TextWidth.padded(left: text, to: width),
            isFresh ? Pen.color(row.isAbove ? .short : .long) : Palette.quiet)
    }

    private func bar(_ row: Row, cells: Int) -> String {
        guard picture.peak > 0, row.mass > 0 else { return String(repeating: " ", count: cells) }
        if view == .freshness { return freshBar(row, cells) }
        let side: Side = row.isAbove ? .short : .long
        let length = row.mass / picture.peak * Double(cells)
        if !row.layers.isEmpty { return layeredBar(row, length: length, cells) }
        let end = pen.barEnd(side, eighths: max(1, Int((length * 8).rounded())), cells: cells)
        // What is of unknown age stands at the end of the bar.
        let unknown = Int((row.unknown / row.mass * Double(end.whole)).rounded())
        let bar =
            String(repeating: pen.cell(side), count: end.whole - unknown)
            + (unknown > 0 ? String(repeating: pen.glyphs.unknown, count: unknown) : end.part)
        return pen.paint(bar, Pen.color(side)) + String(repeating: " ", count: cells - bar.count)
    }

    /// The layers one after the other, the lowest leverage next to the axis: letters, or colours where there are.
    private func layeredBar(_ row: Row, length: Double, _ cells: Int) -> String {
        let whole = min(cells, max(1, Int(length.rounded())))
        var (text, used, sum) = ("", 0, 0.0)
        for (index, layer) in row.layers.enumerated() {
            sum += layer
            let end = min(whole, Int((sum / row.mass * Double(whole)).rounded()))
            if end > used { text += pen.layer(index, count: end - used) }
            used = max(used, end)
        }
        return text + String(repeating: " ", count: cells - used)
    }

    /// As long as the share of it that no price has touched.
    private func freshBar(_ row: Row, _ cells: Int) -> String {
        let side: Side = row.isAbove ? .short : .long
        let eighths = Int(((row.fresh ?? 0) * Double(cells) * 8).rounded())
        guard eighths > 0 else { return String(repeating: " ", count: cells) }
        let end = pen.barEnd(side, eighths: eighths, cells: cells)
        return pen.paint(String(repeating: pen.cell(side), count: end.whole) + end.part, Pen.color(side))
            + String(repeating: " ", count: cells - end.whole - end.part.count)
    }

    /// The price, and what lies on the side of it that no move reaches: the last bar went there, in whichever order.
    private func priceLine() -> String {
        var label = "\(pen.glyphs.arrow) \(NumberText.price(picture.price)) "
        let crossed = picture.crossed
        if pen.width >= Self.fullWidth, crossed.total > 0, view == .amount {
            let parts = [
                crossed.long > 0 ? "\(NumberText.short(crossed.long)) of longs above" : "",
                crossed.short > 0 ? "\(NumberText.short(crossed.short)) of shorts below" : "",
            ]
            let text = parts.filter { !$0.isEmpty }.joined(separator: ", ")
            label += "\(pen.glyphs.rule)\(pen.glyphs.rule) passed: \(text) "
        }
        let rule = String(repeating: pen.glyphs.rule, count: max(0, pen.width - label.count))
        return pen.strong(label) + pen.paint(rule, Palette.quiet)
    }

    private func beyond(_ mass: BySide<Double>, isAbove: Bool, _ widths: Widths) -> String {
        let edge = isAbove ? picture.bins.last?.high : picture.bins.first?.low
        var parts: [String] = []
        if mass.short > 0 { parts.append("\(NumberText.short(mass.short)) of shorts") }
        if mass.long > 0 { parts.append("\(NumberText.short(mass.long)) of longs") }
        let indent = widths.price + 1 + (widths.distance > 0 ? widths.distance + 1 : 0)
        var text = TextWidth.padded(left: "beyond", to: indent - 1) + " \(pen.glyphs.axis) "
        text += parts.joined(separator: ", ")
        if let edge {
            text += " \(isAbove ? "above" : "below") \(NumberText.price(edge, step: picture.step / 10))"
        }
        return pen.paint(text, Palette.quiet)
    }
}
