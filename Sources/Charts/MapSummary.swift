import LiquidationCore
import PlainText

/// The text below the bars of a map chart: legend, clusters, sums, sentences.
struct MapSummary {
    let picture: MapPicture
    let pen: Pen
    let view: Heatmap.Measure
    let currency: String

    /// Whether what the table of sums says is not said again.
    private let isTight: Bool
    /// Where fuel begins on each side; `nil` where the map does not tell.
    private let fuel: BySide<FreshEdge?>?
    /// What a move of ``reach`` down and up would force-close.
    private let near: BySide<Double>
    /// How far clusters were looked for and sums reach, a fraction of the price.
    private let reach: Double
    /// Whether the price is on the map's axis.
    private let holdsPrice: Bool

    init(
        map: LiquidationMap, picture: MapPicture, pen: Pen, within: Double, view: Heatmap.Measure,
        currency: String, isTight: Bool = false
    ) {
        self.isTight = isTight
        (self.picture, self.pen, self.view, self.currency) = (picture, pen, view, currency)
        let distance = try? Rate(within)
        fuel = map.freshness.flatMap { _ in
            guard map.holdsPrice else { return nil }
            return distance.map { distance in BySide.each { map.fuel($0, within: distance) } }
        }
        (reach, holdsPrice) = (within, map.holdsPrice)
        near = BySide(
            long: MapPicture.forceClosed(on: map, by: -within),
            short: MapPicture.forceClosed(on: map, by: within))
    }

    func lines() -> [String] {
        var lines = legend() + [""]
        lines += clusters() + [""]
        lines += sums() + [""]
        lines += sentences().flatMap(pen.wrap)
        return lines
    }

    private func legend() -> [String] {
        func key(_ side: Side) -> String { pen.paint(pen.cell(side), Pen.color(side)) }
        let step = NumberText.price(picture.step)
        let longest =
            view == .freshness
            ? "a whole bar is 100 % untouched" : "the longest bar is \(money(picture.peak))"
        let spans = "A line spans \(step); \(longest)"
        let toHere = pen.width >= MapBars.fullWidth ? "; \"to here\" adds up from the price outwards." : "."
        // Colours of layers would be taken for those of sides.
        let sides =
            picture.layers.isEmpty
            ? "\(key(.short)) shorts: closed by a rise   \(key(.long)) longs: closed by a fall"
            : "Above the price: shorts, closed by a rise. Below it: longs, closed by a fall."
        let hasUnknown =
            view == .amount && picture.layers.isEmpty && picture.unknown >= 0.01 * picture.shown.total
        return (picture.layers.isEmpty ? [sides] : pen.wrap(sides)) + layers()
            + (hasUnknown ? ["\(pen.glyphs.unknown) of unknown age: stood when the data began"] : [])
            + pen.wrap(spans + toHere)
    }

    private func layers() -> [String] {
        guard !picture.layers.isEmpty else { return [] }
        let keys = picture.layers.indices.map { index in
            (pen.layer(index, count: 1), picture.layers[index])
        }
        // Wrapped by hand: colour codes have no width.
        var (lines, width) = ([""], 0)
        for (key, name) in keys {
            let length = name.count + 2
            if width > 0, width + 3 + length > pen.width {
                lines.append("")
                width = 0
            }
            lines[lines.count - 1] += (width > 0 ? "   " : "") + "\(key) \(name)"
            width += (width > 0 ? 3 : 0) + length
        }
        return lines
    }

    private func clusters() -> [String] {
        guard !picture.clusters.isEmpty else { return ["No cluster within \(pen.distance(reach))."] }
        var table = TextTable([
            .text(""), .text("cluster"), .number("prices"), .number("away"), .number("amount"),
            .number("relative"),
        ])
        let step = AxisStep.round(atLeast: picture.step / 100, isCoarse: true)
        for (rank, cluster) in picture.clusters.enumerated() {
            let low = NumberText.price(cluster.low, step: step)
            let high = NumberText.price(cluster.high, step: step)
            table.append([
                pen.glyphs.mark(rank), cluster.side == .long ? "longs" : "shorts",
                "\(low) \(pen.glyphs.dash) \(high)", pen.percent(cluster.distance),
                NumberText.short(cluster.notional), NumberText.fixed(cluster.relative, decimals: 2),
            ])
        }
        return table.lines(pen.style)
    }

    private func sums() -> [String] {
        func row(_ name: String, _ sides: BySide<Double>) -> [String] {
            [name, NumberText.short(sides.long), NumberText.short(sides.short), share(sides)]
        }
        var table = TextTable([
            .text("estimated open"), .number("longs"), .number("shorts"), .number("short share"),
        ])
        if holdsPrice { table.append(row("within \(pen.distance(reach))", near)) }
        table.append(row("whole map", picture.total))
        return table.lines(pen.style)
    }

    private func share(_ sides: BySide<Double>) -> String {
        sides.total > 0 ? NumberText.fixed(sides.short / sides.total * 100, decimals: 0) + " %" : "n/a"
    }

    private func sentences() -> [String] {
        let move = pen.distance(reach)
        guard holdsPrice else {
            return [
                "The price axis leaves out the price, \(NumberText.price(picture.price)): what lies between is not known, so "
                    + "that nothing is said of moves from the price.", Assumptions.disclaimer,
            ]
        }
        // Nothing falls by more than its price.
        let fall = pen.distance(min(reach, 1))
        var sentences =
            (fuel.map { [fuelSentence($0)] } ?? [])
            + (isTight
                ? []
                : [
                    "A fall of \(fall) would force-close about \(money(near.long)) of longs, "
                        + "a rise of \(move) about \(money(near.short)) of shorts."
                ])
        if near.total > 0 {
            let asymmetry = (near.short - near.long) / near.total
            let sign = asymmetry >= 0.005 ? "+" : asymmetry <= -0.005 ? pen.glyphs.minus : ""
            let value = sign + NumberText.fixed(abs(asymmetry), decimals: 2)
            let above = asymmetry > 0 ? "more fuel above" : "more fuel below"
            let weight = abs(asymmetry) < 0.05 ? "balanced" : above
            sentences.append("Asymmetry within \(move): \(value) (\(weight)).")
        }
        return sentences + [Assumptions.disclaimer]
    }

    /// `Fuel begins at +1.5 % for shorts (106,200, untouched since 2025-06-12) and at −5.1 % for longs (…).`
    private func fuelSentence(_ fuel: BySide<FreshEdge?>) -> String {
        func part(_ side: Side) -> String? {
            guard let edge = fuel[side] else { return nil }
            let name = side == .long ? "longs" : "shorts"
            let place = edge.distance == 0 ? "at the price" : "at \(pen.percent(edge.distance))"
            let since = edge.untouchedSince.map { "since \($0.day)" } ?? "as far back as anything is live"
            return
                "\(place) for \(name) (\(NumberText.price(edge.price, step: picture.step / 10)), untouched \(since))"
        }
        let parts = [Side.short, .long].compactMap(part)
        let missing = [Side.short, .long].filter { fuel[$0] == nil }.map { $0 == .long ? "longs" : "shorts" }
        let none = "no fresh \(missing.joined(separator: " or ")) within \(pen.distance(reach))"
        guard !parts.isEmpty else { return "There are \(none): the price has been everywhere." }
        return "Fuel begins \(parts.joined(separator: " and "))"
            + (missing.isEmpty ? "." : "; there are \(none).")
    }

    private func money(_ value: Double) -> String { currency + NumberText.short(value) }
}
