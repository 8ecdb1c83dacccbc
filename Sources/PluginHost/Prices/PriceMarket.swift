package import LiquidationCore
package import MarketData

/// Which contract, rule and maintenance figures positions are priced with, and why.
package struct PriceMarket: Sendable {
    /// What is the same for all positions of a command.
    package struct Options: Sendable {
        /// The day whose rule and table count; the newest where `nil`.
        package var at: Timestamp?
        /// Another rate for the venue's closing fee.
        package var fee: Rate?
        /// Smallest step of the price.
        package var tick: Price?
        /// Maintenance figures given instead of a table.
        package var maintenance: Maintenance?
        /// Where they come from.
        package var origin = "given"
        /// Size of one contract.
        package var contractSize: Double?

        /// Nothing but what is built in.
        package init() {}
    }

    /// The venue.
    package let venue: Venue
    /// The contract.
    package let instrument: Instrument
    /// The first day of the rule.
    package let ruleFrom: Timestamp?
    /// Where the maintenance figures come from.
    package let origin: String
    /// Whether they are assumed.
    package let isAssumed: Bool
    /// Size of one contract, where it is known.
    package let contractSize: Double?
    /// What a reader must know.
    package let warnings: [String]

    /// A contract of a venue.
    package init(_ venue: Venue, symbol: String?, _ options: Options) {
        let table = symbol.flatMap { TierCatalog.table(venue: venue.id, symbol: $0, at: options.at) }
        var instrument = venue.instrument(
            symbol ?? "no symbol", at: options.at, maintenance: options.maintenance)
        if let fee = options.fee {
            if instrument.rule.closingFee != nil { instrument = instrument.withClosingFee(fee) }
        }
        instrument.tick = options.tick
        let from = venue.rules.last { dated in
            guard let day = dated.from, let at = options.at else { return true }
            return day <= at
        }
        self.venue = venue
        self.instrument = instrument
        ruleFrom = from?.from
        let isKnown = table != nil || symbol.map { venue.known[$0] != nil } ?? false
        isAssumed = options.maintenance == nil && !isKnown
        let figures = instrument.maintenance
        origin =
            options.maintenance != nil
            ? options.origin
            : table?.source ?? (isAssumed ? "an assumption, not a venue's table" : venue.source)
        contractSize =
            options.contractSize
            ?? figures.table.flatMap {
                $0.unit == .contracts || $0.contractSize != 1 ? $0.contractSize : nil
            }
        var warnings: [String] = []
        if isAssumed {
            let known = TierCatalog.symbols(venue: venue.id).prefix(6).joined(separator: ", ")
            let there = known.isEmpty ? "none are" : "there are \(known)"
            warnings.append(
                "no maintenance brackets of \(venue.title) for \(symbol ?? "a contract without a symbol") are "
                    + "built in (\(there)): \(figures.text) is assumed")
        }
        if let day = table?.day, let at = options.at, String("\(at)".prefix(10)) < day {
            warnings.append("brackets of \(day) are applied to \(String("\(at)".prefix(10))), before them")
        }
        if options.fee != nil, instrument.rule.closingFee == nil {
            warnings.append("\(venue.title) requires no closing fee under this rule: the fee is not used")
        }
        if let caveat = venue.caveat { warnings.append("\(venue.title): \(caveat)") }
        self.warnings = warnings
    }

    /// The venue of an id.
    package static func venue(_ id: String, code: HostError.Code = .usage) throws(HostError) -> Venue {
        if let venue = Venue.named(id) { return venue }
        let ids = Venue.all.map(\.id)
        throw HostError(
            code, "no venue '\(id)': there are \(ids.joined(separator: ", "))",
            hint: Spelling.hint(for: id, among: ids))
    }

    /// The market as tables of positions use it.
    package var position: PositionMarket {
        PositionMarket(
            pricer: PositionPricer(instrument), contractSize: contractSize, isAssumed: isAssumed)
    }

    /// Prices a table of positions whose rows may name venue and symbol.
    package static func batch(venue: Venue?, symbol: String?, _ options: Options) -> PositionBatch {
        PositionBatch(hint: { Spelling.hint(for: $0, among: $1) }) {
            (id, name) throws(PositionFault) in
            let named: Venue
            do throws(HostError) {
                guard let found = try id.map({ (id) throws(HostError) in try Self.venue(id) }) ?? venue else {
                    throw HostError(.usage, "a venue is needed, in the row or as --venue")
                }
                named = found
            } catch { throw PositionFault(column: "venue", error.description) }
            return PriceMarket(named, symbol: name ?? symbol, options).position
        }
    }
}
