package import LiquidationCore
import MarketData

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

    /// The document as JSON, format `liq.account` version 1.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.account")
            json.integer("version", 1)
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
                        json.result(report)
                        json.integer("tier", Int64(report.tier + 1))
                        json.integer("tiers", Int64(held.instrument.maintenance.count))
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
