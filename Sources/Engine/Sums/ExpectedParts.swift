package import LiquidationCore
import MarketData

/// A list of what a sum of maps should hold.
package enum ExpectedParts {
    /// The lines of a list: `VENUE SYMBOL`, or `VENUE SYMBOL FROM TO` with days, the last exclusive. Empty lines and
    /// lines that start with `#` are not looked at; a symbol of `-` stands for data that names none.
    ///
    /// - Parameters:
    ///   - text: the list.
    ///   - file: its path, for messages.
    /// - Returns: them in the order of the list.
    /// - Throws: ``EngineError`` `.badInput` with the line.
    package static func parse(_ text: String, file: String) throws(EngineError) -> [MapExpectation] {
        var expected: [MapExpectation] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let venue = words.first, !venue.hasPrefix("#") else { continue }
            func bad(_ what: String) -> EngineError {
                EngineError(
                    .badInput, "\(file):\(index + 1): \(what)",
                    hint: "a line is VENUE SYMBOL or VENUE SYMBOL 2025-05-01 2025-06-01")
            }
            guard words.count == 2 || words.count == 4 else { throw bad("\(words.count) words") }
            guard Venue.named(venue) != nil else {
                throw bad("no venue '\(venue)'")
            }
            let symbol = words[1] == "-" ? "" : words[1]
            guard words.count == 4 else {
                expected.append(MapExpectation(venue: venue, symbol: symbol))
                continue
            }
            guard let from = Timestamp(day: words[2]), let to = Timestamp(day: words[3]) else {
                throw bad("'\(words[2])' and '\(words[3])' must be days that exist")
            }
            do {
                expected.append(try MapExpectation(venue: venue, symbol: symbol, from: from, to: to))
            } catch { throw bad(error.message) }
        }
        return expected
    }
}
