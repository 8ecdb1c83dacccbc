package import LiquidationCore

/// A tier table for programs.
package struct TierDocument {
    private let edition: TierEdition

    /// The document of a table.
    package init(_ edition: TierEdition) { self.edition = edition }

    /// The CSV that `liq tiers import` reads and writes.
    package var csv: String { TierCSV.text(edition) }

    /// `liq.tiers` version 2; `null` where a tier has no end or no highest leverage.
    package var json: String {
        let table = edition.table
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.tiers")
            json.integer("version", 2)
            json.string("venue", edition.venue)
            json.string("symbol", edition.symbol)
            json.string("name", table.name)
            json.string("day", table.day)
            json.string("last_day", edition.lastDay)
            json.string("origin", edition.origin.rawValue)
            json.string("source", table.source)
            json.string("unit", table.unit.rawValue)
            json.number("contract_size", table.contractSize)
            json.string("kind", table.kind.rawValue)
            json.array("tiers") { json in
                for tier in table.tiers {
                    json.object { json in
                        json.number("floor", tier.floor)
                        json.number("cap", tier.cap)
                        json.number("max_leverage", tier.maximumLeverage)
                        json.number("maintenance_rate", tier.maintenanceRate)
                        json.number("maintenance_amount", tier.maintenanceAmount)
                    }
                }
            }
        }
        return json.string
    }
}
