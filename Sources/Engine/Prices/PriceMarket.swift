package import LiquidationCore
package import MarketData
import PlainText

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
        /// A file of tiers that counts instead of what is known.
        package var tiers: String?
        /// Size of one contract.
        package var contractSize: Double?

        /// Nothing but what is built in.
        package init() {}
    }

    /// The venue.
    package let venue: Venue
    /// The contract.
    package let instrument: Instrument
    /// The instant whose rule counts; the newest rule where `nil`.
    package let at: Timestamp?
    /// Where the maintenance figures come from.
    package let origin: String
    /// Whether they are assumed.
    package let isAssumed: Bool
    /// Size of one contract, where it is known.
    package let contractSize: Double?
    /// What a reader must know.
    package let warnings: [String]

    /// A contract of a venue.
    ///
    /// - Throws: `DataError` where a file of tiers is damaged or has none of the symbol.
    package init(
        _ venue: Venue, symbol: String?, _ options: Options, tiers: TierStore = .usual()
    ) throws {
        var (figures, origin) = (options.maintenance, "given")
        if let path = options.tiers {
            figures = .tiers(try Self.table(path, venue, symbol: symbol, options))
            origin = "read from \(path)"
        }
        let edition =
            figures == nil
            ? try symbol.flatMap { try tiers.edition(venue: venue.id, symbol: $0, at: options.at) } : nil
        figures = figures ?? edition.map { .tiers($0.table) } ?? symbol.flatMap { venue.known[$0] }
        isAssumed = figures == nil
        if let edition { origin = edition.table.source }
        if edition == nil, options.maintenance == nil, options.tiers == nil {
            origin = isAssumed ? "an assumption, not a venue's table" : venue.source
        }
        self.origin = origin
        var instrument = venue.instrument(
            symbol ?? "no symbol", at: options.at, maintenance: figures ?? venue.assumed)
        let hasFee = instrument.rule.closingFee != nil
        if let fee = options.fee, hasFee { instrument = instrument.withClosingFee(fee) }
        instrument.tick = options.tick
        at = options.at
        (self.venue, self.instrument) = (venue, instrument)
        let table = instrument.maintenance.table
        contractSize =
            options.contractSize
            ?? table.flatMap { $0.unit == .contracts || $0.contractSize != 1 ? $0.contractSize : nil }
        warnings = Self.warnings(venue, symbol: symbol, options, instrument, isAssumed: isAssumed)
    }

    private static func warnings(
        _ venue: Venue, symbol: String?, _ options: Options, _ instrument: Instrument, isAssumed: Bool
    ) -> [String] {
        var warnings: [String] = []
        if isAssumed {
            let known = TierCatalog.symbols(venue: venue.id).prefix(6).joined(separator: ", ")
            let there = known.isEmpty ? "none are" : "there are \(known)"
            warnings.append(
                "no maintenance tiers of \(venue.title) for \(symbol ?? "a contract without a symbol") are "
                    + "known (\(there)): \(instrument.maintenance.text) is assumed")
        }
        if let day = instrument.maintenance.table?.day, let at = options.at, String("\(at)".prefix(10)) < day
        {
            warnings.append("tiers of \(day) are applied to \(String("\(at)".prefix(10))), before them")
        }
        if options.fee != nil, instrument.rule.closingFee == nil {
            warnings.append("\(venue.title) requires no closing fee under this rule: the fee is not used")
        }
        if let caveat = venue.caveat { warnings.append("\(venue.title): \(caveat)") }
        return warnings
    }

    /// The table of a file: that of the symbol, or the only one.
    private static func table(
        _ path: String, _ venue: Venue, symbol: String?, _ options: Options
    ) throws -> TierTable {
        let file = try TierFile(path)
        let name = symbol ?? file.drafts.first?.market ?? ""
        let fitting = file.drafts.filter { $0.symbol(at: venue.id) == name || $0.market == name }
        guard let draft = fitting.first ?? (file.drafts.count == 1 ? file.drafts.first : nil) else {
            let markets = file.drafts.map { $0.symbol(at: venue.id) }
            throw EngineError(
                .badInput, "\(path) has no tiers of '\(name)'",
                hint: Spelling.hint(for: name, among: markets)
                    ?? "it has \(markets.prefix(6).joined(separator: ", "))", subject: .value(name))
        }
        let terms = TierDraft.Terms(
            venue: venue.id, title: venue.title, symbol: name.isEmpty ? "symbol" : name,
            day: draft.day ?? options.at.map { String("\($0)".prefix(10)) } ?? "no day",
            contractSize: options.contractSize)
        return try draft.table(terms, file: path, format: file.format).table
    }

    /// The venue of an id.
    package static func venue(_ id: String, code: EngineError.Code = .usage) throws(EngineError) -> Venue {
        if let venue = Venue.named(id) { return venue }
        throw EngineError(
            code, "no venue '\(id)'",
            hint: Spelling.hint(for: id.lowercased(), among: Venue.all.map(\.id))
                ?? "'liq venues' lists them",
            subject: .value(id, of: "venue"))
    }

    /// The market as tables of positions use it.
    package var position: PositionMarket {
        PositionMarket(
            pricer: PositionPricer(instrument), contractSize: contractSize, isAssumed: isAssumed)
    }

    /// Prices a table of positions whose rows may name venue and symbol.
    package static func batch(venue: Venue?, symbol: String?, _ options: Options) -> PositionBatch {
        PositionBatch { (id, name) throws(PositionFault) in
            do {
                guard let named = try id.map({ try Self.venue($0) }) ?? venue else {
                    throw EngineError(.usage, "a venue is needed, in the row or as --venue")
                }
                return try PriceMarket(named, symbol: name ?? symbol, options).position
            } catch { throw PositionFault(column: "venue", "\(error)") }
        }
    }
}
