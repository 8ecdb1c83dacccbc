import ArgumentParser
import LiquidationCore
import PluginHost

/// What a map is made of, as options.
struct MapOptions: ParsableArguments {
    @Argument(help: "A file or folder of market data.")
    var data: String

    @Option(help: ArgumentHelp("Leverage plugin: ID, ID:name=value,… or a path.", valueName: "plugin"))
    var leverage = "measured"

    @Option(
        help: ArgumentHelp("Funding plugin; by default both sides weigh the same.", valueName: "plugin"))
    var funding: String?

    @Option(help: ArgumentHelp("Signal plugin; may be given again.", valueName: "plugin"))
    var signal: [String] = []

    @Option(help: "balanced or reference.")
    var model = "balanced"

    @Option(help: "ratio or even: how what opens is split, in the reference model.")
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

    @Option(help: "Venue whose margin rule applies; binance unless named.")
    var venue: String?

    @Option(help: "Symbol whose margin brackets apply; by default the data's.")
    var symbol: String?

    @Option(help: "Distance from the price that is drawn and searched, a percentage.")
    var within: String?

    func request() throws -> MapRequest {
        var request = MapRequest()
        request.leverage = try PluginChoice(parsing: leverage)
        request.funding = try funding.map { try PluginChoice(parsing: $0) }
        request.signals = try signal.map { try PluginChoice(parsing: $0) }
        try request.setModel(model)
        if let split { try request.setSplit(split) }
        for pair in option {
            guard let equals = pair.firstIndex(of: "=") else {
                throw HostError(.usage, "--option takes name=value, was '\(pair)'")
            }
            try request.setOption(String(pair[..<equals]), to: String(pair[pair.index(after: equals)...]))
        }
        if let lookback {
            guard let span = UnitText.duration(lookback) else {
                throw HostError(.usage, "--lookback takes a span of time such as 30d, was '\(lookback)'")
            }
            request.lookback = span
        }
        if let buckets, !(1...1_000_000).contains(buckets) {
            throw HostError(.usage, "--buckets must lie in 1 to 1,000,000, was \(buckets)")
        }
        try request.setGrid(buckets: buckets, step: step)
        request.venue = venue
        request.symbol = symbol
        if let within {
            guard let fraction = UnitText.fraction(within), fraction > 0 else {
                throw HostError(.usage, "--within takes a percentage above zero such as 20%, was '\(within)'")
            }
            request.within = fraction
        }
        return request
    }
}
