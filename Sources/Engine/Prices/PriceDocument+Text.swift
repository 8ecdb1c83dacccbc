package import Charts
package import LiquidationCore
import MarketData
import PlainText

extension PriceDocument {
    /// The price for people: what it is, what it means, what it rests on.
    package func text(_ style: TerminalStyle) -> String {
        let paragraph = Paragraph(style)
        var lines = paragraph.lines("", heading) + [""]
        for (key, text) in rows { lines += paragraph.lines(key, text) }
        let scale = PriceScale(marks).lines(style)
        if !scale.isEmpty { lines += [""] + scale }
        if let steps { lines += [""] + PartialText(steps, document: self).lines(style) }
        let notes = warnings.flatMap { paragraph.lines("", "note: \($0)") }
        if !notes.isEmpty { lines += [""] + notes }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The price in a few lines: what it is, where it lies, and how to learn more.
    package func shortText(_ style: TerminalStyle) -> String {
        // What goes to a program is all of it, as the command line writes it.
        guard style.rows != nil else { return String(text(style).dropLast()) }
        let paragraph = Paragraph(style)
        var lines = paragraph.lines("", heading)
        if let solution {
            let (found, wish) = (Figure.text(solution.value), Figure.text(solution.wish))
            lines += paragraph.lines(solution.name, "\(found) gives a liquidation price of \(wish)")
        }
        let way = distanceText.map { ", \($0)" } ?? ""
        lines += paragraph.lines("liquidation", liquidationText + way)
        lines += paragraph.lines("state", stateText)
        lines += PriceScale(marks).lines(style)
        if !warnings.isEmpty {
            lines += paragraph.lines("notes", "\(warnings.count), see print() of it")
        }
        let hint = ":explain() shows how it was found, print() all there is to say"
        return (lines + paragraph.lines("more", hint)).joined(separator: "\n")
    }

    private var heading: String {
        let leverage = position.leverage.map { "\(Figure.text($0.value))x " } ?? ""
        return "\(venue.title) \(instrument.symbol) · \(position.side.rawValue) "
            + "\(Figure.text(position.quantity.value)) at \(NumberText.price(position.entry.value)) · "
            + "\(leverage)\(isCross ? "cross" : "isolated")"
    }

    private var marks: [PriceScale.Mark] {
        guard let price = report.liquidation else { return [] }
        let color = position.side == .long ? Palette.long : Palette.short
        let isAtEntry = mark == position.entry
        var marks = [PriceScale.Mark("liquidation", price.value, color)]
        marks.append(.init(isAtEntry ? "mark and entry" : "mark", mark.value))
        if !isAtEntry { marks.append(.init("entry", position.entry.value)) }
        if let end = report.bankruptcy { marks.append(.init("bankruptcy", end.value)) }
        return marks
    }

    private var rows: [(String, String)] {
        var rows: [(String, String)] = []
        if let solution {
            rows.append(
                (
                    "\(solution.name)",
                    "\(Figure.text(solution.value)) gives a liquidation price of "
                        + "\(Figure.text(solution.wish))"
                ))
        }
        rows.append(("liquidation", liquidationText))
        rows.append(
            (
                "bankruptcy",
                report.bankruptcy.map { "\(Figure.text($0.value))\(shown(report.shownBankruptcy, $0))" }
                    ?? "none: no price brings equity to zero"
            ))
        rows.append(("state", stateText))
        if let distance = distanceText { rows.append(("distance", distance)) }
        if let opposite = report.opposite {
            rows.append(
                ("also", "a second one on the other side of the mark, at \(Figure.text(opposite.value))"))
        }
        rows.append(("margin ratio", ratioText))
        rows.append(("tier", tierText))
        if let moved = moved(by: report.withoutFunding) {
            let due = position.fundingDue.value == 0 ? "" : ", \(Figure.text(position.fundingDue.value)) due"
            rows.append(("funding", "\(Figure.text(position.fundingPaid.value)) paid\(due), \(moved)"))
        }
        if let moved = moved(by: report.withoutFees) { rows.append(("fees", "the rule's fees \(moved)")) }
        rows.append(("trigger", "the \(venue.trigger.rawValue) price"))
        let span = [
            ruleFrom.map { "in force since \(String("\($0)".prefix(10)))" },
            ruleUntil.map { "until \(String("\($0)".prefix(10)))" },
        ].compactMap(\.self)
        let days = span.isEmpty ? "as long as known" : span.joined(separator: " ")
        rows.append(("rule", "\(venue.id), \(days); \(source), read \(venue.dayRead)"))
        rows.append(("formula", formula))
        rows.append(("maintenance", maintenanceText))
        return rows
    }

    private var liquidationText: String {
        guard let price = report.liquidation else { return "none (\(venue.title) shows: \(venue.absence))" }
        return Figure.text(price.value) + shown(report.shown, price)
    }

    private func shown(_ shown: Price?, _ exact: Price) -> String {
        guard let shown else { return ", shown by the venue as \(venue.absence)" }
        return shown == exact ? "" : ", shown by the venue as \(Figure.text(shown.value))"
    }

    private var stateText: String {
        let way = position.side == .long ? "falls" : "rises"
        switch report.state {
        case .price: return "force-closed when the \(venue.trigger.rawValue) price \(way) to it"
        case .none: return "never force-closed: no price brings equity down to the requirement"
        case .liquidatableNow:
            return report.liquidation == nil
                ? "liquidatable now: equity is at or below the requirement already, at every price"
                : "liquidatable now: equity is at or below the requirement already; this is where that would end"
        case .outOfRange: return "the price lies outside of those that the venue lists"
        }
    }

    private var distanceText: String? {
        guard let distance = report.distance, let price = report.liquidation else { return nil }
        let percent = NumberText.fixed(abs(distance.value) * 100, decimals: 2)
        let way = distance.value < 0 ? "below" : "above"
        return "\(percent) % \(way) the mark \(NumberText.price(mark.value)), "
            + "\(NumberText.price(abs(price.value - mark.value))) in price; "
            + "\(Figure.round(report.room.value)) \(unit) of room"
    }

    private var ratioText: String {
        let sums =
            "\(Figure.round(report.requirement.value)) \(unit) required of "
            + "\(Figure.round(report.equity.value))"
        guard let ratio = report.marginRatio else { return "equity is gone: \(sums)" }
        return "\(NumberText.fixed(ratio * 100, decimals: 2)) % now, \(sums); liquidated at 100 %"
    }

    private var tierText: String {
        let count = instrument.maintenance.count
        switch instrument.maintenance {
        case .tiers(let table):
            let tier = table.tiers[report.tier]
            let size = report.liquidation.map {
                ", size there \(Figure.round(instrument.measured(position.quantity, at: $0))) \(table.unit.rawValue)"
            }
            return "\(report.tier + 1) of \(count): \(Figure.percent(tier.maintenanceRate)) less "
                + "\(Figure.text(tier.maintenanceAmount))\(size ?? "")"
        default: return "no tiers: \(instrument.maintenance.text)"
        }
    }

    private var maintenanceText: String {
        guard let table = instrument.maintenance.table else {
            return "\(instrument.maintenance.text); \(origin)"
        }
        return "\(table.name), \(table.day ?? "no day"), \(table.tiers.count) tiers; \(origin)"
    }

    private func moved(by plain: Price?) -> String? {
        guard let plain, let price = report.liquidation else { return nil }
        let move = price.value - plain.value
        guard move != 0 else { return nil }
        let sign = move < 0 ? "−" : "+"
        return "moved it by \(sign)\(NumberText.price(abs(move))) from \(NumberText.price(plain.value))"
    }

    /// What amounts are in.
    var unit: String { instrument.contract == .linear ? "quote" : "settlement" }
}

/// Numbers of prices as people read them.
enum Figure {
    /// All digits.
    static func text(_ value: Double) -> String { "\(value)".droppingZero }

    /// Seven digits.
    static func round(_ value: Double) -> String { NumberText.price(value) }

    /// A rate.
    static func percent(_ rate: Double) -> String { "\(NumberText.price(rate * 100)) %" }
}

/// The steps of a partial liquidation as a table.
struct PartialText {
    private let steps: [PartialLiquidation]
    private let document: PriceDocument

    init(_ steps: [PartialLiquidation], document: PriceDocument) {
        (self.steps, self.document) = (steps, document)
    }

    func lines(_ style: TerminalStyle) -> [String] {
        var table = TextTable([
            .number("step"), .number("price"), .number("closed"), .number("loss"), .number("fee"),
            .number("left"), .number("next liquidation"),
        ])
        for (index, step) in steps.enumerated() {
            table.append([
                "\(index + 1)", Figure.round(step.price.value), Figure.round(step.closed.value),
                Figure.round(max(0, -step.profit.value)), Figure.round(step.fee.value),
                step.remaining.map { Figure.round($0.quantity.value) } ?? "nothing",
                step.report.map { $0.liquidation.map { Figure.round($0.value) } ?? "none" } ?? "",
            ])
        }
        let title = steps.isEmpty ? "no step: there is no liquidation price" : "liquidated step by step"
        return Paragraph(style).lines("", title) + (steps.isEmpty ? [] : table.lines(style))
    }
}

extension PriceDocument {
    /// The most steps that are followed.
    private static let limit = 100

    /// Adds the steps in which the position would be liquidated, until all of it is closed.
    ///
    /// - Throws: `CoreError` as for its price.
    package mutating func addSteps() throws(CoreError) {
        var steps: [PartialLiquidation] = []
        var (position, price) = (position, report.liquidation)
        while let at = price, steps.count < Self.limit {
            let step = try instrument.partialLiquidation(of: position, at: at)
            steps.append(step)
            guard let rest = step.remaining else { break }
            (position, price) = (rest, step.report?.liquidation)
        }
        self.steps = steps
    }
}

/// Lines of a key and a text, wrapped to a width with the text below itself.
package struct Paragraph {
    /// The width of keys.
    package static let key = 15

    private let style: TerminalStyle

    package init(_ style: TerminalStyle) { self.style = style }

    /// One or more lines.
    package func lines(_ key: String, _ text: String) -> [String] {
        let indent = key.isEmpty ? 0 : Self.key
        return WrappedText.lines(
            plain(text), columns: style.columns, lead: TextWidth.padded(right: plain(key), to: indent),
            indent: max(2, indent))
    }

    package func plain(_ text: String) -> String {
        style.unicode ? PlainLine(text).text : ASCIIText.of(PlainLine(text).text)
    }
}
