package import Charts
import LiquidationCore
import MarketData

extension PriceDocument {
    /// The derivation with its numbers put in, so that a person can follow it with a calculator.
    package func explanation(_ style: TerminalStyle) -> String {
        let paragraph = Paragraph(style)
        return lines.flatMap { $0.isEmpty ? [""] : paragraph.lines("", $0) }.map { $0 + "\n" }.joined()
    }

    private var lines: [String] {
        let contract = instrument.contract
        let q = Figure.text(position.quantity.value)
        let x = contract == .inverse ? "1/P" : "P"
        let start = Figure.text(coordinate(position.entry.value))
        let sign = turn > 0 ? "" : "−"
        var lines = [
            "How \(venue.title) comes to the price", "",
            "Formula of the venue: \(formula.contains("LP") ? "" : "LP = ")\(formula)",
            "The same as: equity(P) = requirement(P), with x = \(x):",
            "equity      = W + \(sign)\(q)·(x − \(start))\(contract == .inverse ? "  (inverse: x0 = 1/entry)" : "")",
            "requirement = \(requirementText)", "",
        ]
        lines += walletLines
        lines += ["", "Tiers tried, from that at the mark on:"]
        for verdict in verdicts { lines.append(trialText(verdict)) }
        lines += [""] + answerLines
        return lines
    }

    private var walletLines: [String] {
        guard let wallet = try? instrument.wallet(of: position) else { return [] }
        let added = position.extraMargin.value - position.fundingPaid.value
        let margin = wallet.value - added
        var text = "W = margin \(Figure.text(margin))"
        if position.margin == nil, let leverage = position.leverage {
            let value = instrument.contract.value(of: position.quantity, at: position.entry).value
            text += " (value at entry \(Figure.text(value)) / \(Figure.text(leverage.value))"
            if let fee = instrument.rule.closingFee, fee.isReserved {
                text += ", with the closing fee of \(Figure.percent(fee.rate.value)) at bankruptcy in reserve"
            }
            switch instrument.rule.openingFee {
            case .fromWallet: break
            case .fromMargin(let rate): text += ", less the opening fee of \(Figure.percent(rate.value))"
            case .inMargin(let rate): text += ", with the opening fee of \(Figure.percent(rate.value))"
            }
            text += ")"
        }
        text += " + added \(Figure.text(position.extraMargin.value))"
        text += " − funding paid \(Figure.text(position.fundingPaid.value))"
        if others.profit.value != 0 { text += " + others' profit \(Figure.text(others.profit.value))" }
        return ["\(text) = \(Figure.text(wallet.value + others.profit.value))"]
    }

    private var requirementText: String {
        let rule = instrument.rule
        let rate = rule.isRatePerLeverage ? "rate/leverage" : "rate"
        var text =
            switch rule.maintenance {
            case .atLiquidation: "value(P)·\(rate) − amount"
            case .atEntry: "value(entry)·\(rate) − amount, frozen"
            case .atMark: "value(mark)·\(rate) − amount, frozen"
            }
        if let fee = rule.closingFee {
            let at =
                switch fee.basis {
                case .atLiquidation: "P"
                case .atEntry: "entry"
                case .atMark: "mark"
                case .atBankruptcy: "bankruptcy"
                }
            text += " + value(\(at))·\(Figure.percent(fee.rate.value))"
        }
        if rule.reservesFundingDue { text += " + funding due" }
        if others.requirement.value != 0 { text += " + others' requirement" }
        return text
    }

    private func trialText(_ verdict: Verdict) -> String {
        var text = "tier \(verdict.number)"
        if let table = instrument.maintenance.table {
            let tier = table.tiers[verdict.number - 1]
            text +=
                " (\(Figure.text(tier.floor)) ≤ size < \(Figure.text(tier.cap)), rate "
                + "\(Figure.text(tier.maintenanceRate)), amount \(Figure.text(tier.maintenanceAmount)))"
        }
        if let solved = solvedText(verdict) { text += ": \(solved)" }
        text += ": P = \(verdict.price.map { Figure.text($0.value) } ?? "none")"
        if let size = verdict.size, let unit = instrument.maintenance.table?.unit.rawValue {
            text += ", size there \(Figure.text(size)) \(unit)"
        }
        return text + " → \(verdict.reason)"
    }

    /// `(… ) / (…)` of a tier, in numbers.
    private func solvedText(_ verdict: Verdict) -> String? {
        guard let price = verdict.price,
            let part = try? instrument.breakdown(
                of: position, at: price, mark: mark, others: others, tier: verdict.number - 1)
        else { return nil }
        if case .sloped = instrument.maintenance { return nil }
        let rule = instrument.rule
        let follows = rule.maintenance == .atLiquidation
        let fee = rule.closingFee?.basis == .atLiquidation ? rule.closingFee?.rate.value ?? 0 : 0
        var frozen = others.requirement.value + part.fundingDue.value
        if !follows { frozen += part.maintenance.value }
        if fee == 0 { frozen += part.fee.value }
        let x = instrument.contract == .inverse ? "1/P" : "P"
        let amount = follows ? part.amount.value : 0
        let w = part.wallet.value + others.profit.value
        let entry = turn * position.quantity.value * coordinate(position.entry.value)
        let rate = follows ? part.rate.value : 0
        return "\(x) = (\(Figure.text(entry)) − \(Figure.text(w)) − \(Figure.text(amount)) + "
            + "\(Figure.text(frozen))) / (\(Figure.text(position.quantity.value))·(\(Figure.text(turn)) − "
            + "\(Figure.text(rate)) − \(Figure.text(fee))))"
    }

    private var answerLines: [String] {
        guard let part = breakdown else { return ["There is no price at which the two meet."] }
        var lines = ["At P = \(Figure.text(part.price.value)):"]
        var equity =
            "equity      = \(Figure.text(part.wallet.value)) + profit \(Figure.text(part.profit.value))"
        if others.profit.value != 0 { equity += " + others' profit \(Figure.text(others.profit.value))" }
        lines.append("\(equity) = \(Figure.text(part.equity.value))")
        var required =
            "requirement = \(Figure.text(part.value.value))·\(Figure.text(part.rate.value)) − "
            + "\(Figure.text(part.amount.value))"
        if let value = part.feeValue, let fee = instrument.rule.closingFee {
            required += " + fee \(Figure.text(value.value))·\(Figure.text(fee.rate.value))"
        }
        if part.fundingDue.value != 0 { required += " + funding due \(Figure.text(part.fundingDue.value))" }
        if part.othersRequirement.value != 0 {
            required += " + others \(Figure.text(part.othersRequirement.value))"
        }
        lines.append("\(required) = \(Figure.text(part.requirement.value))")
        let difference = part.equity.value - part.requirement.value
        lines.append("difference  = \(Figure.text(difference))\(verdictOnDifference(difference, part))")
        return lines
    }

    private func verdictOnDifference(_ difference: Double, _ part: MarginBreakdown) -> String {
        let scale = abs(part.wallet.value) + abs(part.profit.value) + part.value.value
        if abs(difference) <= 1e-11 * scale { return ": they meet, to the last digits of the arithmetic" }
        return ": the requirement jumps past equity here, where a tier begins"
    }

    private func coordinate(_ price: Double) -> Double {
        instrument.contract == .inverse ? 1 / price : price
    }

    private var turn: Double {
        instrument.contract == .inverse ? -position.side.sign : position.side.sign
    }
}
