package import LiquidationCore

/// What a map is to be made of; the same request gives the same bytes from the command line, a script and the
/// REPL.
package struct MapRequest: Sendable {
    /// How opened positions are spread over leverage.
    package var leverage = PluginChoice("measured")
    /// How funding tilts longs against shorts; not at all where `nil`.
    package var funding: PluginChoice?
    /// Where in their bar positions were entered; the model's own where `nil`.
    package var entry: PluginChoice?
    /// Longs and shorts of what opens; the model's own where `nil`.
    package var split: PluginChoice?
    /// What holders close; nothing beside what the model closes where `nil`.
    package var closing: PluginChoice?
    /// Where positions are force-closed; the venue's rule where `nil`.
    package var margin: PluginChoice?
    /// Rules that read the map.
    package var signals: [PluginChoice] = []
    /// The plan.
    package var model = MapModel.balanced
    /// Only the last so many milliseconds of data; all of it where `nil`.
    package var lookback: Int64?
    /// Layout of the price axis.
    package var grid = GridPlan.logarithmic(buckets: 2000)
    /// The venue whose margin rule applies; Binance USDⓈ-M where `nil`.
    package var venue: String?
    /// The symbol whose margin tiers apply; the data's where `nil`.
    package var symbol: String?
    /// The distance from the price that is drawn and searched for clusters, a fraction.
    package var within = 0.2
    /// How many clusters to name on each side.
    package var clusters = 5
    /// About how many columns a heatmap has; no heatmap where `nil`.
    package var columns: Int?
    /// The side that a heatmap shows; both where `nil`.
    package var side: Side?
    /// The leverages whose rungs a heatmap shows; all where `nil`.
    package var leverages: ClosedRange<Double>?
    /// Whether mass is kept rung by rung.
    package var byRung = false
    /// What there is to say about how it was asked for, such as a name that has changed.
    package var notes: [String] = []

    /// The default map.
    package init() {}
}
