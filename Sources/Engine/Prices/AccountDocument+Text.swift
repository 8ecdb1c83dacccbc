package import Charts
package import LiquidationCore
import MarketData
import PlainText

extension AccountDocument {
    /// The account for people.
    package func text(_ style: TerminalStyle) -> String {
        let paragraph = Paragraph(style)
        let balance = "wallet \(Figure.round(account.wallet.value)), equity \(Figure.round(equity.value)), "
        var lines = paragraph.lines(
            "", "account: \(balance)required \(Figure.round(requirement.value))\(ratio)")
        lines.append("")
        var table = TextTable([
            .text("position"), .number("size"), .number("entry"), .number("mark"), .number("profit"),
            .number("liquidation"), .number("away"), .text("state"),
        ])
        for (held, report) in zip(account.holdings, reports) {
            let mode = held.isIsolated ? "isolated" : "cross"
            table.append([
                "\(held.instrument.rule.venue) \(held.instrument.symbol) \(held.position.side.rawValue) \(mode)",
                Figure.round(held.position.quantity.value), Figure.round(held.position.entry.value),
                Figure.round(held.mark.value), Figure.round(held.profit.value),
                report.liquidation.map { Figure.round($0.value) } ?? "none",
                report.distance.map { NumberText.percent($0.value, unicode: style.unicode) } ?? "",
                report.state.name,
            ])
        }
        lines += table.lines(style)
        lines.append("")
        lines += paragraph.lines(
            "", "Each price holds the other positions at their marks, as venues show it.")
        if let joint { lines += paragraph.lines("", "Joint shock: \(Self.text(joint, style))") }
        let notes = warnings.flatMap { paragraph.lines("", "note: \($0)") }
        if !notes.isEmpty { lines += [""] + notes }
        return lines.map { $0 + "\n" }.joined()
    }

    private var ratio: String {
        guard equity.value > 0 else { return ", equity is gone" }
        return ", margin ratio \(NumberText.fixed(requirement.value / equity.value * 100, decimals: 2)) %"
    }

    /// What a move of all marks together does.
    package static func text(_ joint: JointShock, _ style: TerminalStyle) -> String {
        if joint.isLiquidatableNow { return "the account is liquidatable now" }
        func move(_ rate: Rate?) -> String? {
            // A move of more than ten times is arithmetic, not a risk.
            rate.flatMap { $0.value > 10 ? nil : $0 }.map { rate in
                let percent = NumberText.fixed(abs(rate.value) * 100, decimals: 2)
                return "a \(rate.value < 0 ? "fall" : "rise") of \(percent) %"
            }
        }
        let moves = [move(joint.down), move(joint.up)].compactMap { $0 }
        if moves.isEmpty { return "no common move of all marks, up to tenfold, liquidates the account" }
        return "\(moves.joined(separator: " or ")) of all marks together liquidates the account; "
            + "no venue shows this figure"
    }
}
