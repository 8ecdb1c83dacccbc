import LiquidationCore
import PlainText

/// Tiers as CSV: one tier a row, columns by name in any order, lines that start with `#` left out.
///
/// | column | what |
/// |---|---|
/// | `symbol` | as the venue names it |
/// | `notional_cap` | where the tier ends; empty for a last one without an end |
/// | `mmr` | maintenance rate, a fraction |
/// | `notional_floor` | where it begins; where the one before it ends, if empty |
/// | `max_leverage` | highest leverage; none is refused if empty |
/// | `maintenance_amount` | what is subtracted; computed if empty |
/// | `venue` | id of the venue |
/// | `unit` | what sizes count: `quote`, `coin` or `contracts` |
/// | `contract_size` | size of a contract |
/// | `mm_rule` | what the rate applies to: `marginal` (or `flat`) to the part within the tier, `whole` to all |
/// | `as_of` | day of the figures, `2026-09-29` |
/// | `provenance` | where they were read |
///
/// The first three are needed; what `venue` and `as_of` do not say, the command must. Other columns are ignored.
enum TierCSV {
    /// Columns that a file must have.
    package static let needed = ["symbol", "notional_cap", "mmr"]

    /// All columns, in the order in which they are written.
    static let columns = [
        "venue", "symbol", "tier", "notional_floor", "notional_cap", "max_leverage", "mmr",
        "maintenance_amount", "unit", "contract_size", "mm_rule", "as_of", "provenance",
    ]

    /// Reads a whole file.
    ///
    /// - Throws: ``DataError`` that names the line.
    static func drafts(_ bytes: Bytes, from start: Int, file: String, limits: Limits) throws(DataError)
        -> [TierDraft]
    {
        defer { withExtendedLifetime(bytes) {} }
        var splitter = RowSplitter(limits: limits)
        var (position, line) = (start, 0)
        var reader: TierRowReader?
        while position < bytes.count {
            line += 1
            let fault = splitter.split(bytes.start, from: position, end: bytes.count)
            let first = bytes.raw[position]
            position = splitter.next
            if let fault {
                throw DataError(
                    .badInput, file: file, line: line, "not a row of CSV (\(fault))",
                    hint: fault == .openQuote ? "the file may be cut short" : nil)
            }
            let fields = (0..<splitter.count).map { index in
                let (start, end) = splitter[index]
                return String(decoding: bytes.raw[start..<end], as: UTF8.self).replacing("\"\"", with: "\"")
            }
            if first == UInt8(ascii: "#") || fields == [""] { continue }
            if reader == nil {
                reader = try TierRowReader(header: fields, file: file)
            } else {
                try reader?.read(fields, line: line)
            }
        }
        guard let reader, !reader.drafts.isEmpty else {
            throw DataError(
                .badInput, file: file, "no tiers, only \(reader == nil ? "blank lines" : "a header")")
        }
        return reader.drafts
    }

    /// A table as CSV, with its header.
    static func text(_ edition: TierEdition) -> String {
        let table = edition.table
        var text = columns.joined(separator: ",") + "\n"
        for (index, tier) in table.tiers.enumerated() {
            let fields = [
                edition.venue, edition.symbol, "\(index + 1)", number(tier.floor), number(tier.cap),
                number(tier.maximumLeverage), number(tier.maintenanceRate), number(tier.maintenanceAmount),
                table.unit.rawValue, number(table.contractSize), table.kind.rawValue, table.day ?? "",
                table.source,
            ]
            text += fields.map(CSVField.quoted).joined(separator: ",") + "\n"
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        ShortestDecimal.text(value)
    }
}

/// Turns rows of a tier CSV into drafts, one for each venue, symbol and day.
struct TierRowReader {
    /// The tables read so far, in the order in which symbols appear.
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

    /// The cells that must be the same in every row of a symbol.
    private func draft(_ cell: TierCell, _ text: (String) -> String) throws(DataError) -> TierDraft {
        var draft = TierDraft(market: cell.market)
        draft.venue = Self.venue(text("venue"))
        draft.day = Day.start(text("as_of")).map(Day.text)
        if draft.day == nil, !text("as_of").isEmpty { draft.inexactDay = text("as_of") }
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
