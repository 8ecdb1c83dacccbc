import LiquidationCore

/// What stands under the bars of a map chart: legend, clusters, sums, sentences.
struct MapSummary {
    let picture: MapPicture
    let pen: Pen
    let currency: String

    private static let move = 0.05
    /// What a move of ``move`` down and up would force-close.
    private let near: BySide<Double>

    init(map: LiquidationMap, picture: MapPicture, pen: Pen, currency: String) {
        (self.picture, self.pen, self.currency) = (picture, pen, currency)
        near = BySide<Double>(
            long: MapPicture.forceClosed(on: map, by: -Self.move),
            short: MapPicture.forceClosed(on: map, by: Self.move))
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
        let spans = "A line spans \(step); the longest bar is \(money(picture.peak))"
        let toHere = pen.width >= MapBars.fullWidth ? "; \"to here\" adds up from the price outwards." : "."
        return ["\(key(.short)) shorts: closed by a rise   \(key(.long)) longs: closed by a fall"]
            + pen.wrap(spans + toHere)
    }

    private func clusters() -> [String] {
        guard !picture.clusters.isEmpty else { return ["No cluster in this range."] }
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
        table.append(row("within \(pen.distance(Self.move))", near))
        table.append(row("on screen", picture.shown))
        table.append(row("whole map", picture.total))
        return table.lines(pen.style)
    }

    private func share(_ sides: BySide<Double>) -> String {
        sides.total > 0 ? NumberText.fixed(sides.short / sides.total * 100, decimals: 0) + " %" : "n/a"
    }

    private func sentences() -> [String] {
        let move = pen.distance(Self.move)
        var sentences = [
            "A fall of \(move) would force-close about \(money(near.long)) of longs, "
                + "a rise of \(move) about \(money(near.short)) of shorts."
        ]
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

    private func money(_ value: Double) -> String { currency + NumberText.short(value) }
}
