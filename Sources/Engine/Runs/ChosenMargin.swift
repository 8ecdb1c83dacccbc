package import LiquidationCore
import PlainText

/// Which margin rule and tiers a map uses, and why.
package struct ChosenMargin {
    package let instrument: Instrument
    package let symbol: String?
    package let text: String
    package let note: String?

    /// The venue where none is named.
    package static let venue = Venue.binance

    /// - Parameters:
    ///   - id: the id of the venue.
    ///   - symbol: what the data or the request names.
    ///   - time: the instant whose rule and tiers count.
    ///   - tiers: where tiers are.
    /// - Throws: ``EngineError`` `.usage` for an unknown venue, `DataError` for a damaged file of tiers.
    package init(venue id: String?, symbol: String?, at time: Timestamp, tiers: TierStore = .usual()) throws {
        let venue = try id.map(Self.venue(named:)) ?? Self.venue
        self.symbol = symbol
        let made = try venue.instrument(symbol ?? "no symbol", at: time, tiers: tiers)
        instrument = made.instrument
        if let edition = made.edition {
            text = "\(edition.table.name), \(TierText.line(edition))"
            note = nil
        } else {
            let figures = instrument.maintenance.text
            text = "\(venue.title), \(figures)"
            let symbols = tiers.symbols(venue: venue.id)
            let known =
                symbols.count > 12
                ? "\(symbols.count) that 'liq tiers list' shows" : symbols.joined(separator: ", ")
            let there = known.isEmpty ? "none are" : "there are \(known)"
            note =
                symbol.map {
                    "no margin tiers of \(venue.title) for \($0) are known (\(there)): \(figures) is assumed"
                } ?? "the data names no symbol: \(figures) is assumed (--symbol takes \(known))"
        }
    }

    /// The venue of an id.
    ///
    /// - Throws: ``EngineError`` `.usage` with the nearest id.
    package static func venue(named id: String) throws -> Venue {
        if let venue = Venue.named(id) { return venue }
        let ids = Venue.all.map(\.id)
        throw EngineError(
            .usage, "no venue '\(id)': there are \(ids.joined(separator: ", "))",
            hint: Spelling.hint(for: id.lowercased(), among: ids), subject: .value(id, of: "venue"))
    }
}
