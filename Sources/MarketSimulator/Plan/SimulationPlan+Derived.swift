package import LiquidationCore
import PlainText

extension SimulationPlan {
    /// The last published instant: the end of the last bar.
    package var end: Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(days) * 86_400_000)
    }

    /// Length of a step, milliseconds.
    var stepMilliseconds: Int64 { Int64(stepSeconds) * 1000 }

    /// Internal steps from the beginning of the warm-up to the end.
    var stepCount: Int { (days * 86_400 + warmUpHours * 3600) / stepSeconds }

    /// Where the warm-up begins.
    var birth: Timestamp { Timestamp(milliseconds: start.milliseconds - Int64(warmUpHours) * 3_600_000) }

    /// The brackets of the symbol; a flat 0.5 % where none are built in.
    package var tiers: TierTable {
        if let table = TierCatalog.table(venue: "binance", symbol: symbol) { return table }
        guard let rate = try? Rate(0.005), let flat = try? TierTable.flat(maintenanceRate: rate) else {
            preconditionFailure("a flat table of 0.5 % is valid")
        }
        return flat
    }

    /// Every figure by name, as plain decimals, in the order in which a reader wants them.
    package var listing: [(name: String, value: String)] {
        var rows: [(name: String, value: String)] = [
            ("seed", "\(seed)"), ("symbol", symbol), ("start", "\(start)"), ("days", "\(days)"),
            ("bar minutes", "\(barMinutes)"), ("step seconds", "\(stepSeconds)"),
            ("warm-up hours", "\(warmUpHours)"),
            ("price at the start of the warm-up", DecimalText.text(startPrice.value)),
            ("maintenance brackets", tiers.name), ("funding hours", "\(fundingHours)"),
            ("liquidation impact", DecimalText.text(liquidationImpact)),
            ("daily turnover", DecimalText.text(dailyTurnover)),
            ("squeeze", squeeze?.text ?? "none"), ("crash", crash?.text ?? "none"),
        ]
        rows += traders.listing
        for regime in regimes {
            let figures =
                "volatility \(DecimalText.text(regime.annualVolatility.value)) a year, "
                + "drift \(DecimalText.text(regime.dailyDrift.value)) a day, "
                + "mean \(DecimalText.text(regime.meanHours)) h, weight \(DecimalText.text(regime.weight))"
            rows.append(("regime \(regime.name)", figures))
        }
        for rung in leverage.rungs {
            rows.append(
                ("weight of \(DecimalText.text(rung.leverage.value))x", DecimalText.text(rung.weight)))
        }
        return rows
    }
}
