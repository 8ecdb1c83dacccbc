/// Bracket tables that are built in, by venue, symbol and day.
///
/// Venues change their brackets often: a table says what was published on its day, no more. Where a source gives
/// only a period, the day is the first of it and ``TierTable/source`` says so.
public enum TierCatalog {
    /// The table of a symbol in force at an instant, by the rule of ``TierEdition/inForce(_:at:)``.
    ///
    /// - Parameters:
    ///   - venue: an id, `okx`.
    ///   - symbol: as the venue names it, or as others name the same contract (``SymbolName``).
    ///   - time: the newest table counts where it is not given.
    /// - Returns: `nil` where no table of the symbol is built in.
    public static func table(venue: String, symbol: String, at time: Timestamp? = nil) -> TierTable? {
        let known = editions(venue: venue)
        guard let symbol = SymbolName.match(symbol, among: known.map(\.symbol)) else { return nil }
        return TierEdition.inForce(known.filter { $0.symbol == symbol }, at: time)?.table
    }

    /// The venue's own name of a symbol with a built-in table: `BTC-USDT-SWAP` for `BTCUSDT` of `okx`.
    public static func symbol(_ name: String, venue: String) -> String? {
        SymbolName.match(name, among: symbols(venue: venue))
    }

    /// Symbols of a venue with built-in tables, in alphabetical order.
    public static func symbols(venue: String) -> [String] {
        Set(editions(venue: venue).map(\.symbol)).sorted()
    }

    /// Venues with built-in tables, in the order in which they are listed.
    public static let venues: [String] = [
        "binance", "binance-coinm", "bybit", "okx", "hyperliquid", "dydx", "kraken",
    ]

    /// The tables of a venue, in the order of its source; empty for a venue without any.
    public static func editions(venue: String) -> [TierEdition] {
        switch venue {
        case "binance": BinanceTiers.editions
        case "binance-coinm": BinanceCoinTiers.editions
        case "bybit": BybitTiers.editions
        case "okx": OKXTiers.editions
        case "hyperliquid": HyperliquidTiers.editions
        case "dydx": DYDXTiers.editions
        case "kraken": KrakenTiers.editions
        default: []
        }
    }
}
