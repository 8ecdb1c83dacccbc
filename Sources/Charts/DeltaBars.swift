import LiquidationCore

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
        let isAbove = bin.high > picture.price
        let far = isAbove ? bin.high : bin.low
        return Row(
            price: NumberText.price(far, step: picture.step),
            distance: pen.percent(far / picture.price - 1), bin: bin, long: pen.signed(bin.change.long),
            short: pen.signed(bin.change.short), isAbove: isAbove)
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
        var line = Pen.padded(left: "price", to: widths.price) + " "
        if widths.distance > 0 { line += Pen.padded(left: "away", to: widths.distance) + " " }
        let (less, more) = (widths.left >= 5 ? "less " : "", widths.right >= 5 ? " more" : "")
        line += Pen.padded(left: less, to: widths.left) + " " + Pen.padded(right: more, to: widths.right)
        line += " " + Pen.padded(left: "longs", to: widths.side)
        line += " " + Pen.padded(left: "shorts", to: widths.side)
        return pen.paint(line, Palette.quiet)
    }

    private func line(_ row: Row, _ widths: Widths) -> String {
        var line = Pen.padded(left: row.price, to: widths.price) + " "
        if widths.distance > 0 {
            line += pen.paint(Pen.padded(left: row.distance, to: widths.distance), Palette.quiet) + " "
        }
        line += bar(row.bin, isGrowth: false, widths)
        line += pen.paint(pen.glyphs.axis, Palette.quiet)
        line += bar(row.bin, isGrowth: true, widths)
        line += " " + Pen.padded(left: row.long, to: widths.side)
        return Pen.trimmed(line + " " + Pen.padded(left: row.short, to: widths.side))
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
            " all \(isAbove ? "above" : "below") \(NumberText.price($0, step: picture.step))"
        }
        var text = Pen.padded(left: "beyond", to: indent - 1) + " "
        text += Pen.padded(right: where_ ?? "", to: widths.left + 1 + widths.right)
        text += " " + Pen.padded(left: pen.signed(change.long), to: widths.side)
        text += " " + Pen.padded(left: pen.signed(change.short), to: widths.side)
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
