import LiquidationCore
import MarketData

extension PriceDocument {
    /// The document as JSON, format `liq.price` version 2; the members are described in REPL.md.
    package var json: String {
        var json = JSONText()
        json.object { members(&$0) }
        return json.string
    }

    func members(_ json: inout JSONText) {
        json.string("format", "liq.price")
        json.integer("version", 2)
        json.string("engine", engine)
        json.venue(self)
        json.terms(self)
        json.fields(ReportField.results, of: report, under: instrument.maintenance)
        json.object("tier") { $0.tier(report.tier, of: instrument.maintenance) }
        json.array("tiers_tried") { json in
            for verdict in verdicts {
                json.object { json in
                    json.integer("tier", Int64(verdict.number))
                    json.number("price", verdict.price?.value)
                    json.number("size", verdict.size)
                    json.flag("accepted", verdict.isAccepted)
                    json.string("reason", verdict.reason)
                }
            }
        }
        json.optional("at_liquidation", breakdown) { $0.breakdown($1) }
        json.optional("solved", solution) { json, solution in
            json.string("for", solution.name)
            json.number("value", solution.value)
            json.number("liquidation_wanted", solution.wish)
        }
        if let steps {
            json.array("partial") { json in
                for step in steps { json.object { $0.step(step) } }
            }
        }
        json.array("warnings") { json in
            for warning in warnings { json.string(nil, warning) }
        }
        json.object("units") { json in
            json.string("price", "quote per base")
            let settled = instrument.contract == .linear ? "quote" : "settlement coin"
            json.string("margin", settled)
            let size = ["linear": "base", "inverse": "quote face value", "quanto": "settlement per quote"]
            json.string("quantity", size[instrument.contract.rawValue] ?? "")
            json.string("distance", "fraction of the mark")
            json.string("margin_ratio", "requirement over equity, liquidated at 1")
        }
    }
}

extension JSONText {
    /// Adds true or false.
    mutating func flag(_ key: String?, _ value: Bool) { word(key, value ? "true" : "false") }

    /// Adds an object, or `null`.
    mutating func optional<Value>(
        _ key: String, _ value: Value?, _ members: (inout JSONText, Value) -> Void
    ) {
        if let value { object(key) { members(&$0, value) } } else { null(key) }
    }

    fileprivate mutating func venue(_ document: PriceDocument) {
        let (venue, maintenance) = (document.venue, document.instrument.maintenance)
        object("venue") { json in
            json.string("id", venue.id)
            json.string("title", venue.title)
            json.string("contract", venue.contract.rawValue)
            json.string("trigger", venue.trigger.rawValue)
            json.string("formula", document.formula)
            json.string("source", document.source)
            json.string("day_read", venue.dayRead)
            json.string("caveat", venue.caveat)
        }
        string("rule_from", document.ruleFrom.map { String("\($0)".prefix(10)) })
        string("rule_until", document.ruleUntil.map { String("\($0)".prefix(10)) })
        object("maintenance") { json in
            json.string("name", maintenance.table?.name ?? maintenance.text)
            json.string("day", maintenance.table?.day)
            json.string("source", document.origin)
            json.string("unit", maintenance.table?.unit.rawValue)
            json.string("kind", maintenance.table?.kind.rawValue)
            json.integer("tiers", Int64(maintenance.count))
            json.flag("assumed", document.isAssumed)
        }
    }

    fileprivate mutating func terms(_ document: PriceDocument) {
        let position = document.position
        string("symbol", document.instrument.symbol)
        string("mode", document.isCross ? "cross" : "isolated")
        string("side", position.side.rawValue)
        number("entry", position.entry.value)
        number("quantity", position.quantity.value)
        number("leverage", position.leverage?.value)
        number("margin", document.isCross ? nil : position.margin?.value)
        number("wallet_given", document.isCross ? position.margin?.value : nil)
        number("extra_margin", position.extraMargin.value)
        number("funding_paid", position.fundingPaid.value)
        number("funding_due", position.fundingDue.value)
        number("mark", document.mark.value)
        number("other_maintenance", document.others.requirement.value)
        number("other_pnl", document.others.profit.value)
    }

    fileprivate mutating func tier(_ index: Int, of maintenance: Maintenance) {
        integer("number", Int64(index + 1))
        integer("count", Int64(maintenance.count))
        switch maintenance {
        case .tiers(let table):
            let tier = table.tiers[index]
            number("floor", tier.floor)
            number("cap", tier.cap)
            number("maximum_leverage", tier.maximumLeverage)
            number("rate", tier.maintenanceRate)
            number("amount", tier.maintenanceAmount)
        case .fixed(let rate, let amount):
            number("rate", rate.value)
            number("amount", amount.value)
        case .sloped(let base, let perCoin):
            number("rate", base.value)
            number("rate_per_coin", perCoin)
        }
    }

    fileprivate mutating func breakdown(_ part: MarginBreakdown) {
        number("wallet", part.wallet.value)
        number("profit", part.profit.value)
        number("other_pnl", part.othersProfit.value)
        number("equity", part.equity.value)
        number("value", part.value.value)
        number("rate", part.rate.value)
        number("amount", part.amount.value)
        number("maintenance", part.maintenance.value)
        number("fee", part.fee.value)
        number("funding_due", part.fundingDue.value)
        number("other_maintenance", part.othersRequirement.value)
        number("requirement", part.requirement.value)
    }

    fileprivate mutating func step(_ step: PartialLiquidation) {
        number("price", step.price.value)
        number("closed", step.closed.value)
        number("profit", step.profit.value)
        number("fee", step.fee.value)
        number("remaining", step.remaining?.quantity.value ?? 0)
        string("state", step.report?.state.name)
        number("liquidation", step.report?.liquidation?.value)
    }
}
