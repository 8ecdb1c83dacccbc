import LiquidationCore

/// What the library says to a vector.
struct MarginAnswer {
    var liquidation: Double?
    var bankruptcy: Double?
    /// The rule that was used: a venue's id, with the day it began where that is not the first.
    var rule = ""
}

/// What a formula takes for granted about the rule.
struct RuleFamily {
    var maintenance = MarginRule.Basis.atLiquidation
    var fee: MarginRule.ClosingFee?
    var isRatePerLeverage = false

    /// Maintenance and fee that follow the price.
    static func mark(fee: Double = 0) throws -> RuleFamily {
        RuleFamily(fee: try closing(fee, .atLiquidation))
    }

    /// Maintenance and fee frozen at entry.
    static func entry(fee: Double = 0) throws -> RuleFamily {
        RuleFamily(maintenance: .atEntry, fee: try closing(fee, .atEntry))
    }

    static func closing(
        _ rate: Double, _ basis: MarginRule.ClosingFee.Basis, isReserved: Bool = false
    ) throws -> MarginRule.ClosingFee? {
        rate == 0 ? nil : .init(rate: try Rate(rate), basis: basis, isReserved: isReserved)
    }

    func fits(_ rule: MarginRule) -> Bool {
        guard maintenance == rule.maintenance, isRatePerLeverage == rule.isRatePerLeverage else {
            return false
        }
        guard let fee else { return true }
        return fee.basis == rule.closingFee?.basis && fee.isReserved == rule.closingFee?.isReserved
    }
}

extension MarginVector {
    /// Names of vectors that are not ids of venues.
    private static let names = [
        "binance-usdm": "binance", "kraken-futures": "kraken", "dydx-v4": "dydx", "deribit-linear": "deribit",
        "okex": "okx", "huobi": "htx", "gateio": "gate", "mexc-futures": "mexc",
    ]

    /// A contract of the vector's venue under its newest rule of a family, with the vector's own fee.
    ///
    /// Where no rule of the venue is of the family, the parameters make up a rule.
    func instrument(
        _ contract: Contract, _ family: RuleFamily, _ maintenance: Maintenance, symbol: String? = nil
    ) -> (Instrument, rule: String) {
        let name = Self.names[venue] ?? venue
        let venues = Venue.all.filter {
            $0.contract == contract && ($0.id == name || $0.id.hasPrefix(name + "-"))
        }
        var rule = Venue.generic.rule()
        var text = "parameters"
        (rule.maintenance, rule.isRatePerLeverage) = (family.maintenance, family.isRatePerLeverage)
        search: for venue in venues {
            for dated in venue.rules.reversed() where family.fits(dated.rule) {
                (rule, text) = (dated.rule, venue.id + (dated.from.map { " since \($0)" } ?? ""))
                break search
            }
        }
        // The margin of a vector is what its source says, and its fee that of the account.
        (rule.closingFee, rule.openingFee) = (family.fee, .fromWallet)
        rule.display = PriceDisplay(liquidation: .exact, bankruptcy: .exact, absence: rule.display.absence)
        return (
            Instrument(
                symbol: symbol ?? id, contract: contract, rule: rule, maintenance: maintenance), text
        )
    }

    /// Base coin, or face value, of a vector that gives contracts.
    func face(_ inputs: Inputs? = nil) throws -> Quantity {
        let inputs = inputs ?? self.inputs
        return try Quantity(abs(try inputs.need("contracts")) * (inputs.number("contract_size") ?? 1))
    }

    /// Margin without profit where the vector gives it.
    var givenMargin: Double? {
        if let margin = inputs.number("margin") { return margin }
        guard let margin = inputs.number("isolated_margin_incl_upnl") else { return nil }
        return inputs.number("unrealized_pnl").map { margin - $0 }
    }

    /// A position by its margin where given, else by its leverage.
    func position(_ quantity: Quantity, leverage: Double? = nil) throws -> Position {
        let entry = try Price(try inputs.need("entry_price"))
        if let margin = givenMargin {
            return Position(side: side, entry: entry, quantity: quantity, margin: try Collateral(margin))
        }
        return Position(
            side: side, entry: entry, quantity: quantity,
            leverage: try Leverage(try leverage ?? inputs.need("leverage")))
    }

    /// `rate` and the amount that some vectors call a deduction.
    func fixed(_ rate: Double, _ amount: Double?) throws -> Maintenance {
        .fixed(rate: try Rate(rate), amount: try Collateral(amount ?? 0))
    }
}
