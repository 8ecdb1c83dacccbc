import LiquidationCore
import PlainText

/// Brackets as CSV: one bracket a row, columns by name in any order, lines that start with `#` left out.
///
/// | column | what |
/// |---|---|
/// | `symbol` | as the venue names it |
/// | `notional_cap` | where the bracket ends; empty for a last one without an end |
/// | `mmr` | maintenance rate, a fraction |
/// | `notional_floor` | where it begins; where the one before it ends, if empty |
/// | `max_leverage` | highest leverage; none is refused if empty |
/// | `maintenance_amount` | what is subtracted; computed if empty |
/// | `venue` | id of the venue |
/// | `unit` | what sizes count: `quote`, `coin` or `contracts` |
/// | `contract_size` | size of a contract |
/// | `mm_rule` | what the rate applies to: `marginal` (or `flat`) to the part within the bracket, `whole` to all |
/// | `as_of` | day of the figures, `2026-09-29` |
/// | `provenance` | where they were read |
///
/// The first three are needed; what `venue` and `as_of` do not say, the command must. Other columns are ignored.
enum TierCSV {
    /// Columns that a file must have.
    static let needed = ["symbol", "notional_cap", "mmr"]

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
                .badInput, file: file, "no brackets, only \(reader == nil ? "blank lines" : "a header")")
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
        value.isFinite ? value.description.droppingZeroFraction : ""
    }
}
