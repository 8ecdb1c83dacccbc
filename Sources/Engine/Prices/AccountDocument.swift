package import Charts
package import LiquidationCore
import MarketData
import PlainText

/// An account with the price of each of its positions.
package struct AccountDocument: Sendable {
    /// The engine and its version.
    package let engine: String
    /// The wallet and what is held.
    package let account: Account
    /// One for each holding, the others held at their marks.
    package let reports: [LiquidationReport]
    /// Equity of the cross positions at their marks.
    package let equity: Collateral
    /// What they require.
    package let requirement: Collateral
    /// The move of all marks together that liquidates the account; `nil` without cross positions.
    package let joint: JointShock?
    /// What a reader must know.
    package let warnings: [String]

    /// Prices every position of an account.
    ///
    /// - Throws: `CoreError` where positions do not settle alike.
    package init(engine: String, _ account: Account, warnings: [String]) throws(CoreError) {
        (self.engine, self.account, self.warnings) = (engine, account, warnings)
        var reports: [LiquidationReport] = []
        for index in account.holdings.indices { reports.append(try account.report(for: index)) }
        self.reports = reports
        equity = account.equity
        requirement = try account.requirement()
        joint = account.holdings.contains { !$0.isIsolated } ? try account.jointShock() : nil
    }

    /// The document as JSON, format `liq.account` version 2.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.account")
            json.integer("version", 2)
            json.string("engine", engine)
            json.number("wallet", account.wallet.value)
            json.number("equity", equity.value)
            json.number("requirement", requirement.value)
            json.number("margin_ratio", equity.value > 0 ? requirement.value / equity.value : nil)
            json.array("positions") { json in
                for (held, report) in zip(account.holdings, reports) {
                    json.object { json in
                        json.string("venue", held.instrument.rule.venue)
                        json.string("symbol", held.instrument.symbol)
                        json.string("mode", held.isIsolated ? "isolated" : "cross")
                        json.string("side", held.position.side.rawValue)
                        json.number("entry", held.position.entry.value)
                        json.number("quantity", held.position.quantity.value)
                        json.number("mark", held.mark.value)
                        json.number("profit", held.profit.value)
                        json.fields(
                            ReportField.results + ReportField.tiers, of: report,
                            under: held.instrument.maintenance)
                    }
                }
            }
            json.optional("joint", joint) { json, joint in
                json.string("what", "all marks moved by the same factor, not a price that a venue shows")
                json.flag("liquidatable_now", joint.isLiquidatableNow)
                json.number("down", joint.down?.value)
                json.number("up", joint.up?.value)
            }
            json.array("warnings") { json in
                for warning in warnings { json.string(nil, warning) }
            }
        }
        return json.string
    }
}

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
