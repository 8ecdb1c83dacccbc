import LiquidationCore
import PlainText

extension MapRequest {
    /// What `map` and `heatmap` take.
    package static let arguments: [ArgumentPage] = [
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
        .named("symbol", .text, or: "the data's", "Whose margin tiers apply"),
        .named("within", .fraction, or: "20 %", "What is drawn and searched for clusters"),
        .named("clusters", .integer, or: "5", "How many clusters to name on each side"),
        .named("columns", .integer, or: "160 for a heatmap", "About how many columns a heatmap has"),
    ]

    /// The names of presets.
    package static let presets = ["balanced", "reference"]

    package static let argumentNames = arguments.map(\.name)

    /// The names that `map` takes, and those of the model's options, each with a line of help.
    package static var optionNames: [(name: String, help: String)] {
        arguments.map { ($0.name, $0.line) }
            + MapModel.optionTable.filter { !derivedOptions.contains($0.name) }.map {
                ($0.name, "\($0.values): \($0.summary)")
            }
    }

    /// Whether `map` takes an argument of this name; other names may be options of the model.
    package static func isArgument(_ name: String) -> Bool { argumentNames.contains(name) }

    /// Takes an argument back to what holds where it is not named.
    package mutating func reset(_ name: String) {
        let usual = MapRequest()
        switch name {
        case "leverage": leverage = usual.leverage
        case "funding": funding = nil
        case "entry": entry = nil
        case "split":
            split = nil
            model.split = (MapModel.preset(named: model.name) ?? usual.model).split
        case "closing": closing = nil
        case "margin": margin = nil
        case "signal": signals = []
        case "model": try? setModel(usual.model.name)
        case "options":
            let split = model.split
            model = MapModel.preset(named: model.name) ?? usual.model
            model.split = split
        case "lookback": lookback = nil
        case "buckets", "step": grid = usual.grid
        case "venue": venue = nil
        case "symbol": symbol = nil
        case "within": within = usual.within
        case "clusters": clusters = usual.clusters
        default: columns = nil
        }
    }

    /// Sets the model by the name of a preset; what was set by hand stays.
    package mutating func setModel(_ name: String) throws(EngineError) {
        let presets = Self.presets
        guard let preset = MapModel.preset(named: name) else {
            throw EngineError(
                .usage, "no model '\(name)': there are \(presets.joined(separator: " and "))",
                hint: Spelling.hint(for: name, among: presets), subject: .value(name, of: "model"))
        }
        let changed = changedOptions
        model = preset
        for option in changed { try? model.set(option.name, to: option.value) }
    }

    /// Options of the model that are not its preset's.
    private var changedOptions: [(name: String, value: String)] {
        let usual = (MapModel.preset(named: model.name) ?? .balanced).options
        return model.options.filter { option in !usual.contains { $0 == option } }
    }

    /// Sets the split of what opens: `ratio` or `even`, else a plugin.
    package mutating func setSplit(_ choice: PluginChoice) {
        if choice.overrides.isEmpty, let split = MapModel.Split(rawValue: choice.name) {
            model.split = split
            self.split = nil
        } else {
            split = choice
        }
    }

    /// Sets an option of the model by name.
    package mutating func setOption(_ name: String, to value: String) throws {
        let names = MapModel.optionTable.map(\.name).filter { !Self.derivedOptions.contains($0) }
        guard !Self.derivedOptions.contains(name) else {
            throw EngineError(.usage, "option \(name) is not set by hand", hint: "model and venue decide it")
        }
        guard let option = MapModel.option(named: name) else {
            throw EngineError(
                .usage, "no model option '\(name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: names), subject: .name(name))
        }
        if name == option.oldName {
            let note = "option \(name) is called \(option.name) now; the old name works for one version"
            if !notes.contains(note) { notes.append(note) }
        }
        do { try model.set(name, to: value) } catch {
            throw EngineError(.usage, error.message, hint: error.hint, subject: .value(value, of: name))
        }
    }

    /// What follows from the choice of model and of venue.
    package static let derivedOptions = ["model", "contract"]

    /// Sets the price axis by its number of buckets or its step; both is an error.
    package mutating func setGrid(buckets: Int?, step: Double?) throws(EngineError) {
        switch (buckets, step) {
        case (nil, nil): break
        case (let buckets?, nil): grid = .logarithmic(buckets: buckets)
        case (nil, let step?): grid = .linear(step: step)
        case (_?, _?): throw EngineError(.usage, "either buckets or step, not both")
        }
    }
}
