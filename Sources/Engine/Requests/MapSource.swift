package import LiquidationCore
package import MarketData

/// The data of one venue as it goes into a map.
package struct MapSource: Sendable {
    /// Its bars.
    package var dataset: Dataset
    /// The venue whose rules apply; the request's where `nil`.
    package var venue: String?
    /// What its open interest counts.
    package var unit = OpenInterestUnit.base
    /// What ``unit`` was set to, as it was written.
    private var writtenUnit: String?
    /// Options of the model that hold for it alone, such as a lag.
    package var options: [(name: String, value: String)] = []

    /// Data under the request's own venue and options.
    package init(_ dataset: Dataset, venue: String? = nil) { (self.dataset, self.venue) = (dataset, venue) }

    /// The venue of an id.
    ///
    /// - Throws: ``EngineError`` `.usage` with the nearest id.
    package static func venue(_ id: String) throws -> Venue { try ChosenMargin.venue(named: id) }

    /// Sets what holds for it alone: `open_interest`, or an option of the model.
    ///
    /// - Throws: ``EngineError`` `.usage`.
    package mutating func set(_ name: String, to value: String) throws {
        guard name == "open_interest" else {
            var settings = MapSettings(.venue(venue ?? ChosenMargin.venue.id))
            for option in options + [(name, value)] {
                try settings.add("options", .word("\(option.name)=\(option.value)"), in: .map)
            }
            _ = try settings.request()
            options.append((name, value))
            return
        }
        guard let unit = OpenInterestUnit(text: value) else {
            throw EngineError(
                .usage, "open_interest takes \(OpenInterestUnit.usage), was '\(value)'",
                hint: "what the venue counts open interest in", subject: .value(value, of: "open_interest"))
        }
        if let writtenUnit, unit != self.unit {
            throw ArgumentStyle.venue(venue ?? ChosenMargin.venue.id).contradiction(
                "\(name)=\(writtenUnit)", "\(name)=\(value)")
        }
        (self.unit, writtenUnit) = (unit, value)
    }

    /// The data with open interest in base units.
    var inBase: Dataset {
        get throws {
            try dataset.with(series, finer: dataset.finer.map { try inBase($0) })
        }
    }

    /// The series with open interest in base units.
    var series: BarSeries { get throws { try inBase(dataset.series) } }

    private func inBase(_ plain: BarSeries) throws -> BarSeries {
        guard unit != .base, let column = plain.extras.openInterest else { return plain }
        var extras = plain.extras
        let cells = zip(column.missingAsNaN, plain.close).map { unit.base($0, at: $1) }
        extras.openInterest = Column(missingAsNaN: cells)
        return try BarSeries(
            time: plain.time, open: plain.open, high: plain.high, low: plain.low, close: plain.close,
            extras: extras)
    }
}
