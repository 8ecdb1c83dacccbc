package import LiquidationCore
package import MarketData

/// Tier tables of the program and of the user: what is imported stands beside what is built in.
package struct TierStore: Sendable {
    /// Where imported tables are, `…/liq/tiers`; `nil` where the user has no place for data.
    package let folder: String?

    /// A store over a folder, which need not be there.
    package init(folder: String?) { self.folder = folder }

    /// The user's store: below `$LIQ_DATA_HOME`, else `$XDG_DATA_HOME/liq`, else `~/.local/share/liq`.
    package static func usual() -> TierStore {
        TierStore(folder: DataHome.path.map { $0 + "/tiers" })
    }

    /// Ids of venues that tables can be of: those with built-in tables, then those with a margin rule alone.
    package static var venues: [String] {
        TierCatalog.venues + Venue.all.map(\.id).filter { !TierCatalog.venues.contains($0) }
    }

    /// A venue's name for people, as tables have it.
    package static func title(of venue: String) -> String {
        if let known = TierCatalog.editions(venue: venue).first {
            return String(known.table.name.dropLast(known.symbol.count + 1))
        }
        return Venue.named(venue)?.title ?? venue
    }

    /// Symbols of a venue with tables, in alphabetical order.
    package func symbols(venue: String) -> [String] {
        Set(TierCatalog.symbols(venue: venue) + stored(venue: venue).map(\.symbol)).sorted()
    }

    /// Files of imported tables of a venue.
    package func stored(venue: String) -> [StoredTiers] {
        folder.map { StoredTiers.all(folder: $0, venue: venue) } ?? []
    }

    /// The tables of one symbol, built-in and imported.
    ///
    /// - Parameters:
    ///   - venue: its id.
    ///   - symbol: as the venue names it, or as others name the same contract.
    /// - Returns: in no order; none where the symbol is not known.
    /// - Throws: `DataError` where an imported file of the symbol is damaged.
    package func editions(venue: String, symbol: String) throws -> [TierEdition] {
        guard let symbol = SymbolName.match(symbol, among: symbols(venue: venue)) else { return [] }
        let title = Self.title(of: venue)
        return TierCatalog.editions(venue: venue).filter { $0.symbol == symbol }
            + (try stored(venue: venue).filter { $0.symbol == symbol }.map { try $0.edition(title: title) })
    }

    /// The table in force at an instant: the newest whose day is not later; of one day, the imported one.
    ///
    /// - Parameters:
    ///   - venue: its id.
    ///   - symbol: as the venue names it, or as others name the same contract.
    ///   - time: the newest table counts where it is not given.
    /// - Returns: `nil` where there is none of the symbol.
    /// - Throws: `DataError` where an imported file of the symbol is damaged.
    package func edition(venue: String, symbol: String, at time: Timestamp? = nil) throws -> TierEdition? {
        TierEdition.inForce(try editions(venue: venue, symbol: symbol), at: time)
    }

    /// ``edition(venue:symbol:at:)`` without where it comes from.
    ///
    /// - Throws: `DataError` where an imported file of the symbol is damaged.
    package func table(venue: String, symbol: String, at time: Timestamp? = nil) throws -> TierTable? {
        try edition(venue: venue, symbol: symbol, at: time)?.table
    }

    /// Writes a table, so that it is found from then on; one of the same symbol and day is replaced.
    ///
    /// - Returns: the file.
    /// - Throws: ``EngineError`` `.cannotCreate`.
    package func save(_ edition: TierEdition) throws(EngineError) -> String {
        guard let folder else {
            throw EngineError(
                .cannotCreate, "there is no folder for the user's data", hint: "set LIQ_DATA_HOME")
        }
        let place = StoredTiers(
            folder: folder, venue: edition.venue, symbol: edition.symbol, day: edition.table.day ?? "")
        try FolderPath(place.path).make()
        try TextFile.write(TierDocument(edition).csv, to: place.path)
        return place.path
    }
}

extension Venue {
    /// A contract under the rule and the tiers of an instant, imported ones included.
    ///
    /// - Parameters:
    ///   - symbol: its name, the venue's or another venue's of the same contract.
    ///   - time: the instant whose rule and table count; the newest where not given.
    ///   - tiers: where tables are.
    /// - Returns: the contract, and the table that it stands on; ``Venue/assumed`` counts where there is none.
    /// - Throws: `DataError` where an imported file of the symbol is damaged.
    package func instrument(
        _ symbol: String, at time: Timestamp? = nil, tiers: TierStore
    ) throws -> (instrument: Instrument, edition: TierEdition?) {
        let edition = try tiers.edition(venue: id, symbol: symbol, at: time)
        return (
            instrument(symbol, at: time, maintenance: edition.map { .tiers($0.table) } ?? assumed), edition
        )
    }
}
