import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

/// What a map is made of, as options.
struct MapOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A file or folder of market data; several, each VENUE=PATH, are added on one grid.",
            valueName: "data"))
    var data: [String]

    @Option(help: ArgumentHelp("Leverage plugin: ID, ID:name=value,… or a path.", valueName: "plugin"))
    var leverage = "measured"

    @Option(
        help: ArgumentHelp("Funding plugin; by default both sides weigh the same.", valueName: "plugin"))
    var funding: String?

    @Option(
        help: ArgumentHelp("Entry plugin: where in their bar positions were entered.", valueName: "plugin"))
    var entry: String?

    @Option(help: ArgumentHelp("Closing plugin: what holders close in a bar.", valueName: "plugin"))
    var closing: String?

    @Option(
        help: ArgumentHelp("Margin plugin: liquidation prices, instead of a venue's.", valueName: "plugin"))
    var margin: String?

    @Option(help: ArgumentHelp("Signal plugin; may be given again.", valueName: "plugin"))
    var signal: [String] = []

    @Option(help: "balanced or reference.")
    var model = "balanced"

    @Option(
        help: ArgumentHelp(
            "Longs and shorts of what opens: a plugin, or ratio or even in the reference model.",
            valueName: "plugin"))
    var split: String?

    @Option(
        help: ArgumentHelp(
            "An option of the model, such as closing=youngestFirst; may be given again.",
            valueName: "name=value"))
    var option: [String] = []

    @Option(help: "Only the last of the data: 30d, 12h, …")
    var lookback: String?

    @Option(help: "Number of buckets of the price axis.")
    var buckets: Int?

    @Option(help: "Height of a bucket in quote units, instead of --buckets.")
    var step: Double?

    @Option(
        help: ArgumentHelp(
            "The price axis from LOW to HIGH, whatever the data: maps to be merged need the same one.",
            valueName: "low..high"))
    var range: String?

    @Option(help: ArgumentHelp("The price axis of a .liqpart file.", valueName: "part"))
    var gridOf: String?

    @Option(help: "Venue whose margin rule applies; binance unless named.")
    var venue: String?

    @Option(help: "Symbol whose margin tiers apply; by default the data's.")
    var symbol: String?

    @Option(help: "Distance from the price that is drawn and searched, a percentage.")
    var within: String?

    /// `--option` taken apart: `name=value`, or `venue.name=value` for one venue of several.
    private func settings() throws -> [(venue: String?, name: String, value: String)] {
        try option.map { pair in
            guard let equals = pair.firstIndex(of: "=") else {
                throw EngineError(.usage, "--option takes name=value, was '\(pair)'")
            }
            let (left, value) = (pair[..<equals], String(pair[pair.index(after: equals)...]))
            guard let dot = left.firstIndex(of: ".") else { return (nil, String(left), value) }
            return (String(left[..<dot]), String(left[left.index(after: dot)...]), value)
        }
    }

    /// The data, each path with the venue that stands before it.
    ///
    /// - Parameter load: reads a path.
    /// - Returns: as many sources as paths.
    /// - Throws: ``EngineError`` `.usage` for an unknown venue or option, and what `load` throws.
    func sources(_ load: (String) throws -> Dataset) throws -> [MapSource] {
        let ids = Set(Venue.all.map(\.id))
        var sources = try data.map { word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let hasVenue = parts.count == 2 && (ids.contains(parts[0]) || data.count > 1)
            if hasVenue { _ = try MapSource.venue(parts[0]) }
            return MapSource(try load(hasVenue ? parts[1] : word), venue: hasVenue ? parts[0] : nil)
        }
        for setting in try settings() {
            guard let venue = setting.venue else { continue }
            guard let index = sources.firstIndex(where: { $0.venue == venue }) else {
                throw EngineError(
                    .usage, "--option \(venue).\(setting.name): no data of '\(venue)' is given",
                    hint: "data of a venue is written \(venue)=PATH")
            }
            try sources[index].set(setting.name, to: setting.value)
        }
        return sources
    }

    /// Every file that is named to be read, a folder's own files left out.
    var inputs: [String] {
        // A word with an equals sign may be a venue's data or a file's name.
        let named = data.compactMap { word in
            word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        }
        return data + named + (gridOf.map { [$0] } ?? [])
    }

    func request() throws -> MapRequest {
        var request = MapRequest()
        request.leverage = try PluginChoice(parsing: leverage)
        request.funding = try funding.map { try PluginChoice(parsing: $0) }
        request.signals = try signal.map { try PluginChoice(parsing: $0) }
        try request.setModel(model)
        if let split { request.setSplit(try PluginChoice(parsing: split)) }
        request.entry = try entry.map { try PluginChoice(parsing: $0) }
        request.closing = try closing.map { try PluginChoice(parsing: $0) }
        request.margin = try margin.map { try PluginChoice(parsing: $0) }
        for setting in try settings() where setting.venue == nil {
            try request.setOption(setting.name, to: setting.value)
        }
        if let lookback {
            guard let span = UnitText.duration(lookback) else {
                throw EngineError(.usage, "--lookback takes a span of time such as 30d, was '\(lookback)'")
            }
            request.lookback = span
        }
        if let buckets, !(1...1_000_000).contains(buckets) {
            throw EngineError(.usage, "--buckets must lie in 1 to 1,000,000, was \(buckets)")
        }
        try request.setGrid(buckets: buckets, step: step)
        try setAxis(of: &request)
        request.venue = venue
        request.symbol = symbol
        if let within {
            guard let fraction = UnitText.fraction(within), fraction > 0 else {
                throw EngineError(
                    .usage, "--within takes a percentage above zero such as 20%, was '\(within)'")
            }
            request.within = fraction
        }
        return request
    }

    /// The price axis where it does not follow from the data.
    private func setAxis(of request: inout MapRequest) throws {
        if let range {
            let prices = try PriceRange.parse(range, option: "--range")
            guard prices.lowerBound < prices.upperBound else {
                throw EngineError(
                    .usage, "--range takes two rising prices such as 50000..200000, was '\(range)'")
            }
            request.grid = .edges(try request.grid.grid(from: prices.lowerBound, to: prices.upperBound).edges)
        }
        if let gridOf {
            guard range == nil, buckets == nil, step == nil else {
                throw EngineError(.usage, "either --grid-of, or --range, --buckets and --step, not both")
            }
            request.grid = .edges(try PartMerge.read(gridOf).grid.edges)
        }
    }
}
