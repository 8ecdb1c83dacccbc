import LiquidationCore

/// The bars of a map chart with the price axis to their left and their numbers to their right.
struct MapBars {
    let picture: MapPicture
    let pen: Pen

    /// From this width on there is room for the distance and the running sum.
    static let fullWidth = 72

    private struct Row {
        let price: String
        let distance: String
        let mass: BySide<Double>
        let notional: String
        let toHere: String
        let marks: String
        let isAbove: Bool
    }

    private struct Widths {
        let price: Int, distance: Int, bar: Int, notional: Int, toHere: Int
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
        let isAbove = bin.high > picture.price
        let far = isAbove ? bin.high : bin.low
        return Row(
            price: NumberText.price(far, step: picture.step),
            distance: pen.percent(far / picture.price - 1),
            mass: bin.mass,
            notional: bin.mass.total > 0 ? NumberText.short(bin.mass.total) : "",
            toHere: NumberText.short(bin.toHere),
            marks: bin.clusters.map(pen.glyphs.mark).joined(), isAbove: isAbove)
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
        let taken = [price, distance, notional, toHere, marks].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
        return Widths(
            price: price, distance: distance, bar: max(pen.width - taken - 1, 8), notional: notional,
            toHere: toHere)
    }

    private func heading(_ widths: Widths) -> String {
        var line = Pen.padded(left: "price", to: widths.price) + " "
        if widths.distance > 0 { line += Pen.padded(left: "away", to: widths.distance) + " " }
        let note = widths.bar >= 32 ? " force-closed on the way there" : ""
        line += " " + Pen.padded(right: note, to: widths.bar) + " "
        line += Pen.padded(left: "amount", to: widths.notional)
        if widths.toHere > 0 { line += " " + Pen.padded(left: "to here", to: widths.toHere) }
        return pen.paint(line, Palette.quiet)
    }

    private func line(_ row: Row, _ widths: Widths) -> String {
        var line = Pen.padded(left: row.price, to: widths.price) + " "
        if widths.distance > 0 {
            line += pen.paint(Pen.padded(left: row.distance, to: widths.distance), Palette.quiet) + " "
        }
        line += pen.paint(pen.glyphs.axis, Palette.quiet)
        line += bar(row, cells: widths.bar) + " " + Pen.padded(left: row.notional, to: widths.notional)
        if widths.toHere > 0 {
            line += " " + pen.paint(Pen.padded(left: row.toHere, to: widths.toHere), Palette.quiet)
        }
        return Pen.trimmed(line + " " + pen.strong(row.marks))
    }

    /// The side that belongs there stands next to the axis, the other one behind it; a bar of less than two cells
    /// shows only the larger one.
    private func bar(_ row: Row, cells: Int) -> String {
        guard picture.peak > 0, row.mass.total > 0 else { return String(repeating: " ", count: cells) }
        let sides: [Side] = row.isAbove ? [.short, .long] : [.long, .short]
        let length = row.mass.total / picture.peak * Double(cells)
        let eighths = max(1, Int((length * 8).rounded()))
        let (near, far) = (row.mass[sides[0]], row.mass[sides[1]])
        let last = far > (eighths < 16 ? near : near / 100) ? 1 : 0
        let end = pen.barEnd(sides[last], eighths: eighths, cells: cells)
        let share = last == 0 ? 1 : near / row.mass.total
        let first = Int((share * Double(end.whole)).rounded())
        let counts = [first, end.whole - first]
        var text = ""
        for index in 0...1 {
            var piece = String(repeating: pen.cell(sides[index]), count: counts[index])
            if index == last { piece += end.part }
            text += pen.paint(piece, Pen.color(sides[index]))
        }
        return text + String(repeating: " ", count: cells - end.whole - end.part.count)
    }

    private func priceLine() -> String {
        let label = "\(pen.glyphs.arrow) \(NumberText.price(picture.price)) "
        let rule = String(repeating: pen.glyphs.rule, count: max(0, pen.width - label.count))
        return pen.strong(label) + pen.paint(rule, Palette.quiet)
    }

    private func beyond(_ mass: BySide<Double>, isAbove: Bool, _ widths: Widths) -> String {
        let edge = isAbove ? picture.bins.last?.high : picture.bins.first?.low
        var parts: [String] = []
        if mass.short > 0 { parts.append("\(NumberText.short(mass.short)) of shorts") }
        if mass.long > 0 { parts.append("\(NumberText.short(mass.long)) of longs") }
        let indent = widths.price + 1 + (widths.distance > 0 ? widths.distance + 1 : 0)
        var text = Pen.padded(left: "beyond", to: indent - 1) + " \(pen.glyphs.axis) "
        text += parts.joined(separator: ", ")
        if let edge {
            text += " \(isAbove ? "above" : "below") \(NumberText.price(edge, step: picture.step))"
        }
        return pen.paint(text, Palette.quiet)
    }
}
