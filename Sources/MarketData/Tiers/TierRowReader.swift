import LiquidationCore
import PlainText

/// Turns rows of a CSV of brackets into drafts, one for each venue, symbol and day.
struct TierRowReader {
    /// What has been read, in the order in which symbols appear.
    private(set) var drafts: [TierDraft] = []
    private var places: [[String]: Int] = [:]
    private let header: [String]
    private let file: String

    /// A reader for the columns of a header.
    ///
    /// - Throws: ``DataError`` where a needed column is not there or one is there twice.
    init(header: [String], file: String) throws(DataError) {
        self.header = header.map { $0.lowercased() }
        self.file = file
        for name in TierCSV.needed where !self.header.contains(name) {
            throw DataError(
                .badInput, file: file, line: 1, "column \(name) is missing", hint: TierFormat.known)
        }
        for name in TierCSV.columns where self.header.filter({ $0 == name }).count > 1 {
            throw DataError(.badInput, file: file, line: 1, "column \(name) is there twice")
        }
    }

    /// Reads one row.
    ///
    /// - Throws: ``DataError`` that names the line.
    mutating func read(_ fields: [String], line: Int) throws(DataError) {
        guard fields.count == header.count else {
            throw DataError(
                .badInput, file: file, line: line, "\(fields.count) columns, \(header.count) expected")
        }
        func text(_ name: String) -> String { header.firstIndex(of: name).map { fields[$0] } ?? "" }
        let symbol = text("symbol")
        guard !symbol.isEmpty else {
            throw DataError(.badInput, file: file, line: line, "symbol is empty")
        }
        let key = [text("venue"), symbol, text("as_of")]
        let place = places[key] ?? drafts.count
        let cell = TierCell(
            file: "\(file):\(line)", market: symbol,
            place: place < drafts.count ? drafts[place].rows.count + 1 : 1)
        if place == drafts.count {
            places[key] = place
            drafts.append(try draft(cell, text))
        }
        guard let rate = try cell.number("mmr", text: text("mmr")) else { throw cell.error("mmr is missing") }
        let row = TierDraft.Row(
            place: cell.place, floor: try cell.number("notional_floor", text: text("notional_floor")),
            cap: try cell.number("notional_cap", text: text("notional_cap")),
            leverage: try cell.number("max_leverage", text: text("max_leverage")), rate: rate,
            amount: try cell.number("maintenance_amount", text: text("maintenance_amount")))
        drafts[place].rows.append(row)
    }

    /// What the first row of a symbol says of all.
    private func draft(_ cell: TierCell, _ text: (String) -> String) throws(DataError) -> TierDraft {
        var draft = TierDraft(market: cell.market)
        draft.venue = Self.venue(text("venue"))
        draft.day = Timestamp(day: text("as_of"))?.day
        draft.contractSize = try cell.number("contract_size", text: text("contract_size"))
        draft.source = text("provenance").isEmpty ? nil : text("provenance")
        let unit = text("unit").lowercased()
        if unit.hasPrefix("quote") || ["usdt", "usdc", "usd"].contains(unit) {
            draft.unit = .quote
        } else if unit.hasPrefix("contracts") {
            draft.unit = .contracts
        } else if unit == "coin" || (!unit.isEmpty && cell.market.lowercased().hasPrefix(unit)) {
            draft.unit = .coin
        } else if !unit.isEmpty {
            throw cell.error("unit must be quote, coin or contracts, was \(Echo.quoted(unit.utf8))")
        }
        let rule = text("mm_rule").lowercased()
        if rule.hasPrefix("marginal") || rule.hasPrefix("flat") {
            draft.kind = .marginal
        } else if rule.hasPrefix("whole") {
            draft.kind = .whole
        } else if !rule.isEmpty {
            throw cell.error("mm_rule must be marginal, flat or whole, was \(Echo.quoted(rule.utf8))")
        }
        return draft
    }

    /// The id of a venue; some collections name kinds of it.
    private static func venue(_ name: String) -> String? {
        switch name {
        case "": nil
        case "binance-usdm": "binance"
        case "kraken-futures": "kraken"
        case "dydx-v4": "dydx"
        default: name
        }
    }
}
