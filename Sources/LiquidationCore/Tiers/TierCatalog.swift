/// Tier tables that are built in, by venue, symbol and day.
///
/// Venues change their tiers often: a table says what was published on its day, no more. Where a source gives
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

/// The tiers of one symbol as they stood from a day on: one edition of a table that venues change often.
public struct TierEdition: Hashable, Sendable {
    /// Where a table comes from.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        /// It is part of this library.
        case builtIn = "built in"
        /// The user brought it.
        case imported
    }

    /// The id of the venue, `binance`.
    public let venue: String
    /// The symbol as the venue names it, `BTC-USDT-SWAP`.
    public let symbol: String
    /// The tiers; ``TierTable/day`` is the first day for which they count.
    public let table: TierTable
    /// Where they come from.
    public let origin: Origin
    /// The last day for which they count, `2021-12-31`, where it is known that others followed; else `nil`.
    public let lastDay: String?

    /// An edition by its parts.
    public init(
        venue: String, symbol: String, table: TierTable, origin: Origin, lastDay: String? = nil
    ) {
        (self.venue, self.symbol, self.table) = (venue, symbol, table)
        (self.origin, self.lastDay) = (origin, lastDay)
    }

    /// The edition in force at an instant.
    ///
    /// It is the newest whose day is not later and that has not ended; where there is none, the oldest of those
    /// that are later; where all have ended, the newest. Without an instant it is the newest. Of two of one day
    /// the imported one counts.
    /// - Parameters:
    ///   - editions: of one symbol, in any order.
    ///   - time: the instant.
    /// - Returns: `nil` only where `editions` is empty.
    /// - Complexity: O(n log n).
    public static func inForce(_ editions: [TierEdition], at time: Timestamp? = nil) -> TierEdition? {
        let ordered = editions.sorted { $0.rank < $1.rank }
        guard let time else { return ordered.last }
        let day = String("\(time)".prefix(10))
        let begun = ordered.last { $0.firstDay <= day && ($0.lastDay ?? day) >= day }
        if let begun { return begun }
        guard let next = ordered.first(where: { $0.firstDay > day }) else { return ordered.last }
        return ordered.last { $0.firstDay == next.firstDay }
    }

    /// The first day; a table without one counts from the beginning.
    private var firstDay: String { table.day ?? "" }

    private var rank: (String, Int) { (firstDay, origin == .imported ? 1 : 0) }
}

/// The rows of a built-in table as source code lists them: a tier begins where the one before it ends.
struct TierRows {
    /// Where a tier ends, the highest leverage in it, and its maintenance rate.
    typealias Row = (cap: Double, leverage: Double, rate: Double)

    let venue: String
    let title: String
    let day: String
    let source: String
    var unit: TierTable.Unit = .quote
    var kind: TierTable.Kind = .marginal
    var lastDay: String?

    /// The table of a symbol; `nil` where rows contradict each other, which tests rule out.
    ///
    /// Maintenance is continuous, so that amounts follow from floors and rates.
    func edition(_ symbol: String, contractSize: Double = 1, _ rows: [Row]) -> TierEdition? {
        let floors = [0] + rows.dropLast().map(\.cap)
        let amounts =
            kind == .whole
            ? rows.map { _ in 0 } : TierTable.decimalAmounts(floors: floors, rates: rows.map(\.rate))
        let tiers = rows.indices.map { index in
            Tier(
                floor: floors[index], cap: rows[index].cap, maximumLeverage: rows[index].leverage,
                maintenanceRate: rows[index].rate, maintenanceAmount: amounts[index])
        }
        let table = try? TierTable(
            name: "\(title) \(symbol)", day: day, source: source, unit: unit, kind: kind,
            contractSize: contractSize, tiers: tiers)
        return table.map {
            TierEdition(venue: venue, symbol: symbol, table: $0, origin: .builtIn, lastDay: lastDay)
        }
    }
}

extension TierTable {
    /// The amounts of ``continuousAmounts(floors:rates:)``, rounded once instead of at every tier.
    ///
    /// Venues publish floors without decimals and rates of at most six: their sums are exact in whole millionths,
    /// so that the amounts are, to the last bit, the decimals that venues print.
    /// - Returns: one amount for each rate; those of ``continuousAmounts(floors:rates:)`` where a floor or a rate
    ///   has more decimals, or the sums are too large.
    /// - Precondition: as many floors as rates.
    public static func decimalAmounts(floors: [Double], rates: [Double]) -> [Double] {
        let plain = continuousAmounts(floors: floors, rates: rates)
        var (sum, below) = (0, 0)
        var amounts: [Double] = []
        for (floor, rate) in zip(floors, rates) {
            let millionths = (rate * 1e6).rounded()
            guard millionths / 1e6 == rate, let floor = Int(exactly: floor), rate < 1e6 else { return plain }
            let (step, isLarge) = floor.multipliedReportingOverflow(by: Int(millionths) - below)
            let (next, isTooLarge) = sum.addingReportingOverflow(amounts.isEmpty ? 0 : step)
            guard !isLarge, !isTooLarge, next.magnitude < 1 << 53 else { return plain }
            (sum, below) = (next, Int(millionths))
            amounts.append(Double(sum) / 1e6)
        }
        return amounts
    }
}
