package import LiquidationCore
package import MarketData

/// One position that is to be priced.
package struct PriceRequest: Sendable {
    /// Contract, rule and figures.
    package var market: PriceMarket
    /// The position's terms.
    package var position: Position
    /// Whether the account's wallet stands behind it.
    package var isCross: Bool
    /// The price now.
    package var mark: Price
    /// The account's other positions.
    package var others: OtherPositions

    /// Reads what is asked for.
    ///
    /// - Parameters:
    ///   - fields: by the names of ``names``.
    ///   - wanted: what a reverse calculation finds, and so need not be given.
    ///   - inAccount: whether an account's wallet stands behind cross positions, which then need no margin.
    /// - Throws: ``EngineError`` that names what is wrong.
    package init(
        _ fields: PriceFields, finding wanted: String? = nil, inAccount: Bool = false
    ) throws {
        let venue = try fields.venue()
        market = try PriceMarket(venue, symbol: try fields.text("symbol"), try .init(fields))
        isCross = try fields.choice("mode", ["isolated", "cross"]) == "cross"
        let side = try fields.needed("side", try fields.choice("side", ["long", "short"]))
        let entry = try fields.needed("entry", try fields.positive("entry"))
        mark = try Price(try fields.positive("mark") ?? entry)
        let quantity =
            try fields.quantity(market.contractSize, venue: venue)
            ?? fields.needed("quantity", wanted == "quantity" ? 1 : nil)
        let wallet = isCross ? try fields.number("wallet") : nil
        let margin = try fields.number("margin")
        let leverage = try fields.leverage()
        if !isCross {
            for name in ["wallet", "other_maintenance", "other_pnl"] where fields[name] != nil {
                throw fields.error(
                    "\(fields.label(name)) only applies to cross positions",
                    hint: "\(fields.label("mode")) cross")
            }
        } else if margin != nil {
            throw fields.error(
                "\(fields.label("margin")) only applies to isolated positions: a cross one shares the wallet",
                hint: "give \(fields.label("wallet"))")
        }
        let behind = isCross ? wallet : margin
        do {
            position = Position(
                side: side == "long" ? .long : .short, entry: try Price(entry),
                quantity: try Quantity(quantity), margin: try Collateral(behind ?? 0))
            position.leverage = try leverage.map { try Leverage($0) }
            if behind == nil { position.margin = inAccount && isCross ? position.margin : nil }
            position.extraMargin = try Collateral(try fields.number("extra_margin") ?? 0)
            position.fundingPaid = try Collateral(try fields.number("funding_paid") ?? 0)
            position.fundingDue = try Collateral(try fields.number("funding_due") ?? 0)
            others = OtherPositions(
                requirement: try Collateral(try fields.number("other_maintenance") ?? 0),
                profit: try Collateral(try fields.number("other_pnl") ?? 0))
        } catch let error as EngineError { throw error } catch { throw fields.error("\(error)") }
        guard behind == nil, !(inAccount && isCross) else { return }
        if isCross {
            throw fields.error("a cross position needs \(fields.label("wallet")), the account's balance")
        }
        guard leverage != nil || wanted == "leverage" else {
            throw fields.error("\(fields.label("leverage")) or \(fields.label("margin")) is needed")
        }
    }

    /// Prices the position.
    ///
    /// - Throws: `CoreError` where its rule lacks a figure or the figures are out of range.
    package func document() throws(CoreError) -> PriceDocument {
        let instrument = market.instrument
        let report = try instrument.report(for: position, mark: mark, others: others)
        let breakdown: MarginBreakdown? =
            if let price = report.liquidation {
                try instrument.breakdown(
                    of: position, at: price, mark: mark, others: others, tier: report.tier)
            } else { nil }
        return PriceDocument(
            engine: EngineVersion.text, venue: market.venue, at: market.at,
            instrument: instrument, position: position, isCross: isCross, mark: mark, others: others,
            report: report, breakdown: breakdown, origin: market.origin, isAssumed: market.isAssumed,
            warnings: warnings(report))
    }

    private func warnings(_ report: LiquidationReport) -> [String] {
        var warnings = market.warnings
        if position.fundingDue.value != 0, !market.instrument.rule.reservesFundingDue {
            warnings.append("\(market.venue.title) does not require funding that falls due: it is not used")
        }
        guard let table = market.instrument.maintenance.table else { return warnings }
        if report.exceedsTable {
            warnings.append(
                "the size is above the last tier of \(table.name): its rate is used beyond what was published"
            )
        }
        let size = market.instrument.measured(position.quantity, at: position.entry)
        let tier = table.tiers.first { size <= $0.cap } ?? table.tiers[table.tiers.count - 1]
        if let leverage = position.leverage, leverage.value > tier.maximumLeverage {
            warnings.append(
                "the tiers offer at most \("\(tier.maximumLeverage)".droppingZero)x at this size: "
                    + "\("\(leverage.value)".droppingZero)x could not be opened")
        }
        return warnings
    }
}

extension PriceMarket.Options {
    /// What the options of a command say about the market.
    package init(_ fields: PriceFields) throws(EngineError) {
        self.init()
        at = try fields.day("at")
        if let rate = try fields.fraction("fee") { fee = try? Rate(rate) }
        if let step = try fields.positive("tick") { tick = try? Price(step) }
        tiers = try fields.text("tiers")
        contractSize = try fields.positive("contract_size")
        let amount = try fields.number("maintenance_amount")
        guard let rate = try fields.fraction("maintenance_rate") else {
            guard amount == nil else {
                throw fields.error(
                    "\(fields.label("maintenance_amount")) needs \(fields.label("maintenance_rate")) beside it"
                )
            }
            return
        }
        guard tiers == nil else {
            throw fields.error(
                "either \(fields.label("tiers")) or \(fields.label("maintenance_rate")), not both")
        }
        if let rate = try? Rate(rate), let amount = try? Collateral(amount ?? 0) {
            maintenance = .fixed(rate: rate, amount: amount)
        }
    }
}

extension PriceFields {
    fileprivate func leverage() throws(EngineError) -> Double? {
        guard let value = try number("leverage") else { return nil }
        guard value >= 1 else { throw refused("leverage", "must be at least 1") }
        return value
    }

    fileprivate func quantity(_ size: Double?, venue: Venue) throws(EngineError) -> Double? {
        let (quantity, contracts) = (try positive("quantity"), try positive("contracts"))
        guard let contracts else { return quantity }
        guard quantity == nil else {
            throw error("either \(label("quantity")) or \(label("contracts")), not both")
        }
        guard let size else {
            throw error(
                "\(label("contracts")): the size of a contract of \(venue.title) is not built in",
                hint: "give \(label("contract_size")) or \(label("quantity"))")
        }
        return contracts * size
    }
}

extension PriceRequest {
    /// What `liq.price` takes by name.
    package static let arguments = PositionField.all(.position).map(\.page)

    /// The names of ``arguments``.
    package static let names = arguments.map(\.name)
}

extension PositionField {
    /// As an argument of scripts.
    package var page: ArgumentPage {
        isNeeded ? .needed(name, type, summary) : .named(name, type, or: fallback, summary)
    }

    private var type: ValueType {
        switch kind {
        case .text, .day: .text
        case .side: .side
        case .mode: .choice(["isolated", "cross"])
        case .price: .price
        case .positive, .number: .number
        case .fraction: .fraction
        case .path: .path
        }
    }
}
