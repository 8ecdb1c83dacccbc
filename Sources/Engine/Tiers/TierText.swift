import Charts
package import LiquidationCore
import PlainText

/// Tier tables for people.
package enum TierText {
    /// A table's rows under its name, day and source; ASCII where `unicode` is false.
    package static func sheet(_ edition: TierEdition, unicode: Bool = true) -> String {
        let text = sheet(edition)
        return unicode ? text : ASCIIText.of(text)
    }

    private static func sheet(_ edition: TierEdition) -> String {
        let table = edition.table
        let unit =
            switch table.unit {
            case .quote: "quote units"
            case .coin: "coins"
            case .contracts: "contracts of \(number(table.contractSize))"
            }
        let kind =
            table.kind == .marginal
            ? "a rate applies to the part within its tier: value·rate − amount"
            : "a rate applies to the whole position"
        var rows = [["tier", "from", "to", "max leverage", "rate", "amount"]]
        for (index, tier) in table.tiers.enumerated() {
            rows.append([
                "\(index + 1)", number(tier.floor), tier.cap.isFinite ? number(tier.cap) : "no end",
                leverage(tier.maximumLeverage), number(tier.maintenanceRate * 100) + " %",
                number(tier.maintenanceAmount),
            ])
        }
        return "\(table.name) · \(line(edition))\n"
            + "sizes in \(unit); \(kind)\nsource: \(table.source)\n\n" + columns(rows, left: 0)
    }

    /// What there is: one table a line.
    package static func list(_ editions: [TierEdition]) -> String {
        var rows = [["venue", "symbol", "day", "source", "unit", "tiers", "max leverage"]]
        for edition in editions {
            let days = edition.lastDay.map { " to \($0)" } ?? ""
            rows.append([
                edition.venue, edition.symbol, (edition.table.day ?? "") + days, edition.origin.rawValue,
                edition.table.unit.rawValue, "\(edition.table.tiers.count)",
                leverage(edition.table.highestLeverage),
            ])
        }
        return columns(rows, left: 5)
    }

    /// `2026-09-29, 12 tiers, built in`: which edition it is.
    package static func line(_ edition: TierEdition) -> String {
        "\(edition.table.day ?? "no day"), \(edition.table.tiers.count) tiers, \(edition.origin.rawValue)"
    }

    /// Aligned columns, the first `left` of which hold words.
    private static func columns(_ rows: [[String]], left: Int) -> String {
        let titles = rows[0].enumerated().map { $0 < left ? TextTable.Column.text($1) : .number($1) }
        let table = TextTable(titles, rows: Array(rows.dropFirst()))
        return table.text(.plain(columns: .max)) + "\n"
    }

    private static func leverage(_ value: Double) -> String {
        value.isFinite ? number(value) + "x" : "not given"
    }

    private static func number(_ value: Double) -> String { NumberText.decimal(value, upTo: 6) }
}
