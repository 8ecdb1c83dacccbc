/// A venue and one kind of its contracts: the margin rule as it changed over time, and where it was read.
public struct Venue: Hashable, Sendable {
    /// The price that decides.
    public enum Trigger: String, Hashable, Sendable {
        /// The venue's mark price.
        case mark
        /// The index of spot prices.
        case index
        /// An oracle's price.
        case oracle
        /// The last trade.
        case last
    }

    /// A rule from a day on.
    public struct DatedRule: Hashable, Sendable {
        /// The first day, midnight UTC; `nil` for as long as the venue is known.
        public let from: Timestamp?
        /// The rule.
        public let rule: MarginRule
        /// Its formula where it is not ``Venue/formula``.
        public let formula: String?
        /// Where it was read, where that is not ``Venue/source``.
        public let source: String?

        /// A rule from a day on.
        public init(
            from: Timestamp? = nil, _ rule: MarginRule, formula: String? = nil, source: String? = nil
        ) {
            (self.from, self.rule, self.formula, self.source) = (from, rule, formula, source)
        }
    }

    /// How it is named in commands: `binance`, `bybit-inverse`.
    public let id: String
    /// Its name for people.
    public let title: String
    /// The kind of contract.
    public let contract: Contract
    /// The price that decides.
    public let trigger: Trigger
    /// The formula as the venue gives it, in one line.
    public let formula: String
    /// Where it was read.
    public let source: String
    /// The day it was read, `2026-11-21`.
    public let dayRead: String
    /// What the venue shows where there is no liquidation price.
    public let absence: String
    /// A warning to read before trusting it.
    public let caveat: String?
    /// Maintenance where no table of the symbol is known.
    public let assumed: Maintenance
    /// Maintenance of single symbols that is no table of tiers.
    public let known: [String: Maintenance]
    /// Rules, oldest first.
    public let rules: [DatedRule]

    /// A venue by its parts.
    ///
    /// - Precondition: `rules` is not empty and in order of time, the first without a day.
    public init(
        id: String, title: String, contract: Contract, trigger: Trigger, formula: String, source: String,
        dayRead: String, absence: String, caveat: String? = nil, assumed: Maintenance,
        known: [String: Maintenance] = [:],
        rules: [DatedRule]
    ) {
        precondition(rules.first?.from == nil && !rules.isEmpty, "a venue begins with a rule without a day")
        (self.id, self.title, self.contract, self.trigger) = (id, title, contract, trigger)
        (self.formula, self.source, self.dayRead) = (formula, source, dayRead)
        (self.absence, self.caveat, self.assumed, self.known) = (absence, caveat, assumed, known)
        self.rules = rules
    }

    /// The rule in force at an instant; the newest where none is given.
    public func rule(at time: Timestamp? = nil) -> MarginRule { rules[place(at: time)].rule }

    /// The formula in force at an instant.
    public func formula(at time: Timestamp?) -> String { rules[place(at: time)].formula ?? formula }

    /// Where the formula in force at an instant was read.
    public func source(at time: Timestamp?) -> String { rules[place(at: time)].source ?? source }

    /// The first day of the rule in force at an instant, and the first day of the one that followed.
    public func span(at time: Timestamp?) -> (from: Timestamp?, until: Timestamp?) {
        let place = place(at: time)
        return (rules[place].from, place + 1 < rules.count ? rules[place + 1].from : nil)
    }

    private func place(at time: Timestamp?) -> Int {
        guard let time else { return rules.count - 1 }
        return rules.lastIndex { $0.from.map { $0 <= time } ?? true } ?? 0
    }

    /// A contract of the venue.
    ///
    /// - Parameters:
    ///   - symbol: its name.
    ///   - time: the instant whose rule and table count; the newest where not given.
    ///   - maintenance: its figures; those built in for the symbol, else ``assumed``, where not given.
    /// - Returns: the contract under the rule of that instant.
    public func instrument(
        _ symbol: String, at time: Timestamp? = nil, maintenance: Maintenance? = nil
    ) -> Instrument {
        let figures =
            maintenance ?? TierCatalog.table(venue: id, symbol: symbol, at: time).map(Maintenance.tiers)
            ?? known[symbol]
        return Instrument(
            symbol: symbol, contract: contract, rule: rule(at: time), maintenance: figures ?? assumed)
    }
}

extension Venue {
    /// Every venue, in the order in which they are listed.
    public static let all: [Venue] = [
        binance, binanceCoin, bybit, bybitInverse, okx, okxInverse, gate, gateInverse, gateQuanto, bitget,
        bitgetCoin, kucoin, kucoinInverse, hyperliquid, dydx, bitmex, bitmexLinear, bitmexQuanto, kraken,
        krakenLinear, deribit, deribitInverse, htx, htxLinear, mexc, phemex, blofin, lighter, delta, generic,
        genericEntry, genericInverse,
    ]

    /// The venue of an id.
    public static func named(_ id: String) -> Venue? { all.first { $0.id == id } }
}
