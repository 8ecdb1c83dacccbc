/// What can be asked of a venue; a venue offers some of them.
package enum DataKind: String, CaseIterable, Hashable, Sendable {
    /// Bars of traded prices.
    case klines
    /// Open interest and ratios in one table, as Binance publishes them.
    case metrics
    /// Settled funding rates.
    case funding
    /// Open interest by time.
    case openInterest = "open-interest"
    /// Long to short ratios by time.
    case ratios
    /// Trades; where a venue has both, those of one order at one price together.
    case trades
    /// Trades one by one, where a venue has both.
    case singleTrades = "single-trades"
    /// Resting orders near the price by time.
    case depth
    /// Positions that the venue closed.
    case liquidations

    /// What a list such as `klines,metrics` names, in the order of ``allCases``.
    ///
    /// - Throws: ``DownloadError`` `.usage` for an unknown name or an empty list.
    package static func list(_ text: String) throws(DownloadError) -> [DataKind] {
        var named: Set<DataKind> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let kind = DataKind(rawValue: String(word)) else {
                throw DownloadError(
                    .usage, "--what", "is a list of kinds of data, '\(word)' is none",
                    hint: "kinds are \(allCases.map(\.rawValue).joined(separator: ", "))")
            }
            named.insert(kind)
        }
        return allCases.filter(named.contains)
    }
}
