package import LiquidationCore
import PlainText

/// A liquidation map as text: price falls from top to bottom, one line a price bin.
///
/// What would be force-closed on the way from the current price outwards: shorts above it, longs below it. Under the
/// bars follow a legend, the largest clusters and the sums.
package struct MapChart: Sendable {
    /// The map.
    package let map: LiquidationMap
    /// How far from the price it reaches, as a fraction of the price.
    package let within: Double
    /// What it shows, as `BTCUSDT · 4h · 1,375 bars to 2025-06-30T20:00Z`.
    package let title: String
    /// How many clusters are listed a side; 0 to 10.
    package let clusters: Int
    /// What stands before an amount of money in a sentence.
    package let currency: String

    /// A chart of a map.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - within: how far from the price it reaches, as a fraction of the price.
    ///   - title: what it shows.
    ///   - clusters: how many clusters are listed a side, at most 10.
    ///   - currency: what stands before an amount of money in a sentence.
    package init(
        map: LiquidationMap, within: Double = 0.2, title: String, clusters: Int = 5, currency: String = "$"
    ) {
        (self.map, self.within, self.title, self.currency) = (map, within, title, currency)
        self.clusters = min(max(clusters, 0), 10)
    }

    /// The chart in lines of at most ``TerminalStyle/width`` characters, without a line break at the end.
    ///
    /// About 30 to 40 bins; fewer where the style has few rows.
    package func text(_ style: TerminalStyle) -> String {
        let pen = Pen(style)
        let picture = MapPicture(
            map, within: within, maximumBins: Self.bins(for: style), clusterLimit: clusters)
        var lines = pen.wrap(title)
        guard picture.total.total > 0 else {
            lines += pen.wrap(
                "The map is empty: at a price of \(NumberText.price(picture.price)) no open position is "
                    + "estimated, so nothing would be force-closed at any price.")
            return lines.joined(separator: "\n")
        }
        lines.append("")
        lines += MapBars(picture: picture, pen: pen).lines()
        lines.append("")
        lines += MapSummary(map: map, picture: picture, pen: pen, currency: currency).lines()
        return lines.joined(separator: "\n")
    }

    /// How many bins there is room for beside the lines under the bars.
    private static func bins(for style: TerminalStyle) -> Int {
        style.rows.map { min(max($0 - 26, 12), 40) } ?? 40
    }
}
