package import Charts
package import LiquidationCore

/// Venues for people.
package enum VenueText {
    /// All of them, one a line.
    package static func list(_ style: TerminalStyle) -> String {
        var table = TextTable([
            .text("venue"), .text("name"), .text("contract"), .text("trigger"), .number("tables"),
            .text("liquidation price"),
        ])
        for venue in Venue.all {
            table.append([
                venue.id, venue.title, venue.contract.rawValue, venue.trigger.rawValue,
                "\(TierCatalog.symbols(venue: venue.id).count)", venue.formula,
            ])
        }
        return table.text(style) + "\n"
    }

    /// One of them: its formula, where it was read, what decides, how it rounds.
    package static func sheet(_ venue: Venue, _ style: TerminalStyle) -> String {
        let paragraph = Paragraph(style)
        let rule = venue.rule()
        var rows: [(String, String)] = [
            ("formula", venue.formula(at: nil)), ("source", venue.source(at: nil)), ("read", venue.dayRead),
            ("trigger", "the \(venue.trigger.rawValue) price"), ("maintenance", maintenance(rule)),
        ]
        if let fee = rule.closingFee {
            rows.append(
                ("closing fee", "\(Figure.percent(fee.rate.value)) \(place(fee.basis))"))
        }
        rows.append(("partial", partial(rule.partial)))
        let (price, end) = (rounding(rule.display.liquidation), rounding(rule.display.bankruptcy))
        rows.append(
            ("rounding", "\(price)\(end == price ? "" : ", bankruptcy \(end)"); no price: \(venue.absence)"))
        let days = venue.rules.compactMap { $0.from?.day }
        rows.append(
            ("rules", days.isEmpty ? "one, as long as known" : "changed \(days.joined(separator: ", "))"))
        for (dated, next) in zip(venue.rules, venue.rules.dropFirst()) {
            let until = next.from?.day ?? ""
            rows.append(
                ("until \(until)", "\(dated.formula ?? venue.formula); \(dated.source ?? venue.source)"))
        }
        rows.append(("assumed", "\(venue.assumed.text), where no table of the symbol is known"))
        let symbols = TierCatalog.symbols(venue: venue.id)
        rows.append(("tables", symbols.isEmpty ? "none built in" : symbols.joined(separator: ", ")))
        if let caveat = venue.caveat { rows.append(("caveat", caveat)) }
        let lines =
            paragraph.lines("", "\(venue.title) (\(venue.id)), \(venue.contract.rawValue) contracts") + [""]
            + rows.flatMap { paragraph.lines($0.0, $0.1) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The formula of the io.net text, beside what it must have meant.
    package static func ionet(
        entry: Price, leverage: Leverage, rate: Rate, _ style: TerminalStyle
    ) throws(CoreError) -> String {
        let formula = try IonetFormula(entry: entry, leverage: leverage, rate: rate)
        let paragraph = Paragraph(style)
        let rows = [
            (
                "literal",
                "M·L/(1 − R) = \(Figure.text(formula.literal.value)), for either side: WRONG, not a price"
            ),
            ("long", "M·(L − 1)/(1 − R) = \(formula.long.map { Figure.text($0.value) } ?? "none")"),
            ("short", "M·(L + 1)/(1 + R) = \(Figure.text(formula.short.value))"),
            ("caveat", IonetFormula.caveat),
        ]
        let head =
            "io.net formula, entry \(Figure.text(entry.value)), \(Figure.text(leverage.value))x, R "
            + "\(Figure.text(rate.value))"
        let lines = paragraph.lines("", head) + [""] + rows.flatMap { paragraph.lines($0.0, $0.1) }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func maintenance(_ rule: MarginRule) -> String {
        let rate = rule.isRatePerLeverage ? "a share of the value over the leverage" : "a share of the value"
        switch rule.maintenance {
        case .atLiquidation: return "\(rate), following the price"
        case .atEntry: return "\(rate) at entry, frozen"
        case .atMark: return "\(rate) at the mark now, frozen"
        }
    }

    private static func place(_ basis: MarginRule.ClosingFee.Basis) -> String {
        switch basis {
        case .atLiquidation: "of the value at the price"
        case .atEntry: "of the value at entry"
        case .atMark: "of the value at the mark now"
        case .atBankruptcy: "of the value at bankruptcy"
        }
    }

    private static func partial(_ partial: MarginRule.Partial) -> String {
        switch partial {
        case .whole: "the whole position is closed"
        case .nextTier: "reduced to the next lower tier first"
        case .share(let share, let above):
            "\(Figure.percent(share.value)) first, of values above \(Figure.text(above.value))"
        }
    }

    private static func rounding(_ rounding: PriceDisplay.Rounding) -> String {
        switch rounding {
        case .exact: "shown as computed"
        case .nearest: "to the nearest tick"
        case .towardEntry: "to the tick, toward the entry"
        case .awayFromEntry: "to the tick, away from the entry"
        case .oneTickTowardEntry: "as computed, one tick toward the entry"
        }
    }
}
