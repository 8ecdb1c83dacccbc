package import LiquidationCore
import PlainText

/// What somebody wants of a venue: checked, so that it can stand in an address and in a file name.
package struct DownloadRequest: Hashable, Sendable {
    /// The name of a ``VenueOffer``.
    package let venue: String
    /// As the venue spells it.
    package let symbol: String
    /// In the order of ``DataKind/allCases``.
    package let kinds: [DataKind]
    /// `5m`.
    package let interval: String
    /// Midnight of the first day, UTC.
    package let from: Timestamp
    /// Midnight after the last day, UTC.
    package let to: Timestamp

    /// A request as a user types it.
    ///
    /// - Parameters:
    ///   - venue: a name of ``VenueOffer/names``.
    ///   - symbol: as the venue spells it.
    ///   - from: the first day, `2025-03-01`.
    ///   - to: the last day, which belongs to it.
    ///   - kinds: empty for what the venue's users usually need.
    ///   - interval: of bars and statistics.
    /// - Throws: ``DownloadError`` `.usage`, and `.notOffered` with the venue's reason.
    package init(
        venue: String, symbol: String, from: String, to: String, kinds: [DataKind] = [],
        interval: String = "5m"
    ) throws(DownloadError) {
        guard let first = Timestamp(day: from) else {
            throw DownloadError(.usage, "--from", "must be a day such as 2025-03-01, was '\(from)'")
        }
        guard let last = Timestamp(day: to) else {
            throw DownloadError(.usage, "--to", "must be a day such as 2025-03-31, was '\(to)'")
        }
        guard first <= last else {
            throw DownloadError(.usage, "--to", "must not lie before --from \(from), was \(to)")
        }
        try self.init(
            venue: venue, symbol: symbol, kinds: kinds, interval: interval, from: first,
            to: Timestamp(milliseconds: last.milliseconds + Calendar.day))
    }

    /// The same by its values.
    init(
        venue name: String, symbol: String, kinds: [DataKind], interval: String, from: Timestamp,
        to: Timestamp
    ) throws(DownloadError) {
        guard let venue = VenueOffer.all.first(where: { $0.id == name }) else {
            throw DownloadError(
                .usage, "VENUE", "no venue is called '\(name)'",
                hint: Spelling.hint(for: name, among: VenueOffer.names)
                    ?? "venues are \(VenueOffer.names.joined(separator: ", "))")
        }
        try venue.symbols.check(symbol, venue: name)
        for kind in kinds where venue.offers[kind] == nil {
            throw DownloadError(
                .notOffered, "--what \(kind.rawValue)", venue.reasons[kind] ?? "\(name) does not publish it",
                hint: "\(name) has \(venue.kinds.map(\.rawValue).joined(separator: ", "))")
        }
        let kinds = kinds.isEmpty ? venue.usual : DataKind.allCases.filter(Set(kinds).contains)
        guard Calendar.length(interval) != nil else {
            throw DownloadError(
                .usage, "--interval",
                "must be one of \(Calendar.intervals.joined(separator: ", ")), was '\(interval)'"
            )
        }
        let bars = venue.pages(of: .klines).first?.intervals ?? [:]
        guard !kinds.contains(.klines) || bars[interval] != nil else {
            let known = Calendar.intervals.filter { bars[$0] != nil }
            throw DownloadError(
                .notOffered, "--interval \(interval)", "\(name) has no bars of this length",
                hint: "it has \(known.joined(separator: ", "))")
        }
        (self.venue, self.symbol, self.kinds, self.interval) = (name, symbol, kinds, interval)
        (self.from, self.to) = (from, to)
    }
}

extension VenueOffer {
    /// What it has, in the order of ``DataKind/allCases``.
    package var kinds: [DataKind] { DataKind.allCases.filter { offers[$0] != nil } }

    /// The pages of a kind.
    func pages(of kind: DataKind) -> [PagesOffer] {
        (offers[kind] ?? []).compactMap { if case .pages(let pages) = $0 { pages } else { nil } }
    }

    /// A venue by its name, which has been checked.
    static func named(_ name: String) -> VenueOffer {
        guard let venue = all.first(where: { $0.id == name }) else { preconditionFailure("no venue \(name)") }
        return venue
    }
}

extension SymbolRule {
    /// Refuses what cannot be a symbol of the venue, above all what could lead an address or a path elsewhere.
    func check(_ symbol: String, venue: String) throws(DownloadError) {
        func refuse(_ rule: String, _ hint: String? = nil) -> DownloadError {
            DownloadError(
                .usage, "SYMBOL", "\(rule), was \(Echo.quoted(symbol.utf8))",
                hint: hint ?? "\(venue) spells symbols as \(example)")
        }
        let isAllowed = symbol.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte)
                || (allowsSmallLetters && (97...122).contains(byte)) || marks.utf8.contains(byte)
        }
        guard (1...40).contains(symbol.utf8.count), isAllowed else {
            let capitals = symbol.uppercased()
            let isOnlyCase = capitals != symbol && (try? check(capitals, venue: venue)) != nil
            let signs = marks.isEmpty ? "" : " and " + marks.map { "'\($0)'" }.joined(separator: ", ")
            throw refuse(
                "a symbol of \(venue) has \(allowsSmallLetters ? "letters" : "capital letters"), digits\(signs) alone",
                isOnlyCase ? "did you mean \(capitals)?" : nil)
        }
        guard beginnings.isEmpty || beginnings.contains(where: symbol.hasPrefix) else {
            throw refuse("a symbol of \(venue) begins with \(beginnings.joined(separator: ", "))")
        }
        // Dated contracts have their day after the name: BTCUSDT_250328.
        let name = marks.contains("_") && !endings.isEmpty ? String(symbol.prefix { $0 != "_" }) : symbol
        guard endings.isEmpty || endings.contains(where: name.hasSuffix) else {
            throw refuse("a symbol of \(venue) ends with \(endings.joined(separator: ", "))")
        }
    }
}
