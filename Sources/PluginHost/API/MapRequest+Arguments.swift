import LiquidationCore
import LuaRuntime

extension MapRequest {
    /// What `map` and `heatmap` take.
    static let arguments: [FunctionPage.Argument] = [
        .named("leverage", .plugin, or: "measured", "How opened positions are spread over leverage"),
        .named("funding", .plugin, or: "neutral", "How funding tilts longs against shorts"),
        .named("entry", .plugin, or: "the model's", "Where in their bar positions were entered"),
        .named(
            "split", .plugin.called("ratio, even or plugin"), or: "the model's",
            "Longs and shorts of what opens"),
        .named("closing", .plugin, or: "none", "What holders close, beside what the model closes"),
        .named("margin", .plugin, or: "the venue's rule", "Where positions are force-closed"),
        .named("signal", .plugins, or: "none", "Rules that read the map"),
        .named("model", .choice(presets), or: "balanced", "The preset"),
        .named("options", .settings, "What the preset decides, by name"),
        .named("lookback", .span, or: "all data", "Only the last of the data"),
        .named("buckets", .integer, or: "2000", "Buckets of equal relative height"),
        .named("step", .number, "Height of a bucket in quote units, instead of buckets"),
        .named("venue", .text, or: "binance", "Whose margin rule applies"),
        .named("symbol", .text, or: "the data's", "Whose margin brackets apply"),
        .named("within", .fraction, or: "20 %", "What is drawn and searched for clusters"),
        .named("clusters", .integer, or: "5", "How many clusters to name on each side"),
        .named("columns", .integer, or: "160 for a heatmap", "About how many columns a heatmap has"),
    ]

    /// The names of presets.
    static let presets = ["balanced", "reference"]

    private static let names = arguments.map(\.name)

    /// Whether `map` takes an argument of this name; other names may be options of the model.
    package static func isArgument(_ name: String) -> Bool { names.contains(name) }

    /// A request by named arguments.
    ///
    /// - Throws: ``HostError`` naming argument, rule and value.
    init(_ value: LuaValue, of function: String, beside names: [String] = []) throws {
        self.init()
        let arguments = try NamedArguments(value, of: function, known: names + Self.names)
        if let choice = try arguments.choice("leverage") { leverage = choice }
        funding = try arguments.choice("funding")
        signals = try arguments.choices("signal") ?? []
        if let name = try arguments.text("model") { try setModel(name) }
        if let choice = try arguments.choice("split") { setSplit(choice) }
        entry = try arguments.choice("entry")
        closing = try arguments.choice("closing")
        margin = try arguments.choice("margin")
        for option in try arguments.settings("options") ?? [] { try setOption(option.name, to: option.value) }
        lookback = try arguments.duration("lookback")
        try setGrid(
            buckets: try arguments.whole("buckets", in: 1...1_000_000), step: try arguments.positive("step"))
        venue = try arguments.text("venue")
        symbol = try arguments.text("symbol")
        if let fraction = try arguments.fraction("within") { within = fraction }
        if let count = try arguments.whole("clusters", in: 0...1000) { clusters = count }
        columns = try arguments.whole("columns", in: 1...100_000)
    }

    /// Sets the model by the name of a preset.
    package mutating func setModel(_ name: String) throws(HostError) {
        let presets = Self.presets
        guard let preset = MapModel.preset(named: name) else {
            throw HostError(
                .usage, "no model '\(name)': there are \(presets.joined(separator: " and "))",
                hint: Spelling.hint(for: name, among: presets))
        }
        let split = model.split
        model = preset
        if split != MapModel.balanced.split { model.split = split }
    }

    /// Sets the split of what opens: `ratio` or `even`, else a plugin.
    package mutating func setSplit(_ choice: PluginChoice) {
        if choice.overrides.isEmpty, let split = MapModel.Split(rawValue: choice.name) {
            model.split = split
        } else {
            split = choice
        }
    }

    /// Sets an option of the model by name.
    package mutating func setOption(_ name: String, to value: String) throws {
        let names = MapModel.optionTable.map(\.name).filter { !Self.derivedOptions.contains($0) }
        guard !Self.derivedOptions.contains(name) else {
            throw HostError(.usage, "option \(name) is not set by hand", hint: "model and venue decide it")
        }
        guard names.contains(name) else {
            throw HostError(
                .usage, "no model option '\(name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: names))
        }
        do { try model.set(name, to: value) } catch {
            throw HostError(.usage, error.message, hint: error.hint)
        }
    }

    /// What follows from the choice of model and of venue.
    package static let derivedOptions = ["model", "contract"]

    /// Sets the price axis by its number of buckets or its step; both is an error.
    package mutating func setGrid(buckets: Int?, step: Double?) throws(HostError) {
        switch (buckets, step) {
        case (nil, nil): break
        case (let buckets?, nil): grid = .logarithmic(buckets: buckets)
        case (nil, let step?): grid = .linear(step: step)
        case (_?, _?): throw HostError(.usage, "either buckets or step, not both")
        }
    }
}
