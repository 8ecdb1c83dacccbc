import LiquidationCore

/// Positions under a venue's rule, in one line.
struct VenueSample {
    var instrument: Instrument

    init(_ venue: Venue, on day: (year: Int64, month: Int64, day: Int64)? = nil, rate: Double? = nil) throws {
        let time = day.flatMap { Timestamp(year: $0.year, month: $0.month, day: $0.day) }
        instrument = venue.instrument("any", at: time, maintenance: try rate.map { .rate(try Rate($0)) })
    }

    func position(
        _ side: Side, _ quantity: Double, at entry: Double, leverage: Double? = nil, margin: Double? = nil,
        extra: Double = 0
    ) throws -> Position {
        let collateral = try Collateral(margin ?? 0)
        var position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity), margin: collateral)
        if let leverage {
            position = Position(
                side: side, entry: try Price(entry), quantity: try Quantity(quantity),
                leverage: try Leverage(leverage), margin: margin == nil ? nil : collateral)
        }
        position.extraMargin = try Collateral(extra)
        return position
    }

    func report(
        _ side: Side, _ quantity: Double, at entry: Double, leverage: Double? = nil, margin: Double? = nil,
        extra: Double = 0
    ) throws -> LiquidationReport {
        try instrument.report(
            for: position(side, quantity, at: entry, leverage: leverage, margin: margin, extra: extra))
    }
}

/// Whether a price is a figure within a relative bound.
func meets(_ price: Price?, _ figure: Double, within bound: Double = 1e-12) -> Bool {
    price.map { abs($0.value - figure) <= bound * abs(figure) } ?? false
}
