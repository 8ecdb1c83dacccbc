import Charts
import LiquidationCore
import MarketData
import PlainText

extension MapDocument {
    /// A row for each venue of a map of several.
    var venueTable: TextTable {
        var table = TextTable([
            .text("venue"), .number("bars"), .number("longs"), .number("shorts"), .number("hours missing"),
        ])
        for venue in venues {
            table.append([
                venue.name, NumberText.count(venue.bars), NumberText.short(venue.map.total(.long)),
                NumberText.short(venue.map.total(.short)), NumberText.count(venue.missingHours),
            ])
        }
        return table
    }
}
