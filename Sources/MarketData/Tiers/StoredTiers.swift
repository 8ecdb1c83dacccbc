package import LiquidationCore

/// A tier file in the user's folder, `binance/BTCUSDT@2026-09-29.csv`: what its name says.
package struct StoredTiers: Sendable {
    /// The path.
    package let path: String
    /// The id of the venue.
    package let venue: String
    /// The symbol.
    package let symbol: String
    /// The day of the figures.
    package let day: String

    /// Whether a symbol can be a file's name: letters and digits of any script, `_`, `-` and `.`, the first no dot;
    /// at most 64 bytes.
    package static func isName(_ symbol: String) -> Bool {
        (1...64).contains(symbol.utf8.count) && !symbol.hasPrefix(".")
            && symbol.allSatisfy { mark in
                mark.isLetter || mark.isNumber || mark == "_" || mark == "-" || mark == "."
            }
    }

    /// The place of a table below a folder.
    ///
    /// - Precondition: ``isName(_:)`` of venue and symbol.
    package init(folder: String, venue: String, symbol: String, day: String) {
        precondition(Self.isName(venue) && Self.isName(symbol) && Self.isName(day))
        (self.venue, self.symbol, self.day) = (venue, symbol, day)
        path = "\(folder)/\(venue)/\(symbol)@\(day).csv"
    }

    /// The files of a venue below a folder, in byte order; none where there is no such folder.
    ///
    /// Files of other names are left alone.
    package static func all(folder: String, venue: String) -> [StoredTiers] {
        guard isName(venue), let names = try? FileSystem.names(in: "\(folder)/\(venue)") else { return [] }
        return names.compactMap { name in
            let parts = name.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, isName(String(parts[0])), parts[1].hasSuffix(".csv") else { return nil }
            let day = String(parts[1].dropLast(4))
            guard Timestamp(day: day) != nil else { return nil }
            return StoredTiers(folder: folder, venue: venue, symbol: String(parts[0]), day: day)
        }
    }

    /// The table in the file.
    ///
    /// - Parameter title: the venue's name for people.
    /// - Returns: it, as imported.
    /// - Throws: ``DataError`` where the file is damaged or holds another table than its name says.
    package func edition(title: String) throws(DataError) -> TierEdition {
        let file = try TierFile(path)
        guard file.drafts.count == 1, file.drafts[0].market == symbol, file.drafts[0].venue == venue,
            file.drafts[0].day == day
        else {
            throw DataError(
                .badInput, file: path, "the file must hold one table, of \(venue) \(symbol) on \(day)",
                hint: "import it again, or remove it")
        }
        let terms = TierDraft.Terms(venue: venue, title: title, symbol: symbol, day: day)
        let table = try file.drafts[0].table(terms, file: path, format: file.format).table
        return TierEdition(venue: venue, symbol: symbol, table: table, origin: .imported)
    }
}
