import PlainText
package import LiquidationCore

/// A tier table as a file has it, before venue, day and unit are settled.
package struct TierDraft: Sendable {
    /// A tier as a row gives it.
    struct Row: Sendable {
        /// The number of the row within its symbol, counted from 1.
        var place: Int
        /// The lower end; that where the tier before it ends, unless given.
        var floor: Double?
        /// The upper end; `nil` for a last tier without an end.
        var cap: Double?
        /// The highest leverage.
        var leverage: Double?
        /// The maintenance rate.
        var rate: Double
        /// The maintenance amount, which is subtracted; computed where not given.
        var amount: Double?
    }

    /// The symbol as the file names it; empty where it names none.
    package let market: String
    /// Whether the symbol is in ccxt's spelling, `BTC/USDT:USDT`.
    var isUnified = false
    /// The id of the venue, where the file tells.
    package var venue: String?
    /// The day of the figures, `2026-09-29`, where the file tells.
    package var day: String?
    /// What the file says of the day, where that is no day: `2025-26`.
    package var inexactDay: String?
    /// The unit of sizes, where the file tells it.
    var unit: TierTable.Unit?
    /// The part of a position to which a rate applies, where the file tells it.
    var kind: TierTable.Kind?
    /// The size of a contract, where the file tells.
    var contractSize: Double?
    /// The source of the figures, where the file tells it.
    var source: String?
    /// Tiers.
    var rows: [Row] = []

    init(market: String) { self.market = market }

    /// The symbol as a venue names it.
    package func symbol(at venue: String) -> String {
        isUnified ? MarketName.symbol(market, venue: venue) : market
    }

    /// Whether sizes count contracts whose size the file does not give.
    package func needsContractSize(at venue: String) -> Bool {
        unit(at: venue) == .contracts && contractSize == nil
    }

    /// The unit of sizes: as the file says, else as the venue counts.
    func unit(at venue: String) -> TierTable.Unit {
        if let unit { return unit }
        switch venue {
        case "okx", "okx-inverse", "kraken": return .contracts
        case "binance-coinm", "bybit-inverse": return .coin
        default: return .quote
        }
    }

    /// The part of a position to which a rate applies: as the file says, else as the venue takes it.
    func kind(at venue: String) -> TierTable.Kind {
        kind ?? (["okx", "okx-inverse", "kraken"].contains(venue) ? .whole : .marginal)
    }
}

extension TierDraft {
    /// Terms that a file may not contain.
    package struct Terms: Sendable {
        /// The id of the venue.
        package var venue: String
        /// Its name for people.
        package var title: String
        /// The symbol as the venue names it.
        package var symbol: String
        /// The day of the figures, `2026-09-29`.
        package var day: String
        /// The size of a contract where the file does not give it.
        package var contractSize: Double?

        /// Terms by their parts.
        package init(venue: String, title: String, symbol: String, day: String, contractSize: Double? = nil) {
            (self.venue, self.title, self.symbol, self.day) = (venue, title, symbol, day)
            self.contractSize = contractSize
        }
    }

    /// The table, checked, and remarks on what was not in the file.
    ///
    /// Tiers are put in order of size. Amounts that the file lacks follow from continuity.
    /// - Throws: ``DataError`` `.badInput` that names file, symbol, tier, rule and value.
    package func table(_ terms: Terms, file: String, format: TierFormat) throws(DataError) -> (
        table: TierTable, remarks: [String]
    ) {
        guard StoredTiers.isName(terms.symbol) else {
            throw DataError(
                .badInput, file: file,
                "a symbol has letters, digits, '_', '-' and '.' and at most 64 bytes, was \(Echo.quoted(terms.symbol.utf8))",
                hint: "--symbol takes the others")
        }
        let (unit, kind) = (unit(at: terms.venue), kind(at: terms.venue))
        var remarks: [String] = []
        if self.unit == nil, unit == .quote,
            !["binance", "bybit", "hyperliquid", "dydx"].contains(terms.venue)
        {
            remarks.append("the file does not tell what sizes count: quote units are taken")
        }
        var rows = rows.sorted { ($0.cap ?? .infinity) < ($1.cap ?? .infinity) }
        let joined = unit == .contracts ? Self.join(&rows) : 0
        if joined > 0 { remarks.append("\(joined) gaps of one lot between tiers are closed") }
        var tiers: [Tier] = []
        for (index, row) in rows.enumerated() {
            let cell = TierCell(file: file, market: terms.symbol, place: row.place)
            let floor = row.floor ?? (index > 0 ? rows[index - 1].cap ?? .infinity : 0)
            if let leverage = row.leverage, row.rate * leverage > 1 {
                throw cell.error(
                    "a maintenance rate of \(row.rate) at a leverage of \(leverage) liquidates what is opened",
                    hint: "rates are fractions: 0.5 % is 0.005")
            }
            tiers.append(
                Tier(
                    floor: floor, cap: row.cap ?? .infinity, maximumLeverage: row.leverage ?? .infinity,
                    maintenanceRate: row.rate, maintenanceAmount: row.amount ?? 0))
        }
        if rows.contains(where: { $0.leverage == nil }) {
            remarks.append("the file gives no highest leverage: none is refused")
        }
        if kind == .marginal, rows.dropFirst().contains(where: { $0.amount == nil }) {
            tiers = Self.completed(tiers, given: rows.map(\.amount))
            remarks.append("amounts that the file lacks are computed: maintenance is continuous")
        }
        do {
            let table = try TierTable(
                name: "\(terms.title) \(terms.symbol)", day: terms.day,
                source: source ?? "\(format.rawValue), \(Self.name(of: file))",
                unit: unit, kind: kind, contractSize: contractSize ?? terms.contractSize ?? 1, tiers: tiers)
            return (table, remarks)
        } catch {
            throw DataError(
                .badInput, file: file, error.message,
                hint: "a row is missing or was changed: fetch the tiers again, or leave their amounts out")
        }
    }

    /// A file's own name, without its folders and fit for a line.
    private static func name(of file: String) -> String {
        Echo.plain((file.split(separator: "/").last ?? "").utf8)
    }

    /// Moves floors that lie one lot above the cap below, as where the next contract is counted; how many.
    private static func join(_ rows: inout [Row]) -> Int {
        var joined = 0
        for index in rows.indices.dropFirst() {
            guard let floor = rows[index].floor, let cap = rows[index - 1].cap, floor > cap, floor - cap <= 1
            else { continue }
            rows[index].floor = cap
            joined += 1
        }
        return joined
    }

    /// The same tiers with the amounts that are missing.
    private static func completed(_ tiers: [Tier], given: [Double?]) -> [Tier] {
        let amounts = TierTable.decimalAmounts(
            floors: tiers.map(\.floor), rates: tiers.map(\.maintenanceRate))
        return tiers.indices.map { index in
            Tier(
                floor: tiers[index].floor, cap: tiers[index].cap,
                maximumLeverage: tiers[index].maximumLeverage, maintenanceRate: tiers[index].maintenanceRate,
                maintenanceAmount: given[index] ?? amounts[index])
        }
    }
}
