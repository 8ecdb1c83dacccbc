import LiquidationCore
import MarketData
import PlainText

extension MapResult {
    /// The buckets as CSV, one row each: `low,high,long,short,long_intensity,short_intensity,cumulative`.
    ///
    /// Assumptions stand in lines that start with `#`, before the header.
    package var csv: String {
        var text = assumptions.csvHead + assumptions.csvLines
        text += "# price: \(map.price.value), at: \(map.time)\n"
        text += "low,high,long,short,long_intensity,short_intensity,cumulative\n"
        let (peak, cumulative) = (map.peak, map.cumulative())
        for bucket in 0..<map.grid.count {
            let intensities = Side.allCases.map { peak > 0 ? map.notional[$0][bucket] / peak : 0 }
            let cells =
                [map.grid.edges[bucket], map.grid.edges[bucket + 1]]
                + [map.notional.long[bucket], map.notional.short[bucket]] + intensities
                + [cumulative[bucket]]
            text += cells.map(\.description.droppingZeroFraction).joined(separator: ",") + "\n"
        }
        return text
    }
}
